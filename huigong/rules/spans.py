"""Full months, years and days between two dates and after a date, with the month-end rule stated once.

A month is full on the day of the same number; where the month has no such day,
on its last day (民法典 202 条), so 29 February has its anniversary on 28 February
of a common year. A span that has not begun counts as zero.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date


def full_months(start: date, end: date) -> int:
    """Whole months from `start` to `end`; 0 where `end` comes first."""
    months = (end.year - start.year) * 12 + end.month - start.month
    last_day = monthrange(end.year, end.month)[1]
    if end.day < min(start.day, last_day):
        months -= 1
    return max(months, 0)


def full_years(start: date, end: date) -> int:
    """Whole years from `start` to `end`; also an age in 周岁."""
    return full_months(start, end) // 12


def full_days(start: date, end: date) -> int:
    """Days from `start` to `end`, the first day not counted; 0 where `end` comes first."""
    return max((end - start).days, 0)


def days_after(start: date, days: int) -> date | None:
    """The day `days` days later, or earlier where below zero; None beyond the calendar."""
    number = start.toordinal() + days
    return date.fromordinal(number) if 1 <= number <= date.max.toordinal() else None


def months_after(start: date, months: int) -> date | None:
    """The day on which `months` months are full, or the corresponding day before where below zero; None beyond the calendar."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
