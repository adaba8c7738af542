"""Dates as documents print them: 2016年3月27日, 二〇一六年三月二十七日, 2016-03-27."""

from __future__ import annotations

import re
from datetime import date

from huigong.policy.reading.markers import chinese_number
from huigong.policy.reading.numerals import narrow

PRINTED = re.compile(
    r"(?P<year>(?:19|20)[0-9]{2}|[一二][〇○零ＯOo0一二三四五六七八九]{3}) ?[年\-/.] ?(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
    r" ?[月\-/.] ?(?P<day>3[01]|[12][0-9]|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九]) ?日?"
)


LONGEST_DATE_LINE = 40


def find_date(text: str) -> date | None:
    """The first real calendar date in `text`."""
    for match in PRINTED.finditer(narrow(text)):
        try:
            return date(*(chinese_number(match[part]) for part in ("year", "month", "day")))
        except ValueError:
            continue
    return None


def is_date_line(line: str) -> bool:
    """Whether a line is a date and nothing more (brackets and a place aside)."""
    if len(line) > LONGEST_DATE_LINE:
        return False
    match = PRINTED.search(narrow(line))
    rest = (line[: match.start()] + line[match.end() :]).strip(" （()）") if match else line
    return match is not None and not rest
