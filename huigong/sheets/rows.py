"""What a sheet gives: rows with the number that the sheet shows, and cells that say what they were.

A cell is text, a number (int or float), true or false, a day (`date`, `datetime`), or one of the
two kinds below; an empty cell is "". A number is what a spreadsheet calls one: a resident number
that stands there has lost its last figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell that holds no value: an error of a formula, or a formula that was never calculated; `shown` is its text."""

    shown: str


@dataclass(frozen=True, slots=True)
class MonthOnly:
    """A cell that shows a month and keeps a day which the spreadsheet made up."""

    day: date


Cell = object


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1 as the sheet shows it; `hidden`: the sheet does not show the row."""

    number: int
    cells: list[Cell]
    hidden: bool = False


@dataclass(frozen=True)
class Sheet:
    """One table of a file. `rows` reads it anew at each call; `epoch` is the day 0 of days that are kept as numbers, None in a file that has no such days."""

    name: str
    rows: Callable[[], Iterator[Row]]
    epoch: date | None = None
