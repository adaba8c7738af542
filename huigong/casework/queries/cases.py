"""The case page of officials. Reading a case is reading a person: it leaves one access event a visit."""

from __future__ import annotations

from collections.abc import Mapping, Set
from datetime import date, datetime

from django.db.models import Prefetch

from huigong.audit.actions import record_access
from huigong.audit.models import AuditEvent
from huigong.casework.access import require_readable
from huigong.casework.accountability import name_of
from huigong.casework.actions import steps
from huigong.casework.models import Case, Clock, Task
from huigong.casework.presenting import answer_lines, clock_views, decision_view
from huigong.casework.queries import assignees
from huigong.casework.queries.own import for_person, own_page
from huigong.casework.shapes import (
    CasePage,
    ClockView,
    Colleague,
    HistoryLine,
    Holder,
    MoveView,
    ReferralView,
    TaskView,
)
from huigong.casework.status import KINDS, Move, Who, moves_from
from huigong.casework.timekeeping import day_of
from huigong.casework.words import ASSIGNED, EVENTS
from huigong.catalogue.services import catalogue
from huigong.directory.models import Account
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.registry.lookup import is_own, public_uuid
from huigong.registry.shapes import view_of

__all__ = ["for_person", "moves", "own_page", "page"]

_READ = ("name", "resident_number", "phone", "answers")


def page(viewer: Principal, public_id: str, *, now: datetime) -> CasePage:
    """Everything about one case, for an official who may read it.

    Handling the case is the purpose of the look, unless the viewer names another.
    Raises `DomainError`: `case.not_found`, `access.denied`.
    """
    case, today = _loaded(public_id), day_of(now)
    person = case.application.person
    own = is_own(viewer, person)
    if not own:
        require_readable(viewer, case)
        purpose = viewer.purpose or f"办理 {case.number}"
        reference = person.public_id.hex
        record_access(
            viewer=viewer, now=now, person=reference, purpose=purpose, fields=_READ, region=case.region
        )
    clocks = clock_views(case, case.clocks.all(), today=today)
    service = catalogue().find(case.service_id, case.region, case.opened_on)
    return CasePage(
        case_id=case.public_id.hex,
        number=case.number,
        service_id=case.service_id,
        service=case.service_name,
        region=case.region,
        status=case.status,
        status_name=case.get_status_display(),
        office_id=case.accountable_office,
        office=name_of(case.accountable_office, today),
        channel=case.application.get_channel_display(),
        opened_on=case.opened_on,
        accepted_on=case.accepted_on,
        deemed_accepted=case.deemed_accepted,
        closed_on=case.closed_on,
        delivered_on=case.delivered_on,
        note=case.note,
        clauses=service.clauses if service else (),
        person=view_of(person, on=today, own=own),
        answers=answer_lines(case),
        evidence=tuple(case.application.evidence),
        clocks=clocks,
        tasks=_task_views(viewer, tuple(case.tasks.all()), today=today),
        referrals=_referrals(case, today=today),
        decision=decision_view(case, today=today),
        moves=_moves(viewer, case, clocks),
        history=_history(case),
    )


def moves(viewer: Principal, public_id: str, *, today: date) -> tuple[MoveView, ...]:
    """What the viewer may do with the case now; the same table and rights that the actions use.

    Raises `DomainError` (`case.not_found`).
    """
    case = _loaded(public_id)
    return _moves(viewer, case, clock_views(case, case.clocks.all(), today=today))


def _loaded(public_id: str) -> Case:
    clocks = Clock.objects.select_related("extension").prefetch_related("pauses")
    rows = Case.objects.select_related("application__person", "decision", "outcome").prefetch_related(
        "referrals",
        Prefetch("clocks", queryset=clocks),
        Prefetch("tasks", queryset=Task.objects.select_related("assignee")),
    )
    case = rows.filter(public_id=public_uuid(public_id)).first()
    if case is None:
        raise steps.case_not_found()
    return case


def _moves(viewer: Principal, case: Case, clocks: tuple[ClockView, ...]) -> tuple[MoveView, ...]:
    return tuple(
        MoveView(move.value, KINDS[move].name)
        for move in moves_from(case.status)
        if KINDS[move].who is not Who.SYSTEM
        and steps.may(case, move, by=viewer)
        and _clocks_allow(move, [clock for clock in clocks if clock.stopped_on is None])
    )


def _clocks_allow(move: Move, running: list[ClockView]) -> bool:
    paused = any(clock.paused for clock in running)
    match move:
        case Move.PAUSE:
            return bool(running) and not paused
        case Move.RESUME:
            return paused
        case Move.EXTEND:
            return any(clock.may_extend for clock in running)
        case _:
            return True


def _task_views(viewer: Principal, tasks: tuple[Task, ...], *, today: date) -> tuple[TaskView, ...]:
    held = assignees.holders(viewer, tasks, today=today)
    offered = assignees.colleagues(viewer, tasks, today=today)
    return tuple(
        _task_view(task, holder=held[task.pk], colleagues=offered.get(task.pk), viewer=viewer, today=today)
        for task in tasks
    )


def _task_view(
    task: Task,
    *,
    holder: Holder,
    colleagues: tuple[Colleague, ...] | None,
    viewer: Principal,
    today: date,
) -> TaskView:
    """`colleagues` is None where the viewer may not hand the task over."""
    is_open = task.status == Task.Status.OPEN
    may_answer = viewer.can(Permission.TASK_SUPPORT, region=task.case.region, office=task.office)
    return TaskView(
        task_id=task.public_id.hex,
        kind=task.kind,
        kind_name=task.get_kind_display(),
        office_id=task.office,
        office=name_of(task.office, today),
        status=task.status,
        status_name=task.get_status_display(),
        holder=holder,
        question=task.question,
        answer=task.answer,
        may_answer=is_open and task.kind == Task.Kind.SUPPORT and may_answer,
        may_assign=colleagues is not None,
        colleagues=colleagues or (),
    )


def _referrals(case: Case, *, today: date) -> tuple[ReferralView, ...]:
    return tuple(
        ReferralView(
            on=day_of(row.referred_at),
            from_office=name_of(row.from_office, today),
            to_office=name_of(row.to_office, today),
            reason=row.reason,
        )
        for row in case.referrals.all()
    )


def _history(case: Case) -> tuple[HistoryLine, ...]:
    """What was done with the case; looks at the person are for auditors and the person."""
    events = AuditEvent.objects.filter(subject=f"casework.Case:{case.public_id.hex}").order_by("pk")
    names = _names({event.data["assignee"] for event in events if event.verb == ASSIGNED})
    return tuple(
        HistoryLine(event.at, event.actor_name, _what(event, names))
        for event in events
        if event.verb in EVENTS
    )


def _names(account_ids: Set[str]) -> dict[str, str]:
    """Account id as the trail keeps it → name: whoever may read the case may know who handled it."""
    found = Account.objects.filter(public_id__in=map(public_uuid, account_ids))
    return {account.public_id.hex: str(account) for account in found}


def _what(event: AuditEvent, names: Mapping[str, str]) -> str:
    said = EVENTS[event.verb]
    name = names.get(event.data["assignee"]) if event.verb == ASSIGNED else None
    return f"{said}：{name}" if name else said
