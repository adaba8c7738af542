"""A day of the place's own is said or taken back, and every clock that it lies within is reckoned anew.

Cases come in batches after the word is committed: what a kill leaves behind, or is too much for a page, the routine
takes up again each minute.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db import transaction

from huigong.casework.actions import clockwork, steps, telling
from huigong.casework.timekeeping import day_of, moved_by
from huigong.casework.trail import CLOCKS_MOVED
from huigong.directory.actions import localdays
from huigong.directory.localdays import in_use, newest_of, unreckoned
from huigong.directory.principals import SYSTEM, Principal

MOST_AT_ONCE = 500
"""Clocks that the one who says a day waits for, some seconds; the others follow by themselves."""
_BATCH = 100


@dataclass(frozen=True)
class Reckoned:
    """How many last days have moved, and whether `more` follow by themselves."""

    moved: int
    more: bool


def set_day(*, by: Principal, now: datetime, day: date, working: bool, note: str, source: str) -> Reckoned:
    """Says it; raises as `localdays.put`."""
    localdays.put(by=by, now=now, day=day, working=working, note=note, source=source)
    return _reckon_anew(day, by=by, now=now, most=MOST_AT_ONCE)


def withdraw_day(*, by: Principal, now: datetime, day: date, source: str) -> Reckoned:
    """Takes it back; raises as `localdays.withdraw`."""
    localdays.withdraw(by=by, now=now, day=day, source=source)
    return _reckon_anew(day, by=by, now=now, most=MOST_AT_ONCE)


def go_on(*, now: datetime, by: Principal = SYSTEM) -> int:
    """What was said of days and is not reckoned to its end yet; how many last days moved."""
    return sum(_reckon_anew(day, by=by, now=now).moved for day in unreckoned())


def _reckon_anew(day: date, *, by: Principal, now: datetime, most: int | None = None) -> Reckoned:
    newest, today = newest_of(day), day_of(now)
    with closing(
        moved_by(day, calendar=in_use(), today=today)
    ) as stale:  # nothing is read while it is written
        known = [clock.case_id for clock, _ in islice(stale, None if most is None else most + 1)]
    more = most is not None and len(known) > most
    cases = sorted(set(known[:most]))
    batches = (cases[first : first + _BATCH] for first in range(0, len(cases), _BATCH))
    moved = sum(_batch(keys, day, by=by, now=now) for keys in batches)
    if not more:
        localdays.reckoned(day, up_to=newest)
    return Reckoned(moved, more)


@transaction.atomic
def _batch(keys: Sequence[int], day: date, *, by: Principal, now: datetime) -> int:
    """The history of each case says from which last day to which, and by which day; an earlier one is told to its people."""
    moved = clockwork.reckon_anew(keys, on=day_of(now), calendar=in_use())
    for case, last_days in moved.items():
        days = [[before.isoformat(), after.isoformat()] for before, after in last_days]
        steps.record_on(case, CLOCKS_MOVED, by=by, now=now, data={"day": day.isoformat(), "last_days": days})
        earlier = min(((before, after) for before, after in last_days if after < before), default=None)
        if earlier and case.is_open:
            telling.sooner(case, *earlier, verb=CLOCKS_MOVED, now=now)
    return sum(len(last_days) for last_days in moved.values())
