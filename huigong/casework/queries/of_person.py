"""The cases of one person, and what the person said in one of them, for officials.

Neither leaves an access event of its own: they are parts of the person's record
and of the case page, whose queries have left one in the same request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huigong.casework.access import readable
from huigong.casework.accountability import name_of
from huigong.casework.actions import steps
from huigong.casework.answers import answers_from_text
from huigong.directory.principals import Principal
from huigong.registry.factvalues import FactValue
from huigong.registry.lookup import public_uuid


@dataclass(frozen=True)
class PersonCaseRow:
    """A line of the list on a person's record."""

    case_id: str
    number: str
    service: str
    status: str
    status_name: str
    office: str
    opened_on: date


def cases_of(viewer: Principal, person_id: str, *, today: date) -> list[PersonCaseRow]:
    """The person's cases that the viewer may read, newest first; one question for any number."""
    rows = readable(viewer).filter(application__person__public_id=public_uuid(person_id))
    return [
        PersonCaseRow(
            case_id=case.public_id.hex,
            number=case.number,
            service=case.service_name,
            status=case.status,
            status_name=case.get_status_display(),
            office=name_of(case.accountable_office, today),
            opened_on=case.opened_on,
        )
        for case in rows.order_by("-opened_on", "-pk")
    ]


def said(viewer: Principal, case_id: str) -> dict[str, FactValue]:
    """The application's answers as values that rules take: fact name → value.

    Raises `DomainError` (`case.not_found`), also for a case outside the viewer's reach.
    """
    rows = readable(viewer).select_related("application")
    case = rows.filter(public_id=public_uuid(case_id)).first()
    if case is None:
        raise steps.case_not_found()
    return answers_from_text(case.application.answers)
