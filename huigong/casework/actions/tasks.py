"""Tasks of a case: who in the office has it, and what another office is asked."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huigong.casework import parties
from huigong.casework.access import DOES
from huigong.casework.actions import steps
from huigong.casework.actions.moving import made
from huigong.casework.models import Task
from huigong.casework.procedures.roles import Role
from huigong.casework.timekeeping import day_of
from huigong.directory.models import Account
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, Invalid, NotFound
from huigong.kernel.sentences import say
from huigong.kernel.writing import said
from huigong.registry import involved
from huigong.registry.lookup import hex_of, public_uuid

_NO_SUCH_ROLE = "账号不存在，或者没有办理这个部门任务的角色"


def ask_support(*, by: Principal, now: datetime, case_id: str, office: str, question: str) -> Task:
    """Asks another office; the accountable one stays accountable. Asked again, it is the same task."""
    form = {"office": office, "question": question}
    task: Task = made(move="ask_support", case_id=case_id, by=by, now=now, form=form).made
    return task


@transaction.atomic
def answer_support(*, by: Principal, now: datetime, task_id: str, answer: str) -> Task:
    """The asked office answers; answered again with the same words, it is the same answer.

    Raises `DomainError`: `task.not_found`, `task.not_open`, `task.answer_missing`, `case.own_matter`, `access.denied`.
    """
    task = _locked(task_id, kind=Task.Kind.SUPPORT)
    by.require(Permission.TASK_SUPPORT, region=task.case.region, office=task.office)
    steps.require_uninvolved(task.case, by=by, on=day_of(now))
    words = said(answer)
    if not words:
        raise Invalid(code="task.answer_missing", about="answer", what="没有写答复", do="请写明核实结果")
    if task.status == Task.Status.DONE and task.answer == words:
        return task
    _require_open(task)
    task.status, task.answer = Task.Status.DONE, words
    task.closed_at, task.closed_by = now, by.account_id
    task.save(update_fields=["status", "answer", "closed_at", "closed_by"])
    steps.record_on(task.case, "casework.task.support_answered", by=by, now=now, data={"asked": task.office})
    return task


@transaction.atomic
def assign(
    *, by: Principal, now: datetime, task_id: str, account_id: str, held_by: str | None = None
) -> Task:
    """Gives an open task to an official who may do it; given again to the same, nothing happens.

    With `held_by`, the account whom the page showed (empty for nobody), a task
    that has changed hands since stays where it is: two who press at once, or a
    request that arrives late, take it from nobody.
    Raises `DomainError`: `task.not_found`, `task.not_open`, `task.assignee_unfit`,
    `task.assignee_conflict`, `access.denied`.
    """
    task = _locked(task_id)
    needs = DOES[Task.Kind(task.kind)]
    by.require(needs, region=task.case.region, office=task.office)
    _require_open(task)
    account = _fit(account_id, task, needs, on=day_of(now))
    if task.assignee_id != account.pk:
        _require_still_with(task, held_by)
        task.assignee = account
        task.save(update_fields=["assignee"])
        data = {"task": task.public_id.hex, "assignee": account.public_id.hex}
        steps.record_on(task.case, "casework.task.assigned", by=by, now=now, data=data)
    return task


def _fit(account_id: str, task: Task, needs: Permission, *, on: date) -> Account:
    """The account, where it may do the task and is of nobody whom the case concerns."""
    account = Account.objects.filter(public_id=public_uuid(account_id), is_active=True).first()
    if account is None:
        raise _unfit(_NO_SUCH_ROLE)
    assignee = Principal.for_account(account, on=on)
    if not assignee.can(needs, region=task.case.region, office=task.office):
        raise _unfit(_NO_SUCH_ROLE)
    if involved.is_near(assignee, parties.persons(task.case, Role), on=on):
        raise _unfit("当事人是这位工作人员本人，或者和他在同一户里，办理人应当回避")
    return account


def _unfit(why: str) -> Invalid:
    return Invalid(
        code="task.assignee_unfit",
        about="account_id",
        what="不能交给这位工作人员",
        why=why,
        do="请选择本部门有相应角色的工作人员",
    )


def _locked(task_id: str, *, kind: str | None = None) -> Task:
    rows = Task.objects.select_related("case", "assignee").select_for_update(of=("self",))
    task = rows.filter(public_id=public_uuid(task_id)).first()
    if task is None or (kind is not None and task.kind != kind):
        raise NotFound(code="task.not_found", what="没有找到这项任务", do="请从任务清单里打开")
    return task


def _require_open(task: Task) -> None:
    if task.status != Task.Status.OPEN:
        raise Conflict(
            code="task.not_open",
            what="这项任务已经结束",
            why=say("它的进度是“{status}”", status=task.get_status_display()),
            do="请刷新任务清单",
        )


def _require_still_with(task: Task, held_by: str | None) -> None:
    holder = task.assignee
    if held_by is not None and hex_of(held_by) != (holder.public_id.hex if holder else ""):
        raise Conflict(
            code="task.assignee_conflict",
            what=say("这项任务刚才已经由{holder}接办", holder=holder)
            if holder
            else "这项任务的经办人刚才变了",
            why="您打开页面以后，有人改了经办人",
            do="请先和对方商量，确实要换人就再选一次",
        )
