"""Who had a case on each day since it was received: the applicant, an office, another that was asked, or nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from huigong.audit.models import AuditEvent
from huigong.casework.accountability import name_of
from huigong.casework.models import Case, Task
from huigong.casework.procedures.cases import procedure_of
from huigong.casework.procedures.terms import Phase
from huigong.casework.timekeeping import day_of, holders_of
from huigong.casework.tone import Spent, Whose

Side = tuple[Whose, str]


def days_of(case: Case, events: Iterable[AuditEvent], *, today: date) -> tuple[Spent, ...]:
    """The natural days from receipt to today or to the end, each counted once, in the order in which the sides first had it.

    A day belongs to whoever had the case at its end: the day on which the applicant is asked is the applicant's, the one
    on which the answer comes is the office's. Prefetch clocks with pauses, tasks and referrals; `events` are those of the
    case in the order of the trail.
    """
    waiting = _waiting(case, events)
    paused = [
        (pause.first_day, pause.last_day or date.max)
        for clock in case.clocks.all()
        for pause in clock.pauses.all()
    ]
    asked = [
        (task.office, day_of(task.opened_at), day_of(task.closed_at) if task.closed_at else date.max)
        for task in case.tasks.all()
        if task.kind == Task.Kind.SUPPORT
    ]
    holders = holders_of(case)
    length = max(((case.closed_on or today) - case.opened_on).days, 0)
    had: Counter[Side] = Counter()
    for day in (case.opened_on + timedelta(days=number) for number in range(length)):
        if _latest(waiting, day):
            had[Whose.APPLICANT, ""] += 1
        elif any(first <= day <= last for first, last in paused):
            had[Whose.PAUSED, ""] += 1
        elif support := next((office for office, first, end in asked if first <= day < end), ""):
            had[Whose.SUPPORT, support] += 1
        else:
            had[Whose.OFFICE, _holder(holders, day)] += 1
    return tuple(
        Spent(whose, name_of(office, today) if office else "", days) for (whose, office), days in had.items()
    )


def _waiting(case: Case, events: Iterable[AuditEvent]) -> list[tuple[date, bool]]:
    """From which day on the case waited for the applicant, and from which it did no longer."""
    procedure = procedure_of(case)
    return [
        (day_of(event.at), procedure.status(status).phase is Phase.WAITING)
        for event in events
        if procedure.knows(status := str(event.data.get("status", "")))
    ]


def _latest(changes: Sequence[tuple[date, bool]], day: date) -> bool:
    return next((waits for since, waits in reversed(changes) if since <= day), False)


def _holder(holders: Sequence[tuple[str, date]], day: date) -> str:
    return next((office for office, since in reversed(holders) if since <= day), holders[0][0])
