"""Pieces of what an engine is given: a text of SQL, an expression of Polars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from huigong.rules.values import UNKNOWN, Answer, Type

DIGITS = 18
Made = TypeVar("Made")


@dataclass(frozen=True)
class Piece(Generic[Made]):
    """What was made of a part of a rule, the type of its value, and the inner columns that it needs.

    `level` 0 needs only the facts, 1 also the first layer of inner columns, and so on; an
    `atom` may be written twice; `digits` bounds a number: its size is below 10^digits;
    `value` is known where it is the same for everybody.
    """

    made: Made
    type: Type
    level: int = 0
    atom: bool = False
    digits: int = DIGITS
    value: Answer = UNKNOWN

    @property
    def fixed(self) -> bool:
        """Whether the value is known and the same for everybody."""
        return self.value is not UNKNOWN


class Writer(Protocol[Made]):
    """How an engine writes the parts of rules. Unknown stays unknown in all of these.

    Numbers come and go as pieces, because their digits tell what needs no check; a result
    that does not fit is not known. All else is written as it stands.
    """

    def key(self, made: Made) -> object:
        """Two things of the same key are the same."""
        ...

    def column(self, name: str) -> Made: ...

    def literal(self, value: Answer, kind: Type) -> Piece[Made]: ...

    def linked(self, parts: Sequence[Made], *, every: bool) -> Made:
        """`A 且 B` where `every`, else `A 或 B`."""
        ...

    def opposite(self, part: Made) -> Made: ...

    def is_known(self, part: Made) -> Made: ...

    def first_known(self, part: Made, other: Made) -> Made: ...

    def compared(self, sign: str, left: Piece[Made], right: Piece[Made]) -> Made:
        """The sign is one of `= ≠ < ≤ > ≥`; both are of one type."""
        ...

    def among(self, part: Made, options: Sequence[Made]) -> Made: ...

    def chosen(self, condition: Made, then: Made, otherwise: Made, agreed: Made | None) -> Made:
        """`then` where the condition holds, `otherwise` where it fails, `agreed` or nothing where it is not known."""
        ...

    def cases(self, lines: Sequence[tuple[Made, Made]], otherwise: Made | None) -> Made:
        """The value beside the first condition that holds; one not known does not hold."""
        ...

    def days_between(self, start: Made, end: Made) -> Made: ...

    def days_earlier(self, day: Made, count: Made) -> Made:
        """The day so many days before; the count may be negative or reach before the first year."""
        ...

    def day_in_month(self, day: Made, month: Made) -> Made:
        """The day of the same number in a month counted from January of the year 1, or that month's last day; both may be written twice."""
        ...

    def looked_up(self, day: Made, table: Mapping[date, int], otherwise: int) -> Made:
        """The number beside a day in the table, or `otherwise`."""
        ...

    def months_between(self, start: Made, end: Made) -> Made:
        """Whole months from one date to a later one, with the month-end rule of `huigong.rules.spans`."""
        ...

    def years_of(self, months: Made) -> Made: ...

    def counted(self, number: Made) -> Made:
        """A count of days, months or years as a whole number like any other."""
        ...

    def as_decimal(self, part: Piece[Made]) -> Piece[Made]: ...

    def total(self, sign: str, left: Piece[Made], right: Piece[Made]) -> Piece[Made]:
        """The sum or difference of two numbers of one type."""
        ...

    def product(self, left: Piece[Made], right: Piece[Made]) -> Piece[Made]: ...

    def quotient(self, left: Piece[Made], right: Piece[Made]) -> Piece[Made]:
        """Of two decimals; not known for division by zero."""
        ...

    def negated(self, part: Piece[Made]) -> Piece[Made]: ...

    def rounded(self, direction: str, part: Piece[Made]) -> Piece[Made]: ...

    def rounded_share(self, direction: str, part: Piece[Made], over: int, under: int) -> Piece[Made] | None:
        """A whole number times `over / under`, made whole without decimals; None where it may not fit."""
        ...

    def extreme(self, function: str, parts: Sequence[Piece[Made]]) -> Piece[Made]:
        """The `least` or `greatest` of parts of one type; each may be written twice."""
        ...
