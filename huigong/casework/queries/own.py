"""What applicants see of their own cases, in plain words."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, QuerySet

from huigong.casework.accountability import name_of
from huigong.casework.actions import steps
from huigong.casework.models import Case, Clock
from huigong.casework.presenting import answer_lines, clock_views, decision_view
from huigong.casework.shapes import OwnCasePage, OwnCaseRow, Step
from huigong.casework.status import TABLE, Move, Status
from huigong.casework.words import NEXT_STEPS
from huigong.catalogue.services import catalogue
from huigong.directory.principals import Principal
from huigong.registry.lookup import public_uuid


def for_person(viewer: Principal, *, today: date) -> list[OwnCaseRow]:
    """The viewer's own cases, newest first; one question for any number."""
    return [_row(case, today=today) for case in _own(viewer)]


def own_page(viewer: Principal, public_id: str, *, today: date) -> OwnCasePage:
    """One of the viewer's own cases. Raises `DomainError` (`case.not_found`), also for somebody else's."""
    clocks = Clock.objects.select_related("extension").prefetch_related("pauses")
    rows = _own(viewer).select_related("application", "decision", "outcome")
    case = (
        rows.prefetch_related("referrals", Prefetch("clocks", queryset=clocks))
        .filter(public_id=public_uuid(public_id))
        .first()
    )
    if case is None:
        raise steps.case_not_found()
    service = catalogue().find(case.service_id, case.region, case.opened_on)
    views = clock_views(case, case.clocks.all(), today=today)
    return OwnCasePage(
        row=_row(case, today=today),
        office=name_of(case.accountable_office, today),
        steps=_steps(case),
        note=case.note,
        decision=decision_view(case, today=today),
        refused=service.refused if service else "",
        answers=answer_lines(case),
        clock_lines=tuple(line for view in views if view.stopped_on is None for line in view.lines),
        may_withdraw=(Status(case.status), Move.WITHDRAW) in TABLE,
        may_complete=(Status(case.status), Move.COMPLETE) in TABLE,
    )


def _own(viewer: Principal) -> QuerySet[Case]:
    mine = Case.objects.filter(application__person__public_id=public_uuid(viewer.person_id or ""))
    return mine.order_by("-opened_on", "-pk")


def _row(case: Case, *, today: date) -> OwnCaseRow:
    return OwnCaseRow(
        case_id=case.public_id.hex,
        number=case.number,
        service_id=case.service_id,
        service=case.service_name,
        status=case.status,
        status_name=case.get_status_display(),
        opened_on=case.opened_on,
        answer_by=case.due_on,
        late=case.due_on is not None and case.due_on < today,
        next_step=NEXT_STEPS[Status(case.status)],
    )


def _steps(case: Case) -> tuple[Step, ...]:
    """Four steps that everyone knows from a parcel: received, taken in, decided, delivered."""
    taken_in = "部门没有及时答复，依法算作已受理" if case.deemed_accepted else "部门受理"
    decided = case.get_status_display() if case.status in _DECIDED else "部门作出决定"
    if case.status in (Status.DECLINED, Status.WITHDRAWN):
        return (
            Step("收到您的申请", case.opened_on),
            Step(case.get_status_display(), case.closed_on, current=True),
        )
    days = (
        ("收到您的申请", case.opened_on),
        (taken_in, case.accepted_on),
        (decided, case.closed_on),
        ("结果送到您手里", case.delivered_on),
    )
    ahead = next((number for number, (_, day) in enumerate(days) if day is None), None)
    return tuple(Step(words, day, current=number == ahead) for number, (words, day) in enumerate(days))


_DECIDED = (Status.APPROVED, Status.REFUSED)
