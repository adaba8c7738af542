"""Full months between two dates and months after a date in SQL, with the month-end rule of `huigong.rules.spans`.

Engines add months and count between dates each in their own way, so only year, month,
day and the last day of a month are taken from them.
"""

from __future__ import annotations


def months_between(start: str, end: str) -> str:
    """Whole months from one date expression to a later one; both may be written more than once."""
    months = f"(year({end}) - year({start})) * 12 + month({end}) - month({start})"
    due = f"least(day({start}), day(last_day({end})))"
    return f"({months} - CASE WHEN day({end}) < {due} THEN 1 ELSE 0 END)"


def same_day_in_month(day: str, month: str, year: str) -> tuple[str, str]:
    """The first day of a month counted from January of the year 1, and how many days earlier than it the day of
    the same number lies (so none, or fewer); `year` is the month over twelve, cut off."""
    first = f"make_date(CAST({year} + 1 AS INT), CAST({month} % 12 + 1 AS INT), 1)"
    return first, f"(1 - least(day({day}), day(last_day({first}))))"
