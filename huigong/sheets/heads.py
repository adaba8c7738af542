"""Finds the row of headers among titles and notes, and which column is which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from huigong.sheets.rows import Cell, Row

LOOKED_AT = (
    30  # rows from the top that `find` is given: titles, notes on how to fill in, two lines of headers
)
_BESIDE = re.compile(r"[（(【\[].*?[）)】\]]|[\s*＊:：“”\"']")


@dataclass(frozen=True)
class Head:
    """The row of headers: `number` as the sheet shows it, `texts` as written, `places` column id → index."""

    number: int
    texts: tuple[str, ...]
    places: Mapping[str, int]

    def repeats(self, cells: list[Cell]) -> bool:
        """Whether a row is the headers once more, as at the top of a printed page."""
        return all(at < len(cells) and text_of(cells[at]) == text for at, text in self._said)

    @cached_property
    def _said(self) -> tuple[tuple[int, str], ...]:
        return tuple((at, text) for at, text in enumerate(self.texts) if text)


def find(rows: Iterable[Row], aliases: Mapping[str, str], required: Iterable[str]) -> Head | None:
    """The row in which most headers are known; None where none has all that are required. `rows`: the first of a sheet.

    `aliases`: header as `plain` writes it → column id.
    """
    wanted, best = set(required), None
    for row in rows:
        head = _head(row, aliases)
        if wanted <= head.places.keys() and (best is None or _is_better(head, best)):
            best = head
    return best


def _is_better(head: Head, best: Head) -> bool:
    """Of two lines of headers the lower one; the same headers again, further down, are those of the next page."""
    beside = head.number == best.number + 1
    return len(head.places) + beside > len(best.places)


def plain(header: str) -> str:
    """A header without what stands beside its word: spaces, stars, colons, and remarks in brackets."""
    return _BESIDE.sub("", header)


def text_of(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _head(row: Row, aliases: Mapping[str, str]) -> Head:
    texts = tuple(text_of(cell) for cell in row.cells)
    places: dict[str, int] = {}
    for at, text in enumerate(texts):
        if text and (column := aliases.get(plain(text))) is not None:
            places.setdefault(column, at)
    return Head(row.number, texts, places)
