"""Whether a right is still alive on a day: a time bar as the law counts it (民法典 201–203 条).

The day of the event is not counted; the corresponding day of a month or year is the last
day and still in time; a last day that is a rest day moves to the next working day. So a
period is over on a day when it had run out by the last working day before that day.

Where the notice of rest days is not published yet, nobody is told "no" by it: weekends and
fixed holidays move the last day as usual, and after that the answer is not known for as long
as the longest run of rest days published so far could still cover.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from huigong.kernel.calendar import Direction, WorkCalendar
from huigong.kernel.sentences import say, wording
from huigong.rules.spans import full_days, full_months, months_after
from huigong.rules.values import DAYS, MONTHS, UNKNOWN, YEARS, Answer

UNITS = (YEARS, MONTHS, DAYS)
_ONE_DAY = timedelta(days=1)
_MOST_DAYS = (date.max - date.min).days


@dataclass(frozen=True)
class LastDay:
    """The last day of a period: as counted, and as moved off rest days; provisional before the notice is published."""

    counted: date
    moved: date
    provisional: bool


@dataclass(frozen=True)
class Period:
    """A period of `length` units, at least one, seen on the day `on`.

    `over` is the day by which a period must have run out to be over, and `surely_over` the
    same under every notice that may still come; None where there is no day before.
    """

    length: int
    unit: str
    on: date
    calendar: WorkCalendar

    @property
    def over(self) -> date | None:
        return _cuts(self.calendar, self.on)[0]

    @property
    def surely_over(self) -> date | None:
        return _cuts(self.calendar, self.on)[1]

    @property
    def in_days(self) -> bool:
        return self.unit == DAYS

    @property
    def count(self) -> int:
        """The length in months, or in days where it is counted in days; no more than the calendar cannot hold."""
        return min(self.length * (12 if self.unit == YEARS else 1), _MOST_DAYS + 1)

    def answer(self, start: Answer, *, renewed: Answer | None = None, suspended: Answer = 0) -> Answer:
        """Whether the right is alive; `renewed` None where the rule knows no interruption.

        A period begun anew counts where it began in time; where it began too late, nobody
        has told of an earlier interruption, and the answer is not known while it runs.
        """
        first = self.runs(start, suspended)
        if first is True or renewed is None:
            return first
        again = self.runs(renewed, suspended)
        if again is False:
            return first
        return True if again is True and self.began_in_time(start, renewed) else UNKNOWN

    def runs(self, start: Answer, suspended: Answer = 0) -> Answer:
        """Whether the period from `start` still runs; suspended days below zero count as none."""
        if not isinstance(start, date):
            return UNKNOWN
        if not isinstance(suspended, int):
            return True if self.runs(start) is True else UNKNOWN
        if not self._is_over(start, self.over, suspended):
            return True
        return False if self._is_over(start, self.surely_over, suspended) else UNKNOWN

    def by_start(self) -> Callable[[Answer], Answer]:
        """`runs` without suspended days, as two comparisons of dates: for many people on one day."""
        over, surely = (self.latest_over(day) for day in (self.over, self.surely_over))
        if over is None or surely is None:
            return self.runs

        def answer(start: Answer) -> Answer:
            if not isinstance(start, date):
                return UNKNOWN
            return True if start > over else False if start <= surely else UNKNOWN

        return answer

    def began_in_time(self, start: Answer, renewed: Answer) -> bool:
        """Whether the interruption surely came before the period from `start` was over."""
        if not (isinstance(start, date) and isinstance(renewed, date)):
            return False
        return not self._is_over(start, _before(self.calendar, renewed), 0)

    def claimed_in_time(self, start: Answer, claimed: Answer) -> Answer:
        """Whether a claim on that day came before the period from `start` was over; only published rest days move it."""
        known = isinstance(start, date) and isinstance(claimed, date)
        return self.began_in_time(start, claimed) if known else UNKNOWN

    def why_open(self, start: Answer, renewed: Answer | None, suspended: Answer) -> str:
        """Why the answer is not known although every fact is."""
        notice = self.runs(start, suspended) is UNKNOWN
        if renewed is None or notice or self.began_in_time(start, renewed):
            return say("{year}年的放假安排还没有公布，说不准期限有没有顺延到这一天", year=self.on.year)
        return wording("这次主张权利时原来的期限已经过了，要看更早有没有主张过")

    def last_day(self, start: date, suspended: int = 0) -> LastDay | None:
        """The last day of the period from `start`; None beyond the calendar."""
        counted = start if self.in_days else months_after(start, self.count)
        days = max(suspended, 0) + (self.count if self.in_days else 0)
        # Beyond the last weeks of the calendar no day could be moved to.
        if counted is None or days + self.calendar.longest_rest > (date.max - counted).days:
            return None
        counted += timedelta(days=days)
        moved = self.calendar.roll(counted, Direction.FORWARD)
        return LastDay(counted, moved.day, moved.provisional)

    def latest_over(self, day: date | None) -> date | None:
        """The latest start from which the period had run out by `day`; None where there is none."""
        if day is None or not self._is_over(date.min, day, 0):
            return None
        low, high = date.min.toordinal(), day.toordinal()
        while low < high:
            middle = (low + high + 1) // 2
            if self._is_over(date.fromordinal(middle), day, 0):
                low = middle
            else:
                high = middle - 1
        return date.fromordinal(low)

    def moved_claims(self, since: date | None, *, until: date | None = None) -> Mapping[date, int]:
        """The days after `since` on which a claim comes behind rest days, with the days back to the day before them.

        Up to `until`, else to the day asked about, and within what is published; no other days can matter.
        """
        first, last = self.calendar.published_years
        begin = max(first, since or date.min).toordinal() + 1
        end = min(last.toordinal() + 1, (until or self.on).toordinal())
        numbers = range(begin, end + 1)
        back = {
            day: (day - before).days
            for day in map(date.fromordinal, numbers)
            if (before := _before(self.calendar, day)) is not None
        }
        return {day: days for day, days in back.items() if days > 1}

    def _is_over(self, start: date, day: date | None, suspended: int) -> bool:
        days = min(max(suspended, 0), _MOST_DAYS)
        if day is None or (day - date.min).days < days:
            return False
        full = full_days if self.in_days else full_months
        return full(start, day - timedelta(days=days)) >= self.count


@lru_cache(maxsize=1024)
def _cuts(calendar: WorkCalendar, on: date) -> tuple[date | None, date | None]:
    """The last working day before `on`, and the last day from which no run of rest days can reach up to `on`."""
    over = on
    while over > date.min:
        over -= _ONE_DAY
        if calendar.day(over).working:
            return over, _out_of_reach(calendar, on, over)
    return None, None


def _out_of_reach(calendar: WorkCalendar, on: date, day: date) -> date | None:
    while not (known := calendar.day(day)).working or known.provisional:
        if day == date.min:
            return None
        if (on - day).days > calendar.longest_rest:
            break
        day -= _ONE_DAY
    return day


def _before(calendar: WorkCalendar, day: date) -> date | None:
    """The day before `day`, or before the published rest days that end there."""
    if day == date.min:
        return None
    day -= _ONE_DAY
    while day > date.min and not (known := calendar.day(day)).working and not known.provisional:
        day -= _ONE_DAY
    return day
