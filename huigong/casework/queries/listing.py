"""Lists of cases for officials, and what a person said in one of them.

None of these leaves an access event of its own: a list shows a masked name at
most, and the rest is part of a page whose query has left one in the same request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Prefetch, QuerySet

from huigong.casework.access import case_not_found, readable
from huigong.casework.accountability import name_of
from huigong.casework.answers import answers_of, form_of, said_by
from huigong.casework.models import Case
from huigong.casework.parties import count_of_concerned, of_person, short_name, with_main
from huigong.casework.procedures.cases import status_in_list
from huigong.casework.procedures.terms import Phase
from huigong.casework.queries.counting import MANY, how_many
from huigong.casework.servicesteps import known_service
from huigong.casework.timekeeping import left_in_list, running_clocks
from huigong.casework.tone import TimeLeft
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.registry.lookup import public_uuid
from huigong.rules.values import Answer


@dataclass(frozen=True)
class CaseRow:
    """A line of a case list; the name is masked."""

    case_id: str
    number: str
    service: str
    person: str
    status: str
    status_name: str
    phase: Phase
    office: str
    opened_on: date
    left: TimeLeft


@dataclass(frozen=True)
class CaseFilter:
    """Which cases a list shows; empty parts leave all in."""

    person_id: str = ""
    service_id: str = ""
    office_id: str = ""
    status: str = ""
    only_open: bool = False


SORTS = {
    "due": ("-is_open", "paused", F("due_on").asc(nulls_last=True), "-opened_on", "-pk"),
    "newest": ("-opened_on", "-pk"),
    "oldest": ("opened_on", "pk"),
}


def listed(
    viewer: Principal,
    *,
    today: date,
    wanted: CaseFilter,
    page: int = 1,
    size: int = 200,
    sort: str = "due",
) -> list[CaseRow]:
    """Page `page` of the cases that the viewer may read; four queries for any number.

    `sort` is `due` (open cases first, of those what is due first, then the newest), `newest` or `oldest`.
    Raises `DomainError` (`access.denied`).
    """
    rows = _wanted(viewer, wanted).annotate(concerned=count_of_concerned()).order_by(*SORTS[sort])
    cases = with_main(rows).prefetch_related(Prefetch("clocks", queryset=running_clocks()))
    first = (max(page, 1) - 1) * size
    return [_row(case, today=today) for case in cases[first : first + size]]


def counted(viewer: Principal, wanted: CaseFilter, *, at_most: int = MANY) -> int:
    """How many cases `listed` has on all its pages, or `at_most + 1` if there are more; one query.

    Raises `DomainError` (`access.denied`).
    """
    return how_many({"all": _wanted(viewer, wanted).order_by()}, at_most=at_most)["all"]


def found_by_number(viewer: Principal, number: str) -> str:
    """The public id of the case with exactly this number, where the viewer may read it; "" for none."""
    public_id = readable(viewer).filter(number=number).order_by().values_list("public_id", flat=True).first()
    return public_id.hex if public_id else ""


def _wanted(viewer: Principal, wanted: CaseFilter) -> QuerySet[Case]:
    viewer.require(Permission.CASE_READ)
    rows = readable(viewer)
    if wanted.person_id:
        rows = rows.filter(of_person(wanted.person_id))
    chosen = {
        "service_id": wanted.service_id,
        "accountable_office": wanted.office_id,
        "status": wanted.status,
    }
    rows = rows.filter(**{field: value for field, value in chosen.items() if value})
    return rows.filter(is_open=True) if wanted.only_open else rows


def said(viewer: Principal, case_id: str) -> dict[str, Answer]:
    """What the application says, in its form and beside it, as values that rules take: fact name → value.

    Raises `DomainError` (`case.not_found`), also for a case outside the viewer's reach.
    """
    rows = readable(viewer).select_related("application")
    case = rows.filter(public_id=public_uuid(case_id)).first()
    if case is None:
        raise case_not_found()
    sent = form_of(case.application)
    service = known_service(case) if sent else None
    stated = said_by(sent.form, sent.lodged, service) if sent else {}
    return {**stated, **answers_of(case.application)}


def _row(case: Case, *, today: date) -> CaseRow:
    status = status_in_list(case)
    return CaseRow(
        case_id=case.public_id.hex,
        number=case.number,
        service=case.service_name,
        person=short_name(case, concerned=case.concerned),  # type: ignore[attr-defined]
        status=case.status,
        status_name=status.name,
        phase=status.phase,
        office=name_of(case.accountable_office, today),
        opened_on=case.opened_on,
        left=left_in_list(case.clocks.all(), today=today),
    )
