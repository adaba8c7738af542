"""The values that facts and rules can have, and the one value that means "not known"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import Enum, StrEnum
from typing import Any, Final

from huigong.kernel.days import EARLIEST, LATEST, in_words
from huigong.kernel.sentences import listed, say, wording

LARGEST_INTEGER: Final = 10**18 - 1  # one limit for both kinds of numbers, so that every engine can hold them
DECIMAL_PLACES: Final = Decimal("0.000001")
LARGEST_DECIMAL: Final = Decimal(10) ** 18
EXACT: Final = Context(prec=60, rounding=ROUND_HALF_UP)

NEVER: Final = date.min  # "it never happened", kept as a day before every other, so that engines compare it

FEN: Final = "分"  # money is an integer count of fen, shown to people in yuan
MONTHS: Final = "月"
YEARS: Final = "年"
AGE: Final = "岁"
DAYS: Final = "天"


class Type(StrEnum):
    """The six types; there is no float, so every engine can agree to the last digit."""

    BOOL = "bool"
    INT = "int"
    DECIMAL = "decimal"
    DATE = "date"
    TEXT = "text"
    ENUM = "enum"

    @property
    def chinese(self) -> str:
        """What an officer calls this type."""
        return _TYPE_WORDS[self]


_TYPE_WORDS = {
    Type.BOOL: "是或否",
    Type.INT: "整数",
    Type.DECIMAL: "小数",
    Type.DATE: "日期",
    Type.TEXT: "文字",
    Type.ENUM: "选项",
}


class Unknown(Enum):
    """Not known yet. It refuses `if answer:`, because that would read it as yes."""

    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("UNKNOWN is neither true nor false; compare with `is`")

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown.UNKNOWN

Value = bool | int | Decimal | date | str
Measured = int | Decimal | date
MEASURED = (Type.INT, Type.DECIMAL, Type.DATE)
"""The types of what is measured."""


@dataclass(frozen=True)
class Between:
    """A number or a day of which only the bounds are known, both counting: what somebody says who has no exact figure.

    `least` comes before `most`. At `LARGEST_INTEGER`, at `LARGEST_DECIMAL` less a millionth and at the ends of the
    years that anybody here can mean, a range is open. NEVER is in no range.
    """

    least: Any
    most: Any

    @classmethod
    def of(cls, values: Iterable[Measured]) -> Measured | Between:
        """The narrowest range that holds all of these; the value itself where they are the same."""
        kept = list(values)
        least, most = min(kept), max(kept)
        return least if least == most else cls(least, most)


Answer = Value | Unknown | Between


@dataclass(frozen=True)
class Bounds:
    """What a fact's value can be at all, both ends counting; `after` is a fact whose date a date cannot precede, "" for none."""

    least: int | None = None
    most: int | None = None
    in_past: bool = False
    earliest: date | None = None
    after: str = ""


UNBOUNDED = Bounds()


def decimal_in_range(number: Decimal) -> Decimal | None:
    """`number` rounded half up to six places, or None where it does not fit DECIMAL(24, 6)."""
    rounded = EXACT.quantize(number, DECIMAL_PLACES) if number.adjusted() < 30 else number
    return rounded if abs(rounded) < LARGEST_DECIMAL else None


def integer_in_range(number: int) -> int | None:
    """`number`, or None where it has more than 18 digits."""
    return number if abs(number) <= LARGEST_INTEGER else None


def yuan(fen: int) -> str:
    """960000 → `9600元`, 5 → `0.05元`."""
    whole, rest = divmod(abs(fen), 100)
    cents = f".{rest:02d}".rstrip("0") if rest else ""
    return say("{number}元", number=f"{'-' if fen < 0 else ''}{whole}{cents}")


def plain_decimal(number: Decimal) -> str:
    """A decimal without exponent, always with a point: `6.0`, `0.6`."""
    whole, _, rest = format(number, "f").partition(".")
    return f"{whole}.{rest.rstrip('0') or '0'}"


def show(value: Answer, measure: str = "") -> str:
    """A value as people read it: `9600元`, `6个月`, `是`, `2016年6月1日`, `从来没有`, `不到6个月`, `还不清楚`."""
    match value:
        case Unknown():
            return wording("还不清楚")
        case Between(least=date(), most=date()):
            return _days(value)
        case Between():
            return _numbers(value, measure)
        case bool():
            return wording("是") if value else wording("否")
        case date() if value == NEVER:
            return wording("从来没有")
        case date():
            return in_words(value)
        case int() if measure == FEN:
            return yuan(value)
        case Decimal() if measure == FEN:
            return say("{number}元", number=plain_decimal(value / 100).removesuffix(".0"))
        case int() | Decimal():
            number = str(value) if isinstance(value, int) else plain_decimal(value).removesuffix(".0")
            return say(
                "{number}{measure}", number=number, measure=wording("个月") if measure == MONTHS else measure
            )
        case _:
            return value


def _days(span: Between) -> str:
    least, most = in_words(span.least), in_words(span.most)
    if span.least <= EARLIEST:
        return say("{day}或更早", day=most)
    if span.most >= LATEST:
        return say("{day}或更晚", day=least)
    return say("{first}到{last}", first=least, last=most)


def _numbers(span: Between, measure: str) -> str:
    """`不到6个月`, `6个月以上，不到12个月`, `12个月以上`; where the last is rounder than the next, `不超过21600元`, `超过21600元`."""
    counted = isinstance(span.least, int) and measure != FEN
    step = 1 if isinstance(span.least, int) else DECIMAL_PLACES
    before, after, parts = span.least - step, span.most + step, []
    if span.least > 0:
        beyond = not counted and _digits(before) < _digits(span.least)
        number, pattern = (
            (before, wording("超过{number}")) if beyond else (span.least, wording("{number}以上"))
        )
        parts.append(say(pattern, number=show(number, measure)))
    if after < LARGEST_DECIMAL:
        within = not counted and _digits(span.most) < _digits(after)
        number, pattern = (
            (span.most, wording("不超过{number}")) if within else (after, wording("不到{number}"))
        )
        parts.append(say(pattern, number=show(number, measure)))
    return listed(parts, "，")


def _digits(number: int | Decimal) -> int:
    """How many digits of a number count; the rounder of two has fewer."""
    return len(str(int(number / DECIMAL_PLACES)).rstrip("0"))
