"""Which cells of a table are too small to show, and which others have to go with them.

A number above zero and below the least might be somebody one knows. Whoever has the total and all other places works a single
hidden one out; so at least two places are hidden, and what they hold together is not small either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Cell(NamedTuple):
    """One place: how many are so, how many are not (0 where only a number is told), of how many it is not known."""

    yes: int
    no: int
    unknown: int


NOBODY = Cell(0, 0, 0)


def total(cells: Iterable[Cell]) -> Cell:
    """All together."""
    return Cell(*map(sum, zip(NOBODY, *cells, strict=True)))


def hidden(cells: Mapping[str, Cell], *, least: int) -> frozenset[str]:
    """The places that are not shown beside their total; every one where nothing less keeps a small number from being worked out."""
    gone = {place for place, cell in cells.items() if is_small(cell, least)}
    if not gone:
        return frozenset()
    for place in sorted(cells.keys() - gone, key=lambda place: (sum(cells[place]), place)):
        if len(gone) > 1 and not is_small(total(cells[each] for each in gone), least):
            break
        gone.add(place)
    return frozenset(gone)


def is_small(cell: Cell, least: int) -> bool:
    """Whether any of its numbers is above zero and below the least that is shown."""
    return any(0 < number < least for number in cell)
