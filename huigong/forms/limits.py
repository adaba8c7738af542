"""Reads what a field's value may be at all: its ends in its own unit, its length, its pattern."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from huigong.forms.fields import TODAY, WITHOUT_END, Limits
from huigong.forms.kinds import Kind
from huigong.kernel import money
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Entry

_DECIMAL = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,6})?")


def limits_of(entry: Entry, kind: Kind) -> Limits:
    """The limits of a well-formed entry; what does not fit the kind is noted."""
    ends = {key: _end(entry, key, kind) for key in ("min", "max")}
    lengths = {key: _length(entry, key) for key in ("min_length", "max_length")}
    if entry["pattern"]:
        try:
            re.compile(entry["pattern"])
        except re.error:
            entry.wrong("pattern", "这个样式读不懂", "请用正则表达式")
    least, most = ends["min"], ends["max"]
    without_end = most == WITHOUT_END
    most = None if without_end else most
    if type(least) is type(most) and least is not None and least > most:
        entry.wrong("min", "min 大于 max")
    return Limits(
        least=None if least == TODAY else least,
        most=None if most == TODAY else most,
        least_today=least == TODAY,
        most_today=most == TODAY,
        pattern=entry["pattern"],
        pattern_words=entry["pattern_words"],
        shortest=lengths["min_length"],
        longest=lengths["max_length"],
        without_end=without_end,
    )


def _length(entry: Entry, key: str) -> int | None:
    value = entry[key]
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
        return value
    entry.wrong(key, "这里应当写一个正整数")
    return None


def _end(entry: Entry, key: str, kind: Kind) -> Any:
    """One end of the limits, in the field's own kind; `今天` for days and months, and `不限` for their later one."""
    raw = entry[key]
    if raw is None:
        return None
    whole = isinstance(raw, int) and not isinstance(raw, bool)
    if kind in (Kind.DATE, Kind.MONTH):
        if isinstance(raw, date) or raw == TODAY or (raw == WITHOUT_END and key == "max"):
            return raw
        entry.wrong(key, "请写日期，或者“今天”")
    elif kind is Kind.MONEY:
        try:
            return int(money.yuan(raw))
        except (DomainError, TypeError):
            entry.wrong(key, "请写金额，例如 0元")
    elif kind is Kind.DECIMAL and (whole or (isinstance(raw, str) and _DECIMAL.fullmatch(raw))):
        return Decimal(raw)
    elif whole:
        return raw
    else:
        entry.wrong(key, "这里应当写一个数")
    return None
