"""What an office that its place has closed had in hand of one case goes to its heir."""

from __future__ import annotations

from datetime import date, datetime

from huigong.casework.actions import holding, steps, telling
from huigong.casework.models import Case, Task
from huigong.casework.procedures import succeeding
from huigong.casework.timekeeping import day_of
from huigong.casework.trail import SUCCEEDED
from huigong.directory import offices
from huigong.directory.principals import Principal
from huigong.kernel.sentences import say


def heir_of(office_id: str, on: date) -> str:
    """Who has the work of an office that its place has closed; "" for one that lives on the day or ended otherwise."""
    heir = offices.book().heir_of(office_id, on)
    return heir.id if heir else ""


def heir_for(case: Case, office_id: str, on: date) -> str:
    """Who gets this case of an office that its place has closed; "" as `heir_of`, and where none of those around may."""
    return succeeding.receiver(case, heir_of(office_id, on), on)


def hand_over(case: Case, office_id: str, heir: str, *, by: Principal, now: datetime) -> int:
    """Everything that the office still has to do of this case, which is locked; how many tasks that were.

    A closed case has nobody who waits: it stays with the office that decided it, until something is done to it.
    """
    tasks = Task.objects.filter(case=case, office=office_id, status=Task.Status.OPEN).order_by("pk")
    moved = list(tasks.select_for_update(of=("self",)))
    for task in moved:
        if task.kind == Task.Kind.DECIDE:
            _succeed(case, heir, by=by, now=now)
        else:
            _ask_heir(case, task, heir, by=by, now=now)
            _record(case, office_id, heir, Task.Kind.SUPPORT, by=by, now=now)
    return len(moved)


def settle(case: Case, *, by: Principal, now: datetime) -> None:
    """Before somebody does something to the case, which is locked: it is the heir's, if its own office was closed."""
    left = case.accountable_office
    heir = heir_for(case, left, day_of(now))
    if heir and not hand_over(case, left, heir, by=by, now=now):
        _succeed(case, heir, by=by, now=now)


def _succeed(case: Case, heir: str, *, by: Principal, now: datetime) -> None:
    """The heir is accountable from now on, and who waits is told."""
    left = case.accountable_office
    reason = say("“{office}”已撤并", office=offices.book().get(left).name)
    task = steps.hand_over(case, heir, reason=str(reason), by=by, now=now)
    if task is not None:
        opened = steps.open_decide_task(case, by=by, now=now)
        holding.keep(task, opened, case, on=day_of(now))
        telling.handed_on(case, verb=SUCCEEDED, now=now)
    _record(case, left, heir, Task.Kind.DECIDE, by=by, now=now)


def _ask_heir(case: Case, task: Task, heir: str, *, by: Principal, now: datetime) -> None:
    """The question goes to the heir, unless it decides the case itself or was asked already."""
    asked = Task.objects.filter(case=case, kind=Task.Kind.SUPPORT, office=heir, status=Task.Status.OPEN)
    task.status, task.closed_at, task.closed_by = Task.Status.WITHDRAWN, now, by.account_id
    task.save(update_fields=["status", "closed_at", "closed_by"])
    if case.accountable_office != heir and not asked.exists():
        Task.objects.create(
            case=case,
            kind=Task.Kind.SUPPORT,
            office=heir,
            question=task.question,
            opened_at=now,
            opened_by=task.opened_by,
        )


def _record(case: Case, left: str, heir: str, kind: Task.Kind, *, by: Principal, now: datetime) -> None:
    data = {"left": left, "heir": heir, "kind": kind.value}
    steps.record_on(case, SUCCEEDED, by=by, now=now, data=data)
