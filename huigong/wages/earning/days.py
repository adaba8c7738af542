"""The days of a month of work by kind: which are paid, worked, away, on leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from huigong.kernel.calendar import WorkCalendar
from huigong.wages.earning.shapes import MonthOfWork, Worked

WEEKDAY, REST, HOLIDAY = "平时加班", "休息日加班", "法定休假日加班"


@dataclass
class DaysOfWork:
    """Counts of days, all within the employment unless said otherwise. `open` gathers what could not be judged."""

    month: MonthOfWork
    calendar: WorkCalendar

    def __post_init__(self) -> None:
        self.open: list[str] = []
        if any(self.calendar.day(day).provisional for day in _days(self.month.first, self.month.last)):
            self.note("这个月放假的日子还没有公布，先按推算的算")

    def note(self, words: str) -> None:
        """Adds what could not be judged, once."""
        if words not in self.open:
            self.open.append(words)

    def kind(self, day: date) -> str:
        """How work on a day counts; a rest day for which another day off was given is a working day."""
        kind = self.calendar.day(day)
        if kind.statutory_holiday is None:
            self.note(f"{day.isoformat()}是不是法定休假日没有录入，先按休息日或者工作日算")
        if kind.statutory_holiday:
            return HOLIDAY
        return WEEKDAY if kind.working or self.month.days.get(day, Worked()).time_off else REST

    @property
    def whole_month(self) -> bool:
        """Whether the worker was employed on every day of the month that is paid."""
        employed = set(self._employed)
        return all(day in employed for day in _days(self.month.first, self.month.last) if self._is_paid(day))

    @property
    def working(self) -> int:
        """Working days of the employment, absences and leave among them."""
        return sum(map(self._is_working, self._employed))

    @property
    def away(self) -> int:
        """Working days away by own wish: nobody is away on a day off."""
        return sum(day in self.month.absent and self._is_working(day) for day in self._employed)

    @property
    def on_leave(self) -> int:
        """Working days of paid leave."""
        return sum(day in self.month.leave and self._is_working(day) for day in self._employed)

    @property
    def holidays(self) -> int:
        """Holidays of the law."""
        return sum(map(self._is_holiday, self._employed))

    @property
    def paid(self) -> int:
        """Days that a month's wage covers: its working days and the holidays of the law, without absences."""
        return self.working + self.holidays - self.away

    @property
    def held(self) -> int:
        """Working days on which work was to be done."""
        return self.working - self.away - self.on_leave

    @property
    def hours(self) -> Fraction:
        """Hours worked, on whatever days."""
        return sum((Fraction(worked.hours) for worked in self.month.days.values()), Fraction(0))

    def are_full(self, day_hours: Fraction) -> bool:
        """Whether each working day that is not leave has its hours, or a rest day has them for which it was given off."""
        worked = {day for day, done in self.month.days.items() if Fraction(done.hours) >= day_hours}
        return sum(day not in worked for day in self._to_work) <= self._given_off(worked)

    def silent(self, *, by_day: bool) -> int:
        """Working days of which nothing is written; where days off may fall anywhere (not `by_day`), by their number."""
        worked = {day for day, done in self.month.days.items() if done != Worked()}
        if by_day:
            return max(sum(day not in worked for day in self._to_work) - self._given_off(worked), 0)
        return max(self.held - len(worked), 0)

    def _given_off(self, worked: set[date]) -> int:
        """How many working days were given off for rest days that were worked."""
        return sum(self.month.days[day].time_off and not self._is_paid(day) for day in worked)

    @property
    def _to_work(self) -> list[date]:
        away = self.month.absent | self.month.leave
        return [day for day in self._employed if self._is_working(day) and day not in away]

    @property
    def _employed(self) -> Iterator[date]:
        return _days(self.month.since or self.month.first, self.month.until or self.month.last)

    def _is_paid(self, day: date) -> bool:
        return self._is_working(day) or self._is_holiday(day)

    def _is_working(self, day: date) -> bool:
        kind = self.calendar.day(day)
        return kind.working and not kind.statutory_holiday

    def _is_holiday(self, day: date) -> bool:
        return self.calendar.day(day).statutory_holiday is True


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=offset) for offset in range((last - first).days + 1))
