"""A month as the engine counts it: days are bits of a whole number, so that a day counts once however often it stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from huigong.kernel.calendar import WorkCalendar, WorkingDays
from huigong.kernel.days import end_of_month
from huigong.kernel.errors import Invalid
from huigong.wages.reconciling.engines import Dialect

_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Month:
    """One month of the calendar."""

    first: date

    @classmethod
    def parse(cls, text: str) -> Month:
        """`2026-10`. Raises `Invalid` (`reconcile.month`)."""
        matched = _MONTH.fullmatch(text.strip())
        if matched is None or not 1900 <= int(matched[1]) < 2200:
            raise Invalid("reconcile.month", what=f"“{text[:20]}”不是月份", do="请写成 2026-10 这样")
        return cls(date(int(matched[1]), int(matched[2]), 1))

    @cached_property
    def last(self) -> date:
        return end_of_month(self.first)

    @property
    def number(self) -> int:
        """`202610`, as the column of months holds it."""
        return self.first.year * 100 + self.first.month

    @property
    def text(self) -> str:
        return f"{self.first:%Y-%m}"

    @cached_property
    def working_days(self) -> WorkingDays:
        return WorkCalendar.published().count_working_days(self.first, self.last)

    def holds(self, day: str) -> str:
        """SQL: whether the day lies in the month."""
        return f"{day} BETWEEN {literal(self.first)} AND {literal(self.last)}"

    def bit(self, day: str) -> str:
        """SQL: the bit of a day of the month."""
        return f"(1::BIGINT << (day({day}) - 1))"

    def bits(self, starts: str, ends: str, dialect: Dialect) -> str:
        """SQL: the bits of the days of the month from `starts` to `ends`, both included; NULL ends never."""
        first, last = literal(self.first), literal(self.last)
        begin = dialect.days_between(first, f"greatest({starts}, {first})")
        end = dialect.days_between(first, f"least(coalesce({ends}, {last}), {last})")
        span = f"greatest({end} - {begin} + 1, 0)"
        # What begins after the month has no days of it; the shift is kept within the month all the same.
        return dialect.shifted(f"{dialect.shifted('1', span)} - 1", f"least({begin}, 31)")


def literal(day: date) -> str:
    """A day in SQL."""
    return f"DATE '{day.isoformat()}'"
