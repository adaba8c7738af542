"""Lists of cases for officials, and what a person said in one of them.

None of these leaves an access event of its own: a list shows a masked name at
most, and the rest is part of a page whose query has left one in the same request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef

from huigong.casework.access import readable
from huigong.casework.accountability import name_of
from huigong.casework.actions import steps
from huigong.casework.answers import answers_from_text
from huigong.casework.models import Case, Pause
from huigong.casework.tone import Tone, tone_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.identity import mask_name
from huigong.registry.factvalues import FactValue
from huigong.registry.lookup import public_uuid


@dataclass(frozen=True)
class CaseRow:
    """A line of a case list; `due` is None for a case without a running clock, the name is masked."""

    case_id: str
    number: str
    service: str
    person: str
    status: str
    status_name: str
    office: str
    opened_on: date
    due: date | None
    tone: Tone
    paused: bool


def listed(
    viewer: Principal,
    *,
    today: date,
    person_id: str = "",
    service_id: str = "",
    office_id: str = "",
    only_open: bool = False,
    limit: int = 200,
) -> list[CaseRow]:
    """Cases that the viewer may read, first due first, then the newest; one question for any number.

    Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.CASE_READ)
    held = Pause.objects.filter(
        clock__case=OuterRef("pk"), clock__stopped_on__isnull=True, resumed_on__isnull=True
    )
    rows = readable(viewer).select_related("application__person").annotate(held=Exists(held))
    if person_id:
        rows = rows.filter(application__person__public_id=public_uuid(person_id))
    if service_id:
        rows = rows.filter(service_id=service_id)
    if office_id:
        rows = rows.filter(accountable_office=office_id)
    if only_open:
        rows = rows.filter(status__in=Case.OPEN)
    ordered = rows.order_by("held", F("due_on").asc(nulls_last=True), "-opened_on", "-pk")
    return [_row(case, paused=case.held, today=today) for case in ordered[:limit]]


def said(viewer: Principal, case_id: str) -> dict[str, FactValue]:
    """The application's answers as values that rules take: fact name → value.

    Raises `DomainError` (`case.not_found`), also for a case outside the viewer's reach.
    """
    rows = readable(viewer).select_related("application")
    case = rows.filter(public_id=public_uuid(case_id)).first()
    if case is None:
        raise steps.case_not_found()
    return answers_from_text(case.application.answers)


def _row(case: Case, *, paused: bool, today: date) -> CaseRow:
    return CaseRow(
        case_id=case.public_id.hex,
        number=case.number,
        service=case.service_name,
        person=mask_name(case.application.person.name),
        status=case.status,
        status_name=case.get_status_display(),
        office=name_of(case.accountable_office, today),
        opened_on=case.opened_on,
        due=case.due_on,
        tone=tone_of(case.due_on, today, paused=paused),
        paused=paused,
    )
