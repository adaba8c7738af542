"""Only the assignee decides; deciding an unassigned task assigns it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from huigong.casework.access import DOES
from huigong.casework.models import Case, Task
from huigong.casework.procedures.terms import Move, Who
from huigong.directory.models import Account
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict
from huigong.kernel.sentences import say


def take_in_hand(case: Case, move: Move, *, by: Principal, on: date) -> None:
    """Before a move that takes the right to decide. Handing the case over is open to others.

    Raises `DomainError` (`case.with_colleague`) while a colleague who can still do it has the task.
    """
    if move.who is not Who.OFFICE or move.permission is not Permission.CASE_DECIDE:
        return
    tasks = Task.objects.select_related("assignee").filter(
        case=case, kind=Task.Kind.DECIDE, status=Task.Status.OPEN
    )
    task = tasks.first()
    if task is None or _is(task.assignee, by):
        return
    if task.assignee is not None and _can_still(task.assignee, task, case, on=on):
        raise Conflict(
            code="case.with_colleague",
            what=say("这件现在由{assignee}办", assignee=task.assignee),
            why="一件事两个人各办各的，会作出两样的答复",
            do=say("请和{assignee}商量；要由您来办，先在办件页面按“接过来办”", assignee=task.assignee),
        )
    me = _uuid(by.account_id)
    mine = Account.objects.filter(public_id=me, is_active=True).first() if me else None
    if mine is not None:
        Task.objects.filter(pk=task.pk).update(assignee=mine)


def keep(left: Task, opened: Task, case: Case, *, on: date) -> None:
    """Whoever had the task that was left keeps the one opened in its place, where they may do that one as well."""
    if left.assignee is not None and _can_still(left.assignee, opened, case, on=on):
        opened.assignee = left.assignee
        opened.save(update_fields=["assignee"])


def _can_still(holder: Account, task: Task, case: Case, *, on: date) -> bool:
    """An account that is closed, or whose role no longer reaches the task, has nothing."""
    needs = DOES[Task.Kind(task.kind)]
    return holder.is_active and Principal.for_account(holder, on=on).can(
        needs, region=case.region, office=task.office
    )


def _is(holder: Account | None, by: Principal) -> bool:
    return holder is not None and holder.public_id == _uuid(by.account_id)


def _uuid(account_id: str) -> UUID | None:
    try:
        return UUID(account_id)
    except ValueError:
        return None
