"""Cells that are not written as a program would: what they say, or why nobody can tell.

The engine reads the plain ones itself; each other spelling comes here once, however many rows have it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import NamedTuple

from huigong.kernel import days, writing
from huigong.kernel.errors import DomainError
from huigong.kernel.identity import resident_code
from huigong.kernel.money import spoken
from huigong.wages.reconciling.tables import LONGEST, Kind

SCALE = 10_000  # quantities are kept in ten-thousandths, which a third of a day does not notice
_EPOCH = date(1899, 12, 30)  # day 0 of days that a spreadsheet kept as numbers
_SERIAL = re.compile(r"([2-7][0-9]{4})(?:\.[0-9]+)?")  # 1954 to 2119
_NO_END = re.compile(r"([29]999)[-/.年]?12[-/.月]?31日?")  # what programs write where there is no last day
_CLOCK = re.compile(r"(?<=[0-9日号])(?:T| +)[0-9]{1,2}[:：][0-9]{2}.*$")  # what a moment has behind its day
_MONTH = re.compile(r"([0-9]{4})(?:年([0-9]{1,2})月?|[-/]([0-9]{1,2})|[.]([0-9]{2})|([0-9]{2}))(?:份)?")
NOTHING = frozenset(
    ["", "-", "--", "—", "——", "－", "/", "\\", "无", "空", "nan", "none", "null", "nat", "<na>", "n/a"]
)
_STILL_THERE = frozenset(["至今", "长期", "在场", "未退场", "在职"])
_DATED = frozenset([Kind.DAY, Kind.MONTH])
_LOST = re.compile(r"[0-9](?:\.[0-9]+)?E[+]?[0-9]{2}|[0-9]{16,}\.[0-9]+", re.IGNORECASE)
_WHOLE_FLOAT = re.compile(r"([0-9]+)\.0+")
_PAPER = re.compile(r"(?=.*[0-9])[0-9A-Z()（）]+")
_UNIT = re.compile(r"(?:天|日|个?工日|个?工|小时|时|h)$", re.IGNORECASE)
_NOISE = Decimal("0.000001")  # yuan; what a float leaves behind an amount
_CENT = Decimal("0.01")
_MOST = Decimal(10**12)  # yuan; what is more is a slip, and would not fit
_YES = frozenset(["是", "已确认", "确认", "已签字", "√", "✓", "✔", "y", "yes", "true", "1"])
_NO = frozenset(["否", "未确认", "未签字", "×", "✗", "✘", "x", "n", "no", "false", "0"])
_PAID = frozenset(["成功", "交易成功", "支付成功", "付款成功", "代发成功", "发放成功", "已入账"])
_FAILED = frozenset(["失败", "交易失败", "支付失败", "付款失败", "代发失败", "发放失败", "未入账"])

Value = int | float | str | bool | date


class Said(NamedTuple):
    """What a cell says. `value` is None where it says nothing (`blank`) or where nobody can tell."""

    value: Value | None
    blank: bool = False


def read(kind: Kind, text: str) -> Said:
    """What the cell says that holds `text`; never raises."""
    try:
        plain = writing.figures(_CLOCK.sub("", writing.line(text)) if kind in _DATED else text)
    except DomainError:  # half a character
        return Said(None)
    if plain.lower() in NOTHING or (kind is Kind.DAY and plain in _STILL_THERE):
        return Said(None, blank=True)
    try:
        value = _READERS[kind](plain)
        return Said(None if _is_too_long(kind, value) else value)
    except (DomainError, ValueError, ArithmeticError):
        return Said(None)


def _is_too_long(kind: Kind, value: Value | None) -> bool:
    return isinstance(value, str) and kind in LONGEST and len(value) > LONGEST[kind]


def _plain(plain: str) -> str:
    whole = _WHOLE_FLOAT.fullmatch(plain)
    return whole[1] if whole else plain


def _code(plain: str) -> str:
    return writing.reference(_plain(plain))


def _worker(plain: str) -> str | None:
    number = resident_code(_kept(plain))
    return number if _PAPER.fullmatch(number) else None


def _card(plain: str) -> str:
    return writing.code(_kept(plain))


def _kept(plain: str) -> str:
    """The number, without the apostrophe of a spreadsheet; raises where a float has eaten its last figures."""
    plain = plain.strip("'`‘’\"“”")
    if _LOST.fullmatch(plain):
        raise ValueError(plain)
    return _plain(plain)


def _day(plain: str) -> date:
    serial = _SERIAL.fullmatch(plain)
    if serial:
        return _EPOCH + timedelta(days=int(serial[1]))
    no_end = _NO_END.fullmatch(_plain(plain))
    return date(int(no_end[1]), 12, 31) if no_end else days.read(_plain(plain))


def _month(plain: str) -> int:
    """`202610` of 2026-10, 2026年10月, 202610, 2026.10 or a day of it. 2026.1 is January or what a number leaves of 2026.10."""
    matched = _MONTH.fullmatch(_plain(plain))
    if matched is None:
        day = _day(plain)
        return day.year * 100 + day.month
    year, month = (int(part) for part in matched.groups() if part)
    return days.read(f"{year}-{month}-1").month + year * 100


def _money(plain: str) -> int:
    amount = _yuan(plain)
    if abs(amount) > _MOST:
        raise ValueError(plain)
    return int(_exact(amount) * 100)


def _yuan(plain: str) -> Decimal:
    """Yuan as figures or as people write them."""
    try:
        return Decimal(plain.replace(",", ""))
    except InvalidOperation:
        negative = plain.startswith(("-", "−", "("))
        fen = Decimal(spoken(plain.lstrip("-−+").strip("()")))
        return (-fen if negative else fen) / 100


def _exact(amount: Decimal) -> Decimal:
    whole = amount.quantize(_CENT, ROUND_HALF_EVEN)
    if abs(whole - amount) > _NOISE:
        raise ValueError("finer than fen")
    return whole


def _quantity(plain: str) -> int:
    number = Decimal(_UNIT.sub("", plain))
    if abs(number) > _MOST:
        raise ValueError(plain)
    return int((number * SCALE).to_integral_value(ROUND_HALF_EVEN))


def _number(plain: str) -> float:
    return _quantity(plain) / SCALE


def _yes(plain: str) -> bool | None:
    word = plain.lower()
    return True if word in _YES else False if word in _NO else None


def _result(plain: str) -> bool | None:
    return True if plain in _PAID else False if plain in _FAILED else None


_READERS: dict[Kind, Callable[[str], Value | None]] = {
    Kind.CODE: _code,
    Kind.WORKER: _worker,
    Kind.CARD: _card,
    Kind.SERIAL: _plain,
    Kind.DAY: _day,
    Kind.MONTH: _month,
    Kind.MONEY: _money,
    Kind.QUANTITY: _quantity,
    Kind.NUMBER: _number,
    Kind.YES: _yes,
    Kind.RESULT: _result,
    Kind.TEXT: str,
    Kind.RAW: str,
}
