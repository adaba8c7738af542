"""A day of the place's own is said or taken back, and every clock that it lies within is reckoned anew.

Cases come in batches after the word is committed: what a kill or an error leaves behind, or is too much for a page, the
routine takes up again each minute.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huigong.casework.actions import clockwork, steps, telling
from huigong.casework.timekeeping import day_of, moved_by
from huigong.casework.trail import CLOCKS_MOVED
from huigong.directory.actions import localdays
from huigong.directory.localdays import in_use, newest_of, unreckoned
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.routines import Failures

MOST_AT_ONCE = 500
"""Clocks that the one who says a day waits for, some seconds; the others follow by themselves."""
MOST_A_MINUTE = 2000
"""Clocks that move in one turn of the routine, some ten seconds: messages to phones wait behind it."""
_BATCH = 100
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reckoned:
    """How many last days have moved, and whether `more` follow by themselves."""

    moved: int
    more: bool


def set_day(*, by: Principal, now: datetime, day: date, working: bool, note: str, source: str) -> Reckoned:
    """Says it; raises as `localdays.put`."""
    localdays.put(by=by, now=now, day=day, working=working, note=note, source=source)
    return _after_the_word(day, by=by, now=now)


def withdraw_day(*, by: Principal, now: datetime, day: date, source: str) -> Reckoned:
    """Takes it back; raises as `localdays.withdraw`."""
    localdays.withdraw(by=by, now=now, day=day, source=source)
    return _after_the_word(day, by=by, now=now)


def go_on(*, now: datetime, by: Principal = SYSTEM) -> int:
    """What was said of days and is not reckoned to its end yet; how many last days moved.

    Raises `Undone` where a case or a whole day could not be reckoned: the others were.
    """
    moved, failed = 0, Failures(day_of(now))
    for day in unreckoned():
        if moved >= MOST_A_MINUTE:
            break
        try:
            moved += _reckon_anew(day, by=by, now=now, most=MOST_A_MINUTE - moved, failed=failed).moved
        except Exception:  # whatever is wrong with one day must not keep the others from being reckoned
            failed.add(f"reckoning the day {day}")
    failed.raise_any()
    return moved


def _after_the_word(day: date, *, by: Principal, now: datetime) -> Reckoned:
    """The word is committed: what goes wrong from here on is the routine's to take up again, and no refusal of it."""
    try:
        return _reckon_anew(day, by=by, now=now, most=MOST_AT_ONCE, failed=Failures(day_of(now)))
    except Exception:
        _log.exception("the day %s is said and not reckoned to its end; the routine goes on", day)
        return Reckoned(0, more=True)


def _reckon_anew(day: date, *, by: Principal, now: datetime, most: int, failed: Failures) -> Reckoned:
    """Ends after about `most` clocks that moved, so that cases that cannot be reckoned do not stand before the others."""
    newest, today = newest_of(day), day_of(now)
    # Nothing is read while it is written.
    with closing(moved_by(day, calendar=in_use(), today=today)) as stale:
        cases = list(dict.fromkeys(clock.case_id for clock, _ in stale))
    moved, before = 0, len(failed.what)
    while cases and moved < most:
        size = min(_BATCH, most - moved)
        keys, cases = sorted(cases[:size]), cases[size:]
        moved += _apart(keys, day, by=by, now=now, failed=failed)
    more = bool(cases) or len(failed.what) > before
    if not more:
        localdays.reckoned(day, up_to=newest)
    return Reckoned(moved, more)


def _apart(keys: Sequence[int], day: date, *, by: Principal, now: datetime, failed: Failures) -> int:
    """All of them together, or where one cannot, each by itself."""
    try:
        return _batch(keys, day, by=by, now=now)
    except Exception:
        if len(keys) > 1:
            return sum(_apart([key], day, by=by, now=now, failed=failed) for key in keys)
        failed.add(f"reckoning the clocks of case {keys[0]} for the day {day}")
        return 0


@transaction.atomic
def _batch(keys: Sequence[int], day: date, *, by: Principal, now: datetime) -> int:
    """The history of each case says from which last day to which, and by which day; its people are told."""
    moved = clockwork.reckon_anew(keys, on=day_of(now), calendar=in_use())
    for case, clocks in moved.items():
        days = [[before.isoformat(), clock.due_on.isoformat()] for clock, before in clocks]
        steps.record_on(case, CLOCKS_MOVED, by=by, now=now, data={"day": day.isoformat(), "last_days": days})
        if case.is_open:
            telling.other_last_days(case, clocks, verb=CLOCKS_MOVED, now=now)
    return sum(len(clocks) for clocks in moved.values())
