"""Which days are working days in China, and how far that is known.

Working days cannot be computed: a yearly notice moves some of them to weekends
(T08). The published notices of 2004–2026 come with a library; policy officers
add or correct days in `policies/100000/calendar/`, and an administrator of the place
single days that only it has. Outside the published years
the answer follows weekends and fixed-date holidays and says it is provisional.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

from chinese_calendar import constants as _published

from huigong.kernel import days
from huigong.kernel.data.calendar_tables import (
    Override,
    StatutoryHoliday,
    read_overrides,
    read_statutory_days,
)
from huigong.kernel.packs import Kept, Report, reads
from huigong.kernel.packs.local import Laid, Row, readable

_FIRST_YEAR = min(_published.holidays).year
_LAST_YEAR = max(_published.holidays).year
_SATURDAY = 5


class Direction(StrEnum):
    """Where a day that is no working day moves to."""

    FORWARD = "forward"
    BACK = "back"


@dataclass(frozen=True)
class DayKind:
    """What one day is.

    `statutory_holiday` is True or False where the law of that day is on record
    and None where it is not; the days beside a holiday and days off in lieu are
    not statutory holidays. `source` says in Chinese where the answer is from.
    """

    day: date
    working: bool
    statutory_holiday: bool | None
    provisional: bool
    source: str


@dataclass(frozen=True)
class FoundDay:
    """A day reached by counting; provisional when any day on the way was."""

    day: date
    provisional: bool


@dataclass(frozen=True)
class WorkingDays:
    """A number of working days; provisional when any day counted was."""

    count: int
    provisional: bool


@cache
def longest_rest() -> int:
    """The days of the longest run of rest days in the notices that come with the library."""
    plain, longest, run = WorkCalendar(), 0, 0
    for number in range(date(_FIRST_YEAR, 1, 1).toordinal(), date(_LAST_YEAR, 12, 31).toordinal() + 1):
        run = 0 if plain.day(date.fromordinal(number)).working else run + 1
        longest = max(longest, run)
    return longest


class WorkCalendar:
    """Published notices with corrections on top. Never changes once made."""

    def __init__(
        self,
        *,
        overrides: Mapping[date, Override] | None = None,
        complete_years: Mapping[int, str] | None = None,
        statutory: tuple[StatutoryHoliday, ...] = (),
        local: Mapping[date, Override] | None = None,
    ) -> None:
        """`complete_years` maps a year whose notice is fully entered to the notice's number; `local` are days
        that the place has set itself, which make no year a published one."""
        self._local = dict(local or {})
        self._overrides = dict(overrides or {})
        self._complete_years = dict(complete_years or {})
        self._statutory = statutory
        self._known: dict[date, DayKind] = {}

    @staticmethod
    def published() -> WorkCalendar:
        """The calendar with the tables of the installed packs, read once."""
        return _installed()

    def with_local(self, local: Mapping[date, Override]) -> WorkCalendar:
        """The same notices with these days of the place over them, instead of those that there were."""
        return WorkCalendar(
            overrides=self._overrides,
            complete_years=self._complete_years,
            statutory=self._statutory,
            local=local,
        )

    def day(self, day: date) -> DayKind:
        """What `day` is, and from which source."""
        kind = self._known.get(day)
        if kind is None:
            kind = self._known[day] = self._judge(day)
        return kind

    @cached_property
    def published_years(self) -> tuple[date, date]:
        """The first and the last day of the years of which anything is published."""
        years = {_FIRST_YEAR, _LAST_YEAR, *self._complete_years, *(day.year for day in self._overrides)}
        return date(min(years), 1, 1), date(max(years), 12, 31)

    @cached_property
    def longest_rest(self) -> int:
        """The days of the longest run of rest days: a day of the place's own beside a holiday makes it longer."""
        own = (day for day, override in self._local.items() if not override.working)
        return max([longest_rest(), *map(self._rest_around, own)])

    @days.within_calendar()
    def count_working_days(self, first: date, last: date) -> WorkingDays:
        """Working days from `first` to `last`, both included; none when `last` is earlier."""
        span = max((last - first).days + 1, 0)
        kinds = [self.day(first + timedelta(days=offset)) for offset in range(span)]
        return WorkingDays(sum(kind.working for kind in kinds), any(kind.provisional for kind in kinds))

    @days.within_calendar()
    def roll(self, day: date, direction: Direction | str) -> FoundDay:
        """`day` itself if it is a working day, else the nearest one in `direction`."""
        step = timedelta(days=1 if Direction(direction) is Direction.FORWARD else -1)
        provisional = self.day(day).provisional
        while not self.day(day).working:
            day += step
            provisional = provisional or self.day(day).provisional
        return FoundDay(day, provisional)

    def _rest_around(self, day: date) -> int:
        first, last = day.toordinal(), day.toordinal()
        while not self.day(date.fromordinal(first - 1)).working:
            first -= 1
        while not self.day(date.fromordinal(last + 1)).working:
            last += 1
        return last - first + 1

    def _judge(self, day: date) -> DayKind:
        override = self._local.get(day) or self._overrides.get(day)
        if override is not None:
            # A single corrected day is known, whatever is known about the rest of its year.
            statutory = False if override.working else self._statutory_on(day)
            source = override.notice + (f"（{override.note}）" if override.note else "")
            return DayKind(day, override.working, statutory, False, source)
        if day.year in self._complete_years:
            return self._by_weekday(day, provisional=False, source=self._complete_years[day.year])
        if _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return self._by_notice(day)
        why = "尚未录入" if day.year > _LAST_YEAR else "未收录"
        basis = "周末和固定日期节日" if any(holiday.since <= day for holiday in self._statutory) else "周末"
        source = f"{day.year}年放假调休通知{why}，暂按{basis}推算"
        return self._by_weekday(day, provisional=True, source=source)

    def _by_notice(self, day: date) -> DayKind:
        source = f"国务院办公厅{day.year}年放假安排"
        if day in _published.workdays:
            return DayKind(day, True, False, False, f"{source}（调休上班）")
        if day not in _published.holidays:
            return DayKind(day, day.weekday() < _SATURDAY, False, False, source)
        statutory = False if day in _published.in_lieu_days else self._statutory_on(day)
        return DayKind(day, False, statutory, False, f"{source}（放假）")

    def _by_weekday(self, day: date, *, provisional: bool, source: str) -> DayKind:
        statutory = self._statutory_on(day)
        working = day.weekday() < _SATURDAY and statutory is not True
        return DayKind(day, working, statutory, provisional, source)

    def _statutory_on(self, day: date) -> bool | None:
        in_force = [holiday for holiday in self._statutory if holiday.since <= day]
        if any(holiday.falls_on(day) for holiday in in_force):
            return True
        # A lunar holiday of a year nobody has entered may fall on this day.
        covered = bool(in_force) and all(holiday.knows_year(day.year) for holiday in in_force)
        return False if covered else None


def read_calendar(folder: Path, report: Report) -> WorkCalendar:
    """The calendar with the tables of a folder; raises `PackError` for anything wrong in them."""
    overrides, complete_years = read_overrides(folder / "notices.yaml", report)
    statutory = read_statutory_days(folder / "statutory_days.yaml", report)
    report.refuse()
    return WorkCalendar(overrides=overrides, complete_years=complete_years, statutory=statutory)


def _lay(calendar: WorkCalendar, rows: Sequence[Row]) -> WorkCalendar:
    return calendar.with_local(dict(readable(LOCAL, rows, _day_of_place)))


def _day_of_place(row: Row) -> tuple[date, Override]:
    return date.fromisoformat(row["day"]), Override(row["working"], row["source"], row["note"])


reads("100000/calendar/*.yaml")
LOCAL = "days"
_installed = Laid(
    Kept(lambda policies, report: read_calendar(policies / "100000" / "calendar", report)),
    name=LOCAL,
    lay=_lay,
)
