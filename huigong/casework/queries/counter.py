"""What the counter waits for: cases lodged there that people must complete, that were decided, that go to offices today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Prefetch, Q, QuerySet

from huigong.casework.access import readable
from huigong.casework.accountability import name_of
from huigong.casework.models import Application, Case, Party
from huigong.casework.parties import called
from huigong.casework.procedures import register
from huigong.casework.procedures.cases import status_in_list
from huigong.casework.procedures.terms import Phase
from huigong.casework.queries.counting import MANY, how_many
from huigong.casework.timekeeping import running_clocks, time_left
from huigong.casework.tone import TimeLeft
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal

DECIDED_FOR = timedelta(days=30)
"""How long a decided case is shown: who was told comes no more."""


@dataclass(frozen=True)
class CounterRow:
    """A case of somebody who came to the counter; the name is masked, `person_id` "" for a case that no person is known by."""

    case_id: str
    number: str
    service: str
    person: str
    person_id: str
    status_name: str
    office_id: str
    office: str
    opened_on: date
    closed_on: date | None
    left: TimeLeft
    papers: int


TABS = ("complete", "decided", "today")


def counts(viewer: Principal, *, today: date, at_most: int = MANY) -> dict[str, int]:
    """Tab → how many cases it holds, or `at_most + 1` if there are more; one query."""
    wanted = {tab: _of_tab(viewer, tab, today=today).order_by() for tab in TABS}
    return how_many(wanted, at_most=at_most)


def listed(viewer: Principal, tab: str, *, today: date, page: int, size: int) -> tuple[CounterRow, ...]:
    """Page `page` of a tab, cases of one person together; as many queries for any number.

    Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.APPLICATION_LODGE)
    rows = _of_tab(viewer, tab, today=today).order_by(
        "application__person_id", F("due_on").asc(nulls_last=True), "pk"
    )
    return _rows(rows[(page - 1) * size : page * size], today=today)


def going_to(viewer: Principal, office: str, *, day: date) -> tuple[CounterRow, ...]:
    """What was lodged at the counter that day for an office, in the order of numbers. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.APPLICATION_LODGE)
    rows = _of_tab(viewer, "today", today=day).filter(accountable_office=office).order_by("number")
    return _rows(rows, today=day)


def offices(viewer: Principal, *, day: date) -> tuple[tuple[str, str, int], ...]:
    """Id, name and number of cases of each office to which something goes that day."""
    rows = _of_tab(viewer, "today", today=day).order_by("accountable_office")
    counted: dict[str, int] = {}
    for office in rows.values_list("accountable_office", flat=True):
        counted[office] = counted.get(office, 0) + 1
    return tuple((office, name_of(office, day), number) for office, number in counted.items())


def _of_tab(viewer: Principal, tab: str, *, today: date) -> QuerySet[Case]:
    lodged_here = readable(viewer).filter(application__channel=Application.Channel.WINDOW)
    if tab == "complete":
        return lodged_here.filter(_waiting(), is_open=True)
    if tab == "decided":
        return lodged_here.filter(is_open=False, granted__isnull=False, closed_on__gte=today - DECIDED_FOR)
    return lodged_here.filter(opened_on=today)


def _waiting() -> Q:
    """Cases that wait for the person, by the statuses of every procedure that is known."""
    wanted = Q(pk__in=[])
    for procedure in register.everyone():
        waits = [status.id for status in procedure.statuses if status.phase is Phase.WAITING]
        if waits:
            wanted |= Q(procedure=procedure.id, procedure_version=procedure.version, status__in=waits)
    return wanted


def _rows(rows: QuerySet[Case], *, today: date) -> tuple[CounterRow, ...]:
    main = Party.objects.filter(is_main=True).select_related("person", "employer")
    cases = rows.select_related("application").prefetch_related(
        Prefetch("clocks", queryset=running_clocks()),
        Prefetch("parties", queryset=main, to_attr="main_parties"),
    )
    return tuple(_row(case, today=today) for case in cases)


def _row(case: Case, *, today: date) -> CounterRow:
    main: list[Party] = case.main_parties  # type: ignore[attr-defined]
    person = main[0].person if main else None
    return CounterRow(
        case_id=case.public_id.hex,
        number=case.number,
        service=case.service_name,
        person=called(main[0]) if main else "—",
        person_id=person.public_id.hex if person is not None else "",
        status_name=status_in_list(case).name,
        office_id=case.accountable_office,
        office=name_of(case.accountable_office, today),
        opened_on=case.opened_on,
        closed_on=case.closed_on,
        left=time_left(case.clocks.all(), today=today),
        papers=len(case.application.evidence) if case.application else 0,
    )
