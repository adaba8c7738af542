"""What a person takes home after lodging: which cases, where they lie, by when an answer is due, which papers stayed there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from huigong.casework.access import case_not_found, readable
from huigong.casework.accountability import name_of
from huigong.casework.models import Case
from huigong.casework.papers import handed_in
from huigong.casework.parties import of_person
from huigong.casework.timekeeping import running_clocks, time_left
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.registry.lookup import public_uuid

MOST = 20
"""Cases of one receipt."""


@dataclass(frozen=True)
class ReceiptLine:
    """One case. `answer_by` is None where no clock runs yet; `papers` are those that the office has now, by name."""

    case_id: str
    number: str
    service: str
    office: str
    opened_on: date
    answer_by: date | None
    papers: tuple[str, ...]


def receipt(
    viewer: Principal, person_id: str, case_ids: Collection[str], *, today: date
) -> tuple[ReceiptLine, ...]:
    """These cases of the person, in the order in which they were opened.

    Raises `DomainError`: `access.denied`, `case.not_found` where one of them is not the person's, or not for the viewer.
    """
    viewer.require(Permission.CASE_READ)
    wanted = {public_uuid(each) for each in list(case_ids)[:MOST]}
    rows = readable(viewer).filter(of_person(person_id), public_id__in=wanted).select_related("application")
    cases = list(rows.prefetch_related(Prefetch("clocks", queryset=running_clocks())).order_by("pk"))
    if not cases or len(cases) != len(wanted):
        raise case_not_found()
    return tuple(_line(case, today=today) for case in cases)


def _line(case: Case, *, today: date) -> ReceiptLine:
    left = time_left(case.clocks.all(), today=today)
    return ReceiptLine(
        case_id=case.public_id.hex,
        number=case.number,
        service=case.service_name,
        office=name_of(case.accountable_office, today),
        opened_on=case.opened_on,
        answer_by=None if left.paused else left.due,
        papers=handed_in(case),
    )
