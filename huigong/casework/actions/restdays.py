"""A day of the place's own is said or taken back, and every clock that it lies within is reckoned anew at once."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huigong.casework.actions import clockwork, steps
from huigong.casework.timekeeping import day_of, moved_by
from huigong.casework.trail import CLOCKS_MOVED
from huigong.directory.actions import localdays
from huigong.directory.localdays import in_use
from huigong.directory.principals import Principal


@transaction.atomic
def set_day(*, by: Principal, now: datetime, day: date, working: bool, note: str, source: str) -> int:
    """Says it, and returns how many last days moved. Raises as `localdays.put`."""
    localdays.put(by=by, now=now, day=day, working=working, note=note, source=source)
    return _reckon_anew(day, by=by, now=now)


@transaction.atomic
def withdraw_day(*, by: Principal, now: datetime, day: date, source: str) -> int:
    """Takes it back, and returns how many last days moved. Raises as `localdays.withdraw`."""
    localdays.withdraw(by=by, now=now, day=day, source=source)
    return _reckon_anew(day, by=by, now=now)


def _reckon_anew(day: date, *, by: Principal, now: datetime) -> int:
    """The history of each case says from which last day to which, and by which day."""
    today, calendar = day_of(now), in_use()
    keys = {clock.case_id for clock, _ in moved_by(day, calendar=calendar, today=today)}
    moved = clockwork.reckon_anew(keys, on=today, calendar=calendar)
    for case, last_days in moved.items():
        days = [[before.isoformat(), after.isoformat()] for before, after in last_days]
        steps.record_on(case, CLOCKS_MOVED, by=by, now=now, data={"day": day.isoformat(), "last_days": days})
    return sum(len(last_days) for last_days in moved.values())
