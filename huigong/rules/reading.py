"""Reads what people wrote as the value of a fact, and writes values so that they read back."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from huigong.kernel import numerals, writing
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.packs import nearest_name
from huigong.rules.nodes import Fact
from huigong.rules.tokens import MEASURE_WORDS
from huigong.rules.values import (
    FEN,
    MEASURED,
    NEVER,
    UNKNOWN,
    Answer,
    Between,
    Type,
    Unknown,
    Value,
    decimal_in_range,
    integer_in_range,
    plain_decimal,
    yuan,
)

_YES = {"是", "有", "对", "yes", "true", "y", "1"}
_NO = {"否", "没有", "无", "不是", "不", "no", "false", "n", "0"}
_WRITTEN = {"是": True, "否": False}
_NOT_KNOWN = {"", "不知道", "不清楚", "还不清楚", "未知", "unknown", "null"}
_NUMBER = re.compile(r"(-?[0-9]{1,25}(?:\.[0-9]{1,8})?)\s*([万亿]?)\s*(\D*)")
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_LONGEST_TEXT = 2_000
_TO = "~"


def parse_value(fact: Fact, raw: object) -> Answer:
    """The typed value of what somebody wrote; UNKNOWN for nothing, `不知道` and the like.

    Money without a unit is taken as yuan, as people write it, and becomes fen:
    `3000`, `3000元` and `0.3万元` are 300000. Raises `DomainError` with the way to write it.
    """
    if raw is None or isinstance(raw, Unknown):
        return UNKNOWN
    if isinstance(raw, str) and fact.type is not Type.TEXT:
        raw = writing.line(raw) if fact.type in (Type.BOOL, Type.ENUM) else numerals.figures(raw)
        if raw in _NOT_KNOWN:
            return UNKNOWN
    if fact.never and raw == fact.never:
        return NEVER
    match fact.type:
        case Type.BOOL:
            return _yes_or_no(fact, raw)
        case Type.INT | Type.DECIMAL:
            return _number(fact, raw)
        case Type.DATE:
            return _day(fact, raw)
        case Type.ENUM:
            return _option(fact, raw)
        case Type.TEXT:
            return _text(fact, raw)


def read_back(fact: Fact, written: str) -> Answer:
    """The value of which `written_value` made this, a range included.

    Only what somebody said of themselves may be a range: figures of a register and of forms are read by
    `parse_value`, which refuses it. Raises `DomainError`.
    """
    if (
        fact.type is Type.BOOL and written in _WRITTEN
    ):  # most of what is read back, and the dearest to read anew
        return _WRITTEN[written]
    least, to, most = written.partition(_TO)
    if not to or fact.type not in MEASURED:
        return parse_value(fact, written)
    ends = parse_value(fact, least), parse_value(fact, most)
    if UNKNOWN in ends or NEVER in ends or not ends[0] < ends[1]:  # type: ignore[operator]
        raise _refused(fact, written, "请从给出的几个范围中选一个，或者写准确的数")
    return Between(*ends)


def written_value(fact: Fact, value: Answer) -> str:
    """Text that `parse_value` reads back to the same value, and `read_back` a range; empty for UNKNOWN."""
    match value:
        case Unknown():
            return ""
        case Between():
            return _TO.join(written_value(fact, end) for end in (value.least, value.most))
        case bool():
            return "是" if value else "否"
        case date():
            return fact.never if fact.never and value == NEVER else value.isoformat()
        case int() if fact.measure == FEN:
            return yuan(value)
        case Decimal():
            return plain_decimal(value)
        case _:
            return str(value)


def _refused(fact: Fact, raw: object, do: str) -> DomainError:
    return Invalid(
        "facts.value_not_read", about="value", what=f"“{fact.name}”写的是“{str(raw)[:40]}”，读不懂", do=do
    )


def _yes_or_no(fact: Fact, raw: object) -> bool:
    word = str(raw).strip().lower()
    if word not in _YES | _NO:
        raise _refused(fact, raw, "请写“是”或“否”，不清楚就写“不知道”")
    return word in _YES


def _number(fact: Fact, raw: object) -> Value:
    how = f"请写一个数字，例如 {'3000元' if fact.measure == FEN else '6' + fact.measure}"
    if isinstance(raw, bool | float | bytes):
        raw = str(raw)
    matched = _NUMBER.fullmatch(str(raw).strip().replace(",", "").replace("，", ""))
    if matched is None:
        raise _refused(fact, raw, how)
    digits, scale, word = matched.groups()
    try:
        amount = Decimal(digits) * {"": 1, "万": 10**4, "亿": 10**8}[scale]
    except InvalidOperation:
        raise _refused(fact, raw, how) from None
    if word and MEASURE_WORDS.get(word.strip(), word) != fact.measure:
        raise _refused(fact, raw, how)
    if fact.measure == FEN and word != "分" and fact.type is Type.INT:
        amount *= 100
    return _bounded(fact, raw, amount)


def _bounded(fact: Fact, raw: object, amount: Decimal) -> Value:
    if fact.type is Type.INT:
        whole = integer_in_range(int(amount)) if amount == amount.to_integral_value() else None
        if whole is None:
            raise _refused(fact, raw, "请写整数，金额最多写到分，数字不能太大")
        return whole
    rounded = decimal_in_range(amount)
    if rounded is None or rounded != amount:
        raise _refused(fact, raw, "小数最多写6位，数字不能太大")
    return rounded


def _day(fact: Fact, raw: object) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    matched = _DAY.fullmatch(str(raw).strip())
    try:
        if matched is not None:
            return date(int(matched[1]), int(matched[2]), int(matched[3]))
    except ValueError:
        pass
    raise _refused(fact, raw, "请写成 2016-06-01 这样的日期")


def _option(fact: Fact, raw: object) -> str:
    word = str(raw).strip()
    if word in fact.values:
        return word
    suggestion = nearest_name(word, fact.values)
    guess = f"是不是“{suggestion}”？" if suggestion else ""
    raise _refused(fact, raw, f"请从“{'、'.join(fact.values)}”中选一个。{guess}")


def _text(fact: Fact, raw: object) -> Answer:
    if not isinstance(raw, str | int) or isinstance(raw, bool):
        raise _refused(fact, raw, "请写文字")
    text = writing.line(str(raw))
    if len(text) > _LONGEST_TEXT:
        raise _refused(fact, raw, f"请不要超过{_LONGEST_TEXT}个字")
    return text or UNKNOWN
