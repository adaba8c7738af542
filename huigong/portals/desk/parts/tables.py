"""Tables of the desk, drawn on a page and written into a workbook from the same columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from huigong.portals.desk.parts.bars import Part
from huigong.portals.shared.languages import said

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Row = TypeVar("Row")


@dataclass(frozen=True)
class Cell:
    """What stands in a column of a row: words, the address that they lead to, the kind of chip around them, a bar and a small
    line below."""

    words: str
    to: str = ""
    chip: str = ""
    below: str = ""
    bar: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its head, what a row has there, and how it is set (`number` for days and codes, `amount` for sums)."""

    head: StrOrPromise
    of: Callable[[Row], Cell | str]
    kind: str = ""

    def cell(self, row: Row) -> Cell:
        """The cell of a row."""
        made = self.of(row)
        return made if isinstance(made, Cell) else Cell(made)


@dataclass(frozen=True)
class Drawn:
    """A cell under its column, as the template sets it."""

    head: str
    kind: str
    cell: Cell


def drawn(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> list[list[Drawn]]:
    """The lines of a page; the first cell of each names it."""
    return [[Drawn(str(column.head), column.kind, column.cell(row)) for column in columns] for row in rows]


def heads(columns: Sequence[Column[Row]]) -> list[tuple[str, str]]:
    """The heads of a page in their order, each with how its column is set."""
    return [(str(column.head), column.kind) for column in columns]


def written(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> Iterator[list[str]]:
    """The rows of a workbook, in the language of the page."""
    return ([said(column.cell(row).words) for column in columns] for row in rows)
