"""The fields of a move's form, declared once for page, check and storage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from huigong.casework.procedures.lengths import Length
from huigong.casework.procedures.roles import Part
from huigong.kernel import days, money
from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import say
from huigong.kernel.writing import said

LONGEST = 4000  # characters of one answer


class FieldKind(StrEnum):
    """What is filled in."""

    TEXT = "text"
    LONG = "long"
    LINES = "lines"
    CLAUSE = "clause"
    OFFICE = "office"
    DAY = "day"
    MONEY = "money"  # whole fen
    CHOICE = "choice"
    PARTIES = "parties"  # public ids of persons concerned
    DECISION = "decision"  # number of an earlier decision
    STEP = "step"  # a step of the service that is running


@dataclass(frozen=True)
class Field:
    """One field. `ask` is its label; `options` are (value, words) of a choice.

    A day has happened: it is today at the latest, but where `future` says that one to come may be meant.
    An amount with a `share_of` is a share of that other field of the move, in percent not under the parameter `least` and
    not over `most` on the day of the move. `read_as` is the part of the case in which parties read it, so that a page can say who will.
    """

    id: str
    ask: str
    kind: FieldKind = FieldKind.TEXT
    required: bool = True
    help: str = ""
    options: tuple[tuple[str, str], ...] = ()
    read_as: Part | None = None
    future: bool = False
    share_of: str = ""
    least: Length | None = None
    most: Length | None = None


_TYPES: Mapping[FieldKind, type | tuple[type, ...]] = {
    FieldKind.LINES: (list, tuple),
    FieldKind.PARTIES: (list, tuple),
    FieldKind.DAY: date,
    FieldKind.MONEY: int,
}


def cleaned(fields: tuple[Field, ...], form: Mapping[str, Any], *, today: date) -> dict[str, Any]:
    """The answers to these fields, checked on that day.

    Raises `DomainError`: `case.field_missing`, `case.field_wrong`, naming the field.
    """
    return {field.id: _clean(field, form.get(field.id), today) for field in fields}


def _clean(field: Field, value: Any, today: date) -> Any:
    if isinstance(value, str):
        value = said(value)
    if value is None or value == "" or value == [] or value == ():
        if field.required:
            raise Invalid(
                code="case.field_missing",
                about=field.id,
                what=say("没有填“{ask}”", ask=field.ask),
                why="这一步要把它写清楚，后来的人才知道依据",
                do="请填写后再提交",
            )
        return None
    if not isinstance(value, _TYPES.get(field.kind, str)) or isinstance(value, bool):
        raise _wrong(field, "填的内容类型不对")
    texts = [value] if isinstance(value, str) else value if isinstance(value, list | tuple) else []
    if not all(isinstance(text, str) for text in texts):
        raise _wrong(field, "填的内容类型不对")
    length = sum(map(len, texts))
    if length > LONGEST:
        raise _wrong(field, f"最多{LONGEST}个字，现在有{length}个字")
    if isinstance(value, int) and value < 0:
        raise _wrong(field, "金额不能小于零")
    if isinstance(value, int) and value > money.MOST:
        raise _wrong(field, "金额太大了，请核对有没有多写")
    if isinstance(value, date) and not days.EARLIEST <= value <= days.LATEST:
        raise _wrong(field, "年份不可能，请看看有没有写错")
    if isinstance(value, date) and value > today and not field.future:
        raise _wrong(field, "这一天还没有到，请看看有没有写错")
    if field.options and value not in dict(field.options):
        raise _wrong(field, "不在可选的范围里")
    return value


def _wrong(field: Field, why: str) -> Invalid:
    return Invalid(
        code="case.field_wrong",
        about=field.id,
        what=say("“{ask}”填得不对", ask=field.ask),
        why=why,
        do="请改正后再提交",
    )
