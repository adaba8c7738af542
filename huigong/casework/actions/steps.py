"""What every action on a case does alike: lock it, check who may, leave one audit event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.casework import parties
from huigong.casework.access import case_not_found
from huigong.casework.models import Case, Party, Referral, Task
from huigong.casework.procedures.roles import Role
from huigong.casework.procedures.terms import Move, Who
from huigong.directory.principals import Principal
from huigong.kernel.errors import Denied
from huigong.registry import involved
from huigong.registry.lookup import public_uuid


def locked(case_id: str | UUID) -> Case:
    """The case, locked until the transaction ends. Raises `DomainError` (`case.not_found`)."""
    rows = Case.objects.select_related("application").select_for_update(of=("self",))
    case = parties.with_roles(rows).filter(public_id=public_uuid(case_id)).first()
    if case is None:
        raise case_not_found()
    return case


def require_no_kin(case: Case, move: Move, *, by: Principal, on: date) -> None:
    """An official never moves an own or a relative's matter; handing it over is allowed.

    Raises `DomainError` (`case.own_matter`).
    """
    if move.who is Who.OFFICE and move.not_kin:
        require_uninvolved(case, by=by, on=on)


def require_uninvolved(case: Case, *, by: Principal, on: date) -> None:
    """Raises `DomainError` (`case.own_matter`) for a party and for whoever is on the same household roll as one."""
    if involved.is_near(by, parties.persons(case, Role), on=on):
        raise Denied(
            code="case.own_matter",
            what="您不能办这个办件",
            why="当事人是您本人，或者和您在同一户里，办理人应当回避",
            do="请转给同事，或转办给其他部门",
        )


def record_on(
    case: Case, verb: str, *, by: Principal, now: datetime, data: Mapping[str, object] | None = None
) -> None:
    """The one audit event of an action on a case; it says when somebody acts for the applicant."""
    standing = parties.standing(case)
    person = next((party.person for party in standing if party.is_main), None)
    record(
        by=by,
        now=now,
        verb=verb,
        subject=subject_of(case),
        region=case.region,
        person=person.public_id.hex if person else None,
        data={
            "number": case.number,
            "status": case.status,
            "office": case.accountable_office,
            **_as_agent(standing, by),
            **(data or {}),
        },
    )


def _as_agent(standing: Iterable[Party], by: Principal) -> dict[str, object]:
    if not by.person_id:
        return {}
    me = public_uuid(by.person_id)
    roles = {party.role for party in standing if party.person and party.person.public_id == me}
    return {"as": Role.AGENT.value} if roles == {Role.AGENT} else {}


def open_decide_task(case: Case, *, by: Principal, now: datetime) -> Task:
    """Opens the accountable office's task to decide."""
    return Task.objects.create(
        case=case,
        kind=Task.Kind.DECIDE,
        office=case.accountable_office,
        opened_at=now,
        opened_by=by.account_id,
    )


def hand_over(case: Case, receiver: str, *, reason: str, by: Principal, now: datetime) -> Task | None:
    """The office `receiver` is accountable for the case, which is locked, from now on; the clocks keep running.

    Returns the task to decide that the office before it had open. It is withdrawn, and so is what the receiver was
    asked about the case: it knows that itself now. Who hands over opens the receiver's own task.
    """
    Referral.objects.create(
        case=case,
        from_office=case.accountable_office,
        to_office=receiver,
        reason=reason,
        referred_at=now,
        referred_by=by.account_id,
    )
    case.accountable_office = receiver
    case.save(update_fields=["accountable_office"])
    tasks = Task.objects.filter(case=case, status=Task.Status.OPEN)
    ended = tasks.filter(Q(kind=Task.Kind.DECIDE) | Q(kind=Task.Kind.SUPPORT, office=receiver))
    left = ended.filter(kind=Task.Kind.DECIDE).select_related("assignee").first()
    ended.update(status=Task.Status.WITHDRAWN, closed_at=now, closed_by=by.account_id)
    return left


def end_open_tasks(case: Case, *, by: Principal, now: datetime, decided: bool) -> None:
    """Closes what is open: the decide task is done when decided, everything else is withdrawn."""
    closing = {"closed_at": now, "closed_by": by.account_id}
    open_tasks = Task.objects.filter(case=case, status=Task.Status.OPEN)
    if decided:
        open_tasks.filter(kind=Task.Kind.DECIDE).update(status=Task.Status.DONE, **closing)
    open_tasks.update(status=Task.Status.WITHDRAWN, **closing)
