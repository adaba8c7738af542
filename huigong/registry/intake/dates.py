"""Days in cells, as people and spreadsheets write them; what leaves a doubt is refused."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from huigong.kernel import days, numerals
from huigong.kernel.days import in_words
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.sentences import say
from huigong.sheets.rows import Broken, Cell, MonthOnly

_WRITE = "请写成 2016-06-01 或 2016年6月1日 这样，年份四位，月和日都写上"
_AMERICAN = re.compile(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{4}")
_TWO_DIGITS = re.compile(r"[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}[日号]?")
_MONTH = re.compile(r"[0-9]{4}[-/.年][0-9]{1,2}月?|[0-9]{4}年?|[0-9]{6}")
_PLAIN = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
# A number below is a year (1990) or what is left of a month (2016.6); above, a day beyond this century.
_FIRST_SERIAL, _LAST_SERIAL = 10_000, 73_050


def read(cell: Cell, *, epoch: date | None) -> date | None:
    """The day of a cell, None where it is empty.

    Numbers are days where the file counts days from an `epoch`. Raises `Invalid`: `day.two_digit_year`,
    `day.no_day`, `day.order`, `day.not_a_day`, `day.out_of_range`, `row.formula`.
    """
    match cell:
        case str():
            return _written(cell)
        case datetime():
            return _sane(cell.date())
        case date():
            return _sane(cell)
        case MonthOnly():
            raise _no_day(f"{cell.day.year}年{cell.day.month}月")
        case bool():
            raise _not_a_day("是" if cell else "否")
        case int() | float():
            return _number(cell, epoch)
        case Broken():
            raise Invalid("row.formula", "这一格的公式没有结果", do="请直接填写日期")
    raise _not_a_day(str(cell))


def _written(text: str) -> date | None:
    if (plain := _PLAIN.fullmatch(text)) is not None:
        try:
            return _sane(date(int(plain[1]), int(plain[2]), int(plain[3])))
        except ValueError:
            raise _not_a_day(text) from None
    figures = numerals.figures(text.strip().strip("'’‘`"))
    if not figures:
        return None
    if _AMERICAN.fullmatch(figures):
        raise Invalid("day.order", say("“{text}”分不清哪个是月、哪个是日", text=text[:20]), do=_WRITE)
    if _TWO_DIGITS.fullmatch(figures):
        raise Invalid("day.two_digit_year", say("“{text}”的年份只有两位", text=text[:20]), do=_WRITE)
    if _MONTH.fullmatch(figures):
        raise _no_day(text[:20])
    return days.read(figures)


def _number(cell: int | float, epoch: date | None) -> date:
    if cell != int(cell) and not (epoch and _FIRST_SERIAL <= cell <= _LAST_SERIAL):
        raise _no_day(str(cell))
    whole = int(cell)
    if 19000101 <= whole <= 21991231:
        return days.read(str(whole))
    if epoch is None or not _FIRST_SERIAL <= whole <= _LAST_SERIAL:
        raise _no_day(str(whole)) if whole < 1_000_000 else _not_a_day(str(whole))
    return _sane(epoch + timedelta(days=whole))


def _sane(day: date) -> date:
    days.require_sane(day)
    return day


def _no_day(text: str) -> DomainError:
    return Invalid("day.no_day", say("“{text}”没有写到哪一天", text=text), do=_WRITE)


def _not_a_day(text: str) -> DomainError:
    return Invalid("day.not_a_day", say("“{text}”不是日期", text=text[:20]), do=_WRITE)


def differs(day: date, born: date) -> DomainError:
    """The birth date of the sheet is not that of the resident number."""
    return Invalid(
        "person.birth_differs",
        say("出生日期{day}和身份证号里的{born}不一样", day=in_words(day), born=in_words(born)),
        do="请对照身份证核对号码和出生日期",
    )
