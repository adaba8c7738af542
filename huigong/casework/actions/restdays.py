"""A day of the place's own is said or taken back, and every clock that it lies within is reckoned anew at once."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huigong.casework.actions import clockwork, steps
from huigong.casework.models import Case, Clock
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
    moved: dict[int, list[tuple[date, date]]] = {}
    changed: list[Clock] = []
    for clock, seen in moved_by(day, calendar=in_use(), today=day_of(now)):
        moved.setdefault(clock.case_id, []).append((clock.due_on, seen.due))
        clock.due_on, clock.provisional = seen.due, seen.provisional
        changed.append(clock)
    Clock.objects.bulk_update(changed, ["due_on", "provisional"], batch_size=500)
    for case in Case.objects.filter(pk__in=moved).select_related("application").order_by("pk"):
        clockwork.keep_nearest(case)
        days = [[before.isoformat(), after.isoformat()] for before, after in moved[case.pk]]
        steps.record_on(case, CLOCKS_MOVED, by=by, now=now, data={"day": day.isoformat(), "last_days": days})
    return len(changed)
