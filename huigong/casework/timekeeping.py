"""Kernel clocks made from rows: each row keeps the law it runs under, and due days are always reckoned anew."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet
from django.utils.timezone import localdate

from huigong.casework.models import Case, Clock, Pause
from huigong.casework.tone import TimeLeft, tone_of
from huigong.kernel import timelimits
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.timelimits import ExtensionRule, Measure, Roll, TimeLimit

_AT_ONCE = 500
_SHORT_REASON = 16  # characters: a longer one stands in the reckoning, not in a line of a list


def day_of(now: datetime) -> date:
    """The day of the law (Beijing time) at a moment."""
    return localdate(now)


def limit_as_data(limit: TimeLimit) -> dict[str, Any]:
    """The law of a clock as it is kept in its row, complete."""
    extension = limit.extension
    return {
        "length": limit.length,
        "measure": limit.measure.value,
        "article": limit.article,
        "first_day_counts": limit.first_day_counts,
        "roll": limit.roll.value,
        "roll_article": limit.roll_article,
        "extension": {"length": extension.length, "approver": extension.approver} if extension else None,
        "on_expiry": limit.on_expiry,
        "verified": limit.verified,
    }


def limit_from_data(data: dict[str, Any]) -> TimeLimit:
    """The law under which a clock began."""
    extension = data["extension"]
    return TimeLimit(
        length=data["length"],
        measure=Measure(data["measure"]),
        article=data["article"],
        first_day_counts=data["first_day_counts"],
        roll=Roll(data["roll"]),
        roll_article=data.get("roll_article", ""),
        extension=ExtensionRule(**extension) if extension else None,
        on_expiry=data["on_expiry"],
        verified=data["verified"],
    )


def pauses_of(clock: Clock) -> tuple[timelimits.Pause, ...]:
    """The pauses that take at least one day out; one resumed on its first day took none."""
    return tuple(
        _kernel_pause(pause)
        for pause in clock.pauses.all()
        if pause.last_day is None or pause.last_day >= pause.first_day
    )


def reckon(
    clock: Clock,
    *,
    on: date,
    holders: Sequence[tuple[str, date]] = (),
    calendar: WorkCalendar | None = None,
) -> timelimits.Clock:
    """The clock seen on `on` (a stopped one on the day it stopped), by the running platform's calendar or by another.

    Prefetch pauses and extension for lists.
    """
    limit, extension, pauses = limit_from_data(clock.limit), extension_of(clock), pauses_of(clock)
    today, calendar = clock.stopped_on or max(on, clock.started_on), calendar or WorkCalendar.published()
    if not (extension or pauses or holders):
        return _undisturbed(limit, clock.started_on, today, calendar)
    return timelimits.run(
        limit,
        start=clock.started_on,
        today=today,
        calendar=calendar,
        pauses=pauses,
        extension=extension,
        holders=holders,
    )


@lru_cache(maxsize=2048)
def _undisturbed(limit: TimeLimit, start: date, today: date, calendar: WorkCalendar) -> timelimits.Clock:
    """A clock that nothing has moved. Lists show many that began on few days; why one was paused is never kept here."""
    return timelimits.run(limit, start=start, today=today, calendar=calendar)


def extension_of(clock: Clock) -> timelimits.Extension | None:
    """The extension as the kernel takes it, or None."""
    row = getattr(clock, "extension", None)
    return None if row is None else timelimits.Extension(row.granted_on, row.approver, row.reason)


def may_extend(clock: Clock, seen: timelimits.Clock) -> bool:
    """Whether a clock, reckoned as `seen`, runs and can still be given the one extension of its law."""
    running = clock.stopped_on is None and not seen.overdue
    return running and seen.limit.extension is not None and extension_of(clock) is None


def running_clocks() -> QuerySet[Clock]:
    """The clocks that run, with what `reckon` needs: two queries more, for any number of cases."""
    rows = Clock.objects.filter(stopped_on__isnull=True).select_related("extension")
    return rows.prefetch_related("pauses")


def moved_by(
    day: date, *, calendar: WorkCalendar, today: date
) -> Generator[tuple[Clock, timelimits.Clock], None, None]:
    """The running clocks that end otherwise by a calendar that differs from the one in use on that day alone.

    Only those that the day lies within can. A clock comes with its case.
    """
    rows = running_clocks().filter(started_on__lte=day, due_on__gte=day).select_related("case", "extension")
    for clock in rows.order_by("due_on", "pk").iterator(chunk_size=_AT_ONCE):
        seen = reckon(clock, on=today, calendar=calendar)
        if seen.due != clock.due_on:
            yield clock, seen


def time_left(clocks: Iterable[Clock], *, today: date) -> TimeLeft:
    """What is left of the running clock that is due first; nothing where none runs."""
    running = [(reckon(clock, on=today), clock) for clock in clocks if clock.stopped_on is None]
    if not running:
        return TimeLeft()
    seen, clock = min(running, key=lambda pair: (pair[0].due, pair[1].pk))
    return left_of(clock, seen, today=today)


def left_in_list(clocks: Iterable[Clock], *, today: date) -> TimeLeft:
    """`time_left` for a line of a list, which leaves no access event: why it was paused may name people."""
    return replace(time_left(clocks, today=today), out_for="")


def left_of(clock: Clock, seen: timelimits.Clock, *, today: date) -> TimeLeft:
    """What is left of one clock that runs, already reckoned as `seen`."""
    paused = is_paused(clock)
    out, reason = _taken_out(clock, until=clock.stopped_on or today)
    return TimeLeft(
        due=seen.due,
        days=seen.left,
        measure=seen.limit.measure.value,
        clock=clock.get_kind_display(),
        paused=paused,
        tone=tone_of(seen.due, today, paused=paused),
        on=today,
        out=out,
        out_for=reason,
    )


def _taken_out(clock: Clock, *, until: date) -> tuple[int, str]:
    """How many natural days the pauses have taken out by then, and why; "" for several reasons or a long one."""
    pauses = [pause for pause in clock.pauses.all() if pause.first_day <= until]
    days = sum(max((min(pause.last_day or until, until) - pause.first_day).days + 1, 0) for pause in pauses)
    reasons = {pause.reason.strip().rstrip("。") for pause in pauses} if days else set()
    reason = reasons.pop() if len(reasons) == 1 else ""
    return days, reason if len(reason) <= _SHORT_REASON else ""


def holders_of(case: Case) -> tuple[tuple[str, date], ...]:
    """(office, first day it held the case), oldest first. Prefetch referrals for lists."""
    referrals = list(case.referrals.all())
    if not referrals:
        return ((case.accountable_office, case.opened_on),)
    first = (referrals[0].from_office, case.opened_on)
    return (first, *((referral.to_office, day_of(referral.referred_at)) for referral in referrals))


def is_paused(clock: Clock) -> bool:
    """Whether a pause is open. Prefetch pauses for lists."""
    return any(pause.resumed_on is None for pause in clock.pauses.all())


def _kernel_pause(pause: Pause) -> timelimits.Pause:
    return timelimits.Pause(
        start=pause.first_day,
        end=pause.last_day,
        reason=pause.reason,
        article=pause.article,
        told_in_writing=pause.told_in_writing_on,
    )
