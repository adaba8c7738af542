"""The kinds of value that a key of a pack may have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from huigong.kernel import days
from huigong.kernel.packs.errors import guess
from huigong.kernel.packs.places import place_in
from huigong.kernel.packs.shapes import BROKEN, NEEDED, Key, Kind, Shape, Spot, loaded_shape

_MONTH_AND_DAY = re.compile(r"([0-9]{1,2})-([0-9]{1,2})")
_DECIMAL = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,8})?")


def text(default: Any = NEEDED, *, said: bool = False) -> Key:
    """One line or paragraph, without the space around it; needed means not empty. `said` where people read it."""
    return Key(lambda raw, spot: _text(raw, spot, empty=default is not NEEDED), default, said=said)


def flag(default: Any = NEEDED) -> Key:
    """`true` or `false`."""
    return Key(_flag, default)


def number(default: Any = NEEDED) -> Key:
    """A whole number."""
    return Key(_number, default)


def amount(default: Any = NEEDED) -> Key:
    """A whole number or a decimal: int, or `Decimal`."""
    return Key(_amount, default)


def day(default: Any = NEEDED) -> Key:
    """A date `2016-01-01`."""
    return Key(_day, default)


def year_or_day(default: Any = NEEDED) -> Key:
    """A date, or a year as a number where the day is not known."""
    return Key(_year_or_day, default)


def choice(known: type[StrEnum] | Iterable[str], default: Any = NEEDED) -> Key:
    """One of a few words; of an enum, its member."""
    words = [str(word) for word in known]
    convert: Callable[[str], Any] = known if isinstance(known, type) else str

    def read(raw: Any, spot: Spot) -> Any:
        if isinstance(raw, str) and raw in words:
            return convert(raw)
        nearest, _ = guess(str(raw), words)
        maybe = f"是不是“{nearest}”？" if nearest else ""
        return spot.wrong(
            f"写的是“{str(raw)[:40]}”", f"只能写{'、'.join(words)}之一。{maybe}", suggestion=nearest
        )

    return Key(read, default)


def whatever(default: Any = NEEDED) -> Key:
    """A value as loaded, with its places, for a reader of its own (a rule)."""
    return Key(as_written, default)


def as_written(raw: Any, spot: Spot) -> Any:
    """The value as loaded."""
    return raw


def texts(*, needed: str = "", said: bool = False) -> Key:
    """A list of texts, none of them empty; absent is none, unless `needed` says what to write."""
    return replace(items(line, needed=needed), said=said)


def points(default: Any = NEEDED) -> Key:
    """What people read, a point each: a list of texts, or one text that is the only point; none of them empty."""

    def read(raw: Any, spot: Spot) -> Any:
        if isinstance(raw, list):
            return items(line).read(raw, spot)
        only = _text(raw, spot, empty=default is not NEEDED)
        return only if only is BROKEN else ((only,) if only else ())

    return Key(read, default, said=True, alone=True, many=True)


def rows(shape: Shape, *, needed: str = "") -> Key:
    """A list of mappings; absent is none, unless `needed` says what to write."""
    return replace(items(shape.kind, needed=needed), inside=shape)


def one(shape: Shape, default: Any = NEEDED) -> Key:
    """A mapping."""
    return Key(shape.kind, default, inside=shape)


def named(shape: Shape) -> Kind:
    """A mapping as the value of a name in `mapped`; its name is said in messages."""
    return lambda raw, spot: (
        BROKEN
        if (
            entry := shape.read(
                raw, report=spot.report, place=spot.place, called=f"{shape.called}“{spot.key}”"
            )
        )
        is None
        else entry
    )


def items(kind: Kind, *, needed: str = "") -> Key:
    """A list of one kind, as a tuple; members that are wrong are left out and noted."""

    def read(raw: Any, spot: Spot) -> Any:
        if not isinstance(raw, list):
            return spot.wrong(
                f"这里应当是一个列表，写的是{loaded_shape(raw)}", "请在每项前加“- ”，或写成 [甲, 乙]"
            )
        if needed and not raw:
            return spot.wrong("至少要写一个", needed)
        members = (kind(member, spot.inside(place_in(raw, index))) for index, member in enumerate(raw))
        return tuple(member for member in members if member is not BROKEN)

    return Key(read, NEEDED if needed else (), needed, many=True)


def mapped(kind: Kind, *, said: bool = False, inside: Shape | None = None) -> Key:
    """Names of any sort with values of one kind, or of the shape `inside`: a dictionary; absent is empty."""

    def read(raw: Any, spot: Spot) -> Any:
        if not isinstance(raw, dict):
            return spot.wrong("这里应当是“名称: 内容”的形式")
        values = {
            str(name): kind(value, spot.at(str(name), place_in(raw, name))) for name, value in raw.items()
        }
        return {name: value for name, value in values.items() if value is not BROKEN}

    return Key(read, {}, said=said, many=True, inside=inside)


def line(raw: Any, spot: Spot) -> Any:
    """A text that is not empty, as a member of `items` and `mapped`."""
    return _text(raw, spot, empty=False)


def _text(raw: Any, spot: Spot, *, empty: bool) -> Any:
    if not isinstance(raw, str):
        return spot.wrong(f"这里应当写文字，写的是{loaded_shape(raw)}", "数字和日期样子的文字请加引号")
    if not raw.strip() and not empty:
        return spot.wrong("这里不能空着")
    return raw.strip()


def _flag(raw: Any, spot: Spot) -> Any:
    return raw if isinstance(raw, bool) else spot.wrong("这里应当写 true 或 false")


def _number(raw: Any, spot: Spot) -> Any:
    whole = isinstance(raw, int) and not isinstance(raw, bool)
    return raw if whole else spot.wrong("这里应当写一个整数")


def _amount(raw: Any, spot: Spot) -> Any:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    if isinstance(raw, str) and _DECIMAL.fullmatch(raw):
        return Decimal(str(raw))
    return spot.wrong(f"“{str(raw)[:40]}”不是数字", "这里只写数字")


def _day(raw: Any, spot: Spot) -> Any:
    if isinstance(raw, date):
        return _possible(raw, spot)
    return spot.wrong(f"“{str(raw)[:40]}”不是日期", "请写成 2016-03-27 的样子，不加引号；不知道就写 null")


def month_and_day(raw: Any, spot: Spot) -> Any:
    """A day of every year as "10-01", as a member of `items`: (month, day)."""
    matched = _MONTH_AND_DAY.fullmatch(raw) if isinstance(raw, str) else None
    try:
        if matched:
            leap = date(2024, int(matched[1]), int(matched[2]))
            return leap.month, leap.day
    except ValueError:
        pass
    return spot.wrong(f"“{str(raw)[:20]}”不是月和日", '例如 "10-01"')


def _possible(day: date, spot: Spot) -> Any:
    if days.EARLIEST <= day <= days.LATEST:
        return day
    return spot.wrong(f"没有人会指{day.isoformat()}这一天", "请看看年份有没有写错；一直有效的，不写这一项")


def _year_or_day(raw: Any, spot: Spot) -> Any:
    if isinstance(raw, date):
        return _possible(raw, spot)
    if isinstance(raw, int) and not isinstance(raw, bool) and days.EARLIEST.year <= raw <= days.LATEST.year:
        return raw
    return spot.wrong(f"“{str(raw)[:40]}”不是年份或日期", "请写成 2018 或 2018-11-13")
