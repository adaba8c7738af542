"""The open work of an office that a place closes goes to its heir: the same day, and by itself."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huigong.casework.access import DOES
from huigong.casework.actions import steps, telling
from huigong.casework.models import Case, Referral, Task
from huigong.casework.timekeeping import day_of
from huigong.casework.trail import SUCCEEDED
from huigong.directory import offices
from huigong.directory.actions import localoffices
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal, office_region
from huigong.directory.queries import officials_on
from huigong.kernel.errors import Conflict
from huigong.kernel.sentences import say


def close_office(
    *, by: Principal, now: datetime, office_id: str, last_day: date, successor: str, source: str
) -> int:
    """Closes an office after that day; how many open cases and questions its heir has got now.

    Where the day is still to come, the routine hands them over in the night after it. An office with open work
    is closed only if somebody at the heir may do it. The closing is committed first, and work leaves only an office
    that does not live today by the book that everybody reads then; what fails now the night does. Raises
    `DomainError` as `localoffices.close`, and `office.heir_empty`.
    """
    by.require(Permission.PLACE_MANAGE, region=office_region(office_id))
    today = day_of(now)
    if offices.book().versions(successor):
        _require_able(office_id, successor, today=today)
    localoffices.close(
        by=by, now=now, office_id=office_id, last_day=last_day, successor=successor, source=source
    )
    heir = _heir(office_id, today)
    return _hand_over(office_id, heir, by=by, now=now) if heir else 0


def hand_over_closed(*, now: datetime, by: Principal = SYSTEM) -> int:
    """The night after an office was closed: how many open cases and questions went to the heirs."""
    today = day_of(now)
    busy = Task.objects.filter(status=Task.Status.OPEN, case__is_open=True).order_by()
    return sum(
        _hand_over(office, heir, by=by, now=now)
        for office in sorted(busy.values_list("office", flat=True).distinct())
        if (heir := _heir(office, today))
    )


def _heir(office_id: str, today: date) -> str:
    """Who has the work of an office that its place has closed; "" for one that lives or ended otherwise."""
    book = offices.book()
    if not book.versions(office_id):
        return ""
    standing = book.standing(office_id, today)
    if standing.valid_on(today) or not standing.successor:
        return ""
    region, _, line = office_id.partition("/")
    heir = book.for_line(region, line, today)
    return heir.id if heir else ""


def _require_able(office_id: str, successor: str, *, today: date) -> None:
    officials = officials_on(today)
    tasks = Task.objects.filter(office=office_id, status=Task.Status.OPEN, case__is_open=True)
    for kind, region in sorted(set(tasks.order_by().values_list("kind", "case__region"))):
        needs = DOES[Task.Kind(kind)]
        if not any(each.can(needs, region=region, office=successor) for each in officials):
            raise Conflict(
                code="office.heir_empty",
                about="successor",
                what=say("“{office}”现在没有人能接", office=offices.book().get(successor).name),
                why="这个部门还有没办完的事，撤并以后不能没有人管",
                do="请先在“账号与角色”里给承接部门的人分配角色",
            )


@transaction.atomic
def _hand_over(office_id: str, heir: str, *, by: Principal, now: datetime) -> int:
    """Cases are locked before their tasks, as every move locks them; what a move has settled meanwhile is left out."""
    open_ones = Task.objects.filter(office=office_id, status=Task.Status.OPEN, case__is_open=True)
    with_work = Case.objects.filter(pk__in=open_ones.order_by().values("case_id"))
    held = {case.pk: case for case in with_work.select_for_update(of=("self",)).order_by("pk")}
    tasks = list(open_ones.filter(case__in=held).select_for_update(of=("self",)).order_by("pk"))
    for task in tasks:
        case = steps.locked(held[task.case_id].public_id)
        if task.kind == Task.Kind.DECIDE:
            _succeed(case, task, heir, by=by, now=now)
        else:
            _ask_heir(case, task, heir, by=by, now=now)
        data = {"left": office_id, "heir": heir, "kind": task.kind}
        steps.record_on(case, SUCCEEDED, by=by, now=now, data=data)
    return len(tasks)


def _succeed(case: Case, task: Task, heir: str, *, by: Principal, now: datetime) -> None:
    """The heir is accountable from now on; the clocks keep running, and the people are told."""
    reason = say("“{office}”已撤并", office=offices.book().get(task.office).name)
    Referral.objects.create(
        case=case,
        from_office=task.office,
        to_office=heir,
        reason=str(reason),
        referred_at=now,
        referred_by=by.account_id,
    )
    _withdraw(task, by=by, now=now)
    case.accountable_office = heir
    case.save(update_fields=["accountable_office"])
    waiting = Task.objects.filter(
        case=case, kind=Task.Kind.SUPPORT, office=heir, status=Task.Status.OPEN
    ).first()
    if waiting is not None:  # what it was asked it now knows itself
        _withdraw(waiting, by=by, now=now)
    steps.open_decide_task(case, by=by, now=now)
    telling.handed_on(case, verb=SUCCEEDED, now=now)


def _ask_heir(case: Case, task: Task, heir: str, *, by: Principal, now: datetime) -> None:
    """The question goes to the heir, unless it decides the case itself or was asked already."""
    asked = Task.objects.filter(case=case, kind=Task.Kind.SUPPORT, office=heir, status=Task.Status.OPEN)
    _withdraw(task, by=by, now=now)
    if case.accountable_office != heir and not asked.exists():
        Task.objects.create(
            case=case,
            kind=Task.Kind.SUPPORT,
            office=heir,
            question=task.question,
            opened_at=now,
            opened_by=task.opened_by,
        )


def _withdraw(task: Task, *, by: Principal, now: datetime) -> None:
    task.status, task.closed_at, task.closed_by = Task.Status.WITHDRAWN, now, by.account_id
    task.save(update_fields=["status", "closed_at", "closed_by"])
