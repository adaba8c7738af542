"""Days as people write them, within the years that anybody here can mean.

A year typed wrong (0026, 9999) is refused where it is read, so that no count of
days runs over either end of the calendar.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from huigong.kernel import numerals
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.sentences import say

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
_DAY = re.compile(r"([0-9]{4})(?:[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))")
_MIDNIGHT = re.compile(r"T?0?0:00(?::00)?$")  # what a table adds to a day that is kept as a moment


def holds(day: date, since: date | None, until: date | None) -> bool:
    """Whether what began on `since` and ends with `until` was there on the day; both belong to it, None is no bound."""
    return (since is None or since <= day) and (until is None or day <= until)


def end_of_month(day: date) -> date:
    """The last day of the month in which a day lies."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_before(day: date) -> date:
    """The first day of the month before that in which a day lies."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def read(text: str) -> date:
    """The day of `2016-06-01`, `2016年6月1号`, `2016/6/1`, `20160601` or `二〇一六年六月一日`, full-width too.

    Raises `Invalid`: `day.not_a_day`, `day.out_of_range`.
    """
    matched = _DAY.fullmatch(_MIDNIGHT.sub("", numerals.figures(text)))
    if matched is None:
        raise _not_a_day(text)
    try:
        day = date(*(int(part) for part in matched.groups() if part))
    except ValueError:
        raise _not_a_day(text) from None
    require_sane(day)
    return day


def in_words(day: date) -> str:
    """`2016年6月2日`."""
    return say("{year}年{month}月{day}日", year=day.year, month=day.month, day=day.day)


def require_sane(day: date, *, label: str = "日期") -> None:
    """Raises `Invalid` (`day.out_of_range`) for a day that nobody here can mean."""
    if not EARLIEST <= day <= LATEST:
        raise Invalid(
            code="day.out_of_range",
            about="day",
            what=say("{label}{day}不可能", label=label, day=in_words(day)),
            why=say("只能是{first}年到{last}年之间的日子", first=EARLIEST.year, last=LATEST.year),
            do="请看看年份有没有写错",
        )


@contextmanager
def within_calendar() -> Iterator[None]:
    """Raises `Invalid` (`day.beyond_calendar`) where a count of days runs over an end of the calendar."""
    try:
        yield
    except OverflowError:
        raise beyond_calendar() from None


def beyond_calendar() -> DomainError:
    return Invalid(
        code="day.beyond_calendar",
        about="day",
        what="算出来的日子超出了日历",
        why="日历从公元1年到9999年",
        do="请看看起算的日期和期限有没有写错",
    )


def _not_a_day(text: str) -> DomainError:
    return Invalid(
        code="day.not_a_day",
        about="day",
        what=say("“{text}”不是日期", text=text[:20]),
        do="请写成 2016年6月1日 这样",
    )
