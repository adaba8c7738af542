"""Full months between two dates in SQL, with the month-end rule of `huigong.rules.spans`."""

from __future__ import annotations


def months_between(start: str, end: str) -> str:
    """Whole months from one date expression to a later one; both may be written more than once.

    Engines add months and count between dates each in their own way, so only year, month,
    day and the last day of a month are taken from them.
    """
    months = f"(year({end}) - year({start})) * 12 + month({end}) - month({start})"
    due = f"least(day({start}), day(last_day({end})))"
    return f"({months} - CASE WHEN day({end}) < {due} THEN 1 ELSE 0 END)"
