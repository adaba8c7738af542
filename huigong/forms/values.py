"""The values of fields that are more than one text, number or day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huigong.rules.values import Unknown


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first day, which stands for it in rules."""
        return date(self.year, self.number, 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


@dataclass(frozen=True)
class Place:
    """A region by its six-digit code ("" where not asked), and the address below it as text."""

    region: str = ""
    address: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody named. `paper` is the code of a kind of paper; what was not asked or given is ""."""

    name: str = ""
    paper: str = ""
    number: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Employer:
    """An organisation named, with whom to speak to there; what was not asked or given is ""."""

    name: str = ""
    uscc: str = ""
    contact: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Row:
    """A row of a repeat or table: an id that is never given out again, and its cells by field id; empty ones are left out."""

    id: str
    cells: Mapping[str, Value | Unknown]


Value = (
    str | bool | int | Decimal | date | Month | Place | Person | Employer | tuple[str, ...] | tuple[Row, ...]
)
Answered = Value | Unknown | None
"""A value, not known (the person said so), or nothing yet."""

Typed = Mapping[str, str]
"""What was typed, by part: "" for a field of one part, `name` of a person, `2.name` in the row `2`; see `parts`."""
