"""The last day of a time as printed: 2031年底, 2031年6月, 上半年, 5月20日前."""

from __future__ import annotations

import re
from datetime import date

from huigong.kernel.days import end_of_month
from huigong.policy.reading.numerals import narrow, value_of

YEAR = re.compile(
    r"(?P<year>20[0-9]{2}|二[〇○零Ｏ][〇○零Ｏ一二三四五六七八九]{2}) ?年|(?P<relative>今年|本年度?|当年|明年)"
)
MONTH = re.compile(r"(?P<month>1[0-2]|0?[1-9]) ?月(?:份)?(?:(?P<day>3[01]|[12][0-9]|0?[1-9]) ?日)?")
HALF = re.compile("(?P<half>[上下])半年")
QUARTER = re.compile("第?(?P<quarter>[一二三四])季度")
BEFORE = re.compile(r"^(?:之?前|以前)")
YEAR_BEFORE = re.compile(r"年(?:之?前|以前)")


def last_day(printed: str, issued_on: date | None) -> date | None:
    """The last day that is still in time, or None where the print leaves it open (2031年前, 6月前).

    A year that is not printed is taken from the day of issue only for 今年, 本年, 当年 and 明年.
    """
    text = narrow(printed)
    year = _year(text, issued_on)
    if year is None:
        return None
    month = MONTH.search(text)
    if month:
        return _in_month(year, month, text)
    half, quarter = HALF.search(text), QUARTER.search(text)
    if YEAR_BEFORE.search(text):
        return None
    if half:
        return date(year, 6, 30) if half["half"] == "上" else date(year, 12, 31)
    if quarter:
        return end_of_month(date(year, "一二三四".index(quarter["quarter"]) * 3 + 3, 1))
    return date(year, 12, 31)


def _year(text: str, issued_on: date | None) -> int | None:
    match = YEAR.search(text)
    if match is None:
        return None
    if match["year"]:
        value = value_of(match["year"])
        return int(value) if value is not None else None
    if issued_on is None:
        return None
    return issued_on.year + (match["relative"] == "明年")


def _in_month(year: int, match: re.Match[str], text: str) -> date | None:
    month = int(match["month"])
    before = BEFORE.match(text[match.end() :])
    try:
        if match["day"]:
            # 5月20日前 is met on the twentieth: offices count the named day in.
            return date(year, month, int(match["day"]))
        return None if before else end_of_month(date(year, month, 1))
    except ValueError:
        return None
