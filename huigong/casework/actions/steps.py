"""What every move on a case does alike: lock it, check the right and the table, leave one audit event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from huigong.audit.actions import record
from huigong.casework.models import Case, Task
from huigong.casework.status import KINDS, Move, Who, after
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.errors import Denied, DomainError, NotFound
from huigong.registry.lookup import is_own, public_uuid


def locked(case_id: str | UUID) -> Case:
    """The case, locked until the transaction ends. Raises `DomainError` (`case.not_found`)."""
    rows = Case.objects.select_related("application__person").select_for_update(of=("self",))
    case = rows.filter(public_id=public_uuid(case_id)).first()
    if case is None:
        raise case_not_found()
    return case


def begin(case: Case, move: Move, *, by: Principal) -> str:
    """The status that `move` leads to, if `by` may make it.

    Raises `DomainError`: `access.denied`, `case.move_not_allowed`.
    """
    require_may(case, move, by=by)
    return after(case.status, move)


def require_may(case: Case, move: Move, *, by: Principal) -> None:
    """Raises `DomainError` (`access.denied`) unless `by` is one who makes this move on this case."""
    kind = KINDS[move]
    if kind.who is Who.OFFICE and kind.permission:
        by.require(kind.permission, region=case.region, office=case.accountable_office)
    elif kind.who is Who.APPLICANT and kind.permission:
        if not is_own(by, case.application.person):
            by.require(kind.permission, region=case.region)
    elif by.account_id != SYSTEM.account_id:
        raise Denied(
            code="access.denied",
            what="这一步不能由人来做",
            why="它只因时限届满而发生",
            do="请等待系统自动处理",
        )


def may(case: Case, move: Move, *, by: Principal) -> bool:
    """`require_may` as an answer."""
    try:
        require_may(case, move, by=by)
    except DomainError:
        return False
    return True


def record_on(
    case: Case, verb: str, *, by: Principal, now: datetime, data: Mapping[str, object] | None = None
) -> None:
    """The one audit event of an action on a case."""
    record(
        by=by,
        now=now,
        verb=verb,
        subject=f"casework.Case:{case.public_id.hex}",
        region=case.region,
        person=case.application.person.public_id.hex,
        data={
            "number": case.number,
            "status": case.status,
            "office": case.accountable_office,
            **(data or {}),
        },
    )


def open_decide_task(case: Case, *, by: Principal, now: datetime) -> Task:
    """The task by which the accountable office owes the decision."""
    return Task.objects.create(
        case=case,
        kind=Task.Kind.DECIDE,
        office=case.accountable_office,
        opened_at=now,
        opened_by=by.account_id,
    )


def end_open_tasks(case: Case, *, by: Principal, now: datetime, decided: bool) -> None:
    """Closes what is open: the decide task is done when decided, everything else is withdrawn."""
    closing = {"closed_at": now, "closed_by": by.account_id}
    open_tasks = Task.objects.filter(case=case, status=Task.Status.OPEN)
    if decided:
        open_tasks.filter(kind=Task.Kind.DECIDE).update(status=Task.Status.DONE, **closing)
    open_tasks.update(status=Task.Status.WITHDRAWN, **closing)


def case_not_found() -> DomainError:
    return NotFound(
        code="case.not_found",
        what="没有找到这个办件",
        why="编号可能抄错了，或者您没有查看它的权限",
        do="请核对编号，或从任务清单里打开",
    )
