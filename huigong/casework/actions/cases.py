"""Moves on a case, from acceptance to delivery. Each checks the right and the table of `status.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from huigong.casework.accountability import require_office
from huigong.casework.actions import clocks, steps
from huigong.casework.actions.decisions import decide
from huigong.casework.answers import answers_as_text, answers_from_text
from huigong.casework.beginnings import Event
from huigong.casework.models import Case, Clock, Referral, Task
from huigong.casework.status import Move
from huigong.casework.timekeeping import day_of, reckon
from huigong.catalogue.services import LimitKind, catalogue
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.registry.factvalues import FactValue
from huigong.rules.values import Unknown

__all__ = [
    "accept",
    "close",
    "complete",
    "decide",
    "decline",
    "expire",
    "refer",
    "request_completion",
    "withdraw",
]

DEEMED_ACCEPTED = "deemed_accepted"


@transaction.atomic
def accept(*, by: Principal, now: datetime, case_id: str) -> Case:
    """The office takes the case in; the clocks of handling start today.

    When the law has deemed it accepted already, that stands, from the day of receipt (AL art. 32).
    Raises `DomainError`: `case.not_found`, `case.move_not_allowed`, `access.denied`.
    """
    case = steps.locked(case_id)
    status = steps.begin(case, Move.ACCEPT, by=by)
    expired = _expired_acceptance(case, on=day_of(now))
    if expired is not None:
        return _deem_accepted(case, expired, by=SYSTEM, now=now)
    _take_in(case, status=status, from_day=day_of(now), deemed=False, now=now)
    steps.record_on(case, "casework.case.accepted", by=by, now=now)
    return case


@transaction.atomic
def request_completion(*, by: Principal, now: datetime, case_id: str, note: str) -> Case:
    """The office says once, and all at once, what is still missing (AL art. 32).

    Raises `DomainError`: `case.note_missing`, `case.deemed_accepted`,
    `case.move_not_allowed`, `access.denied`.
    """
    case = steps.locked(case_id)
    status = steps.begin(case, Move.REQUEST_COMPLETION, by=by)
    _require_not_deemed(case, on=day_of(now))
    case.status, case.note = status, _required_note(note, "需要补正的全部内容")
    case.save(update_fields=["status", "note"])
    clocks.stop(case, on=day_of(now), kinds=[LimitKind.ACCEPTANCE])
    steps.record_on(case, "casework.case.completion_requested", by=by, now=now)
    return case


@transaction.atomic
def complete(
    *,
    by: Principal,
    now: datetime,
    case_id: str,
    answers: Mapping[str, FactValue | Unknown] | None = None,
    evidence: Sequence[str] = (),
) -> Case:
    """The applicant hands in what was missing; the time for acceptance runs again from today.

    Raises `DomainError`: `case.not_found`, `case.move_not_allowed`, `access.denied`.
    """
    case = steps.locked(case_id)
    case.status = steps.begin(case, Move.COMPLETE, by=by)
    application, today = case.application, day_of(now)
    if answers:
        application.answers = answers_as_text({**answers_from_text(application.answers), **answers})
    application.evidence = list(dict.fromkeys([*application.evidence, *evidence]))
    application.save(update_fields=["answers", "evidence"])
    case.save(update_fields=["status"])
    service = catalogue().get(case.service_id, case.region, case.opened_on)
    clocks.start(case, service, event=Event.RECEIPT, kinds=[LimitKind.ACCEPTANCE], on=today, today=today)
    steps.record_on(case, "casework.case.completed", by=by, now=now)
    return case


@transaction.atomic
def decline(*, by: Principal, now: datetime, case_id: str, reasons: str, clause: str) -> Case:
    """The office does not take the case in, and says why (AL art. 32).

    Raises `DomainError`: `case.note_missing`, `case.deemed_accepted`,
    `case.move_not_allowed`, `access.denied`.
    """
    case = steps.locked(case_id)
    status = steps.begin(case, Move.DECLINE, by=by)
    _require_not_deemed(case, on=day_of(now))
    note = _required_note(reasons, "不予受理的理由")
    _finish(case, status=status, by=by, now=now, note=note)
    steps.record_on(case, "casework.case.declined", by=by, now=now, data={"clause": clause.strip()})
    return case


@transaction.atomic
def withdraw(*, by: Principal, now: datetime, case_id: str) -> Case:
    """The applicant takes the application back.

    Raises `DomainError`: `case.not_found`, `case.move_not_allowed`, `access.denied`.
    """
    case = steps.locked(case_id)
    status = steps.begin(case, Move.WITHDRAW, by=by)
    _finish(case, status=status, by=by, now=now)
    steps.record_on(case, "casework.case.withdrawn", by=by, now=now)
    return case


@transaction.atomic
def refer(*, by: Principal, now: datetime, case_id: str, to_office: str, reason: str) -> Case:
    """Hands the case to the office that is competent; the clocks keep running (RW art. 10, W03).

    Raises `DomainError`: `case.no_such_office`, `case.already_there`,
    `case.note_missing`, `case.move_not_allowed`, `access.denied`.
    """
    case = steps.locked(case_id)
    steps.begin(case, Move.REFER, by=by)
    receiver = require_office(to_office, day_of(now))
    sender = case.accountable_office
    if receiver == sender:
        raise Conflict(code="case.already_there", what="办件已经在这个部门", do="请选择另一个部门")
    Referral.objects.create(
        case=case,
        from_office=sender,
        to_office=receiver,
        reason=_required_note(reason, "转办理由"),
        referred_at=now,
        referred_by=by.account_id,
    )
    decide_task = Task.objects.filter(case=case, kind=Task.Kind.DECIDE, status=Task.Status.OPEN)
    decide_task.update(status=Task.Status.WITHDRAWN, closed_at=now, closed_by=by.account_id)
    case.accountable_office = receiver
    case.save(update_fields=["accountable_office"])
    steps.open_decide_task(case, by=by, now=now)
    steps.record_on(case, "casework.case.referred", by=by, now=now, data={"from": sender, "to": receiver})
    return case


@transaction.atomic
def close(*, by: Principal, now: datetime, case_id: str) -> Case:
    """The decision has reached the person.

    Raises `DomainError`: `case.not_found`, `case.move_not_allowed`, `access.denied`.
    """
    case = steps.locked(case_id)
    case.status, case.delivered_on = steps.begin(case, Move.CLOSE, by=by), day_of(now)
    case.save(update_fields=["status", "delivered_on"])
    steps.record_on(case, "casework.case.closed", by=by, now=now)
    return case


def expire(now: datetime, *, by: Principal = SYSTEM) -> list[Case]:
    """Deems accepted every case whose time for acceptance has run out under a law that says so.

    Each case in a transaction of its own, so that one trouble does not hold up the rest;
    the first is raised when all have been tried.
    """
    waiting = Clock.objects.filter(
        kind=Clock.Kind.ACCEPTANCE, stopped_on__isnull=True, due_on__lt=day_of(now)
    ).order_by("due_on", "pk")
    deemed: list[Case] = []
    troubles: list[DomainError] = []
    for public_id in list(waiting.values_list("case__public_id", flat=True)):
        try:
            deemed += _expire_one(public_id, now=now, by=by)
        except DomainError as trouble:
            troubles.append(trouble)
    if troubles:
        raise troubles[0]
    return deemed


@transaction.atomic
def _expire_one(public_id: UUID, *, now: datetime, by: Principal) -> list[Case]:
    case = steps.locked(public_id)
    clock = _expired_acceptance(case, on=day_of(now))
    return [] if clock is None else [_deem_accepted(case, clock, by=by, now=now)]


def _expired_acceptance(case: Case, *, on: date) -> Clock | None:
    """The acceptance clock, where it has run out and its law then takes the case as accepted."""
    clock = Clock.objects.filter(case=case, kind=Clock.Kind.ACCEPTANCE, stopped_on__isnull=True).first()
    expired = clock is not None and reckon(clock, on=on).expired_outcome == DEEMED_ACCEPTED
    return clock if expired else None


def _deem_accepted(case: Case, clock: Clock, *, by: Principal, now: datetime) -> Case:
    """Accepted from the day of receipt, which is the day the clock began."""
    status, received = steps.begin(case, Move.DEEM_ACCEPTED, by=by), clock.started_on
    _take_in(case, status=status, from_day=received, deemed=True, now=now)
    steps.record_on(
        case, "casework.case.deemed_accepted", by=by, now=now, data={"from_day": received.isoformat()}
    )
    return case


def _take_in(case: Case, *, status: str, from_day: date, deemed: bool, now: datetime) -> None:
    case.status, case.accepted_on, case.deemed_accepted = status, from_day, deemed
    case.save(update_fields=["status", "accepted_on", "deemed_accepted"])
    clocks.stop(case, on=day_of(now), kinds=[LimitKind.ACCEPTANCE])
    service = catalogue().get(case.service_id, case.region, case.opened_on)
    clocks.start(case, service, event=Event.ACCEPTANCE, on=from_day, today=day_of(now))


def _finish(case: Case, *, status: str, by: Principal, now: datetime, note: str = "") -> None:
    case.status, case.closed_on = status, day_of(now)
    case.note = note or case.note
    case.save(update_fields=["status", "closed_on", "note"])
    steps.end_open_tasks(case, by=by, now=now, decided=False)
    clocks.stop(case, on=day_of(now))


def _require_not_deemed(case: Case, *, on: date) -> None:
    clock = _expired_acceptance(case, on=on)
    if clock is not None:
        raise Conflict(
            code="case.deemed_accepted",
            what="现在不能不予受理，也不能要求补正",
            why=f"受理期限已过，依法自收到材料之日（{clock.started_on.isoformat()}）起视为受理",
            do="请按已受理继续办理",
            clause=clock.limit["article"],
        )


def _required_note(text: str, what: str) -> str:
    if not text.strip():
        raise Invalid(
            code="case.note_missing",
            what=f"没有写明{what}",
            why="申请人要知道原因，才能补正或者另找办法",
            do="请用申请人看得懂的话写清楚",
        )
    return text.strip()
