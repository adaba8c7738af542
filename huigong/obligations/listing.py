"""What offices have to do or to look after: lists that name people masked, and one obligation with its history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from huigong.audit.actions import record_access
from huigong.casework.accountability import name_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.identity import mask_name
from huigong.obligations import access
from huigong.obligations.declaring.reading import Declaration, book
from huigong.obligations.forecast.states import TO_DO, State, Why
from huigong.obligations.keeping import Kind
from huigong.obligations.looking import entries_of
from huigong.obligations.models import HistoryEntry, Obligation, Occurrence
from huigong.registry.involved import is_near
from huigong.registry.lookup import person as person_of

_SEEN = ("name", "obligations")


@dataclass(frozen=True)
class Wanted:
    """Which occurrences: of a kind of obligation, an office, a state, due no later than a day. Without a state, what is to do."""

    declared: str = ""
    office: str = ""
    state: State | None = None
    every: bool = False
    until: date | None = None

    @property
    def told(self) -> dict[str, str]:
        """For the trail, what narrows the list."""
        said = {
            "declared": self.declared,
            "office": self.office,
            "state": self.state.value if self.state else "every" if self.every else "",
            "until": self.until.isoformat() if self.until else "",
        }
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class OwedRow:
    """A line of the list; `person` is masked, `person_id` public."""

    obligation: str
    name: str
    ordinal: int
    state: State
    due_on: date
    last_on: date
    person: str
    person_id: str
    region: str
    office: str


@dataclass(frozen=True)
class Noted:
    """One thing that was noted; `until` of an excuse, `refused` why it does not count, `note` what was written beside it."""

    kind: Kind
    day: date | None
    until: date | None
    said_on: date
    holds: bool | None
    refused: str
    note: str


@dataclass(frozen=True)
class Time:
    """One time that it is or was owed."""

    ordinal: int
    state: State
    due_on: date
    opens_on: date
    last_on: date
    ended_on: date | None
    why: Why


@dataclass(frozen=True)
class ObligationView:
    """An obligation as an office sees it. `reasons` are those of an excuse; the three `may_…` say what the viewer does here."""

    id: str
    declared: str
    name: str
    what: str
    clauses: tuple[str, ...]
    person: str
    person_id: str
    region: str
    office: str
    office_name: str
    times: tuple[Time, ...]
    noted: tuple[Noted, ...]
    reasons: tuple[str, ...]
    may_prove: bool
    renewed_by: tuple[str, ...]
    may_excuse: bool
    own_matter: bool


def listed(viewer: Principal, wanted: Wanted) -> QuerySet[Occurrence]:
    """The occurrences of the viewer's offices, what was due first, first. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.TASK_SUPPORT)
    rows = Occurrence.objects.filter(access.readable(viewer, above="obligation__"))
    if wanted.state is not None:
        rows = rows.filter(state=wanted.state.value)
    elif not wanted.every:
        rows = rows.filter(state__in=[state.value for state in TO_DO], ended_on__isnull=True)
    if wanted.declared:
        rows = rows.filter(obligation__declared=wanted.declared)
    if wanted.office:
        rows = rows.filter(obligation__office=wanted.office)
    if wanted.until is not None:
        rows = rows.filter(due_on__lte=wanted.until)
    return rows.select_related("obligation__person").order_by("due_on", "pk")


def rows(occurrences: Iterable[Occurrence], *, on: date) -> tuple[OwedRow, ...]:
    """The lines of a page."""
    return tuple(
        OwedRow(
            obligation=row.obligation.public_id.hex,
            name=_name(row.obligation, on),
            ordinal=row.ordinal,
            state=State(row.state),
            due_on=row.due_on,
            last_on=row.last_on,
            person=mask_name(row.obligation.person.name),
            person_id=row.obligation.person.public_id.hex,
            region=row.obligation.region,
            office=name_of(row.obligation.office, on) if row.obligation.office else "",
        )
        for row in occurrences
    )


def kinds(viewer: Principal) -> tuple[tuple[str, str], ...]:
    """The kinds of which the viewer's offices have any, with their names."""
    return tuple(
        (declared, book().names.get(declared, declared)) for declared in _different(viewer, "declared")
    )


def offices(viewer: Principal, *, on: date) -> tuple[tuple[str, str], ...]:
    """The offices of which the viewer sees what they have to do, with their names."""
    return tuple((office, name_of(office, on)) for office in _different(viewer, "office"))


def obligation(viewer: Principal, obligation_id: str, *, now: datetime) -> ObligationView:
    """One with every time and everything that was noted; leaves an access event.

    Raises `DomainError` (`obligation.not_found`, `access.denied`).
    """
    viewer.require(Permission.TASK_SUPPORT)
    today = localdate(now)
    row = access.obligation_of(viewer, obligation_id, on=today)
    declared = book().declaration(row.declared, row.region, on=today)
    with transaction.atomic():
        _leave_access(viewer, row, declared, now=now)
    return ObligationView(
        id=row.public_id.hex,
        declared=row.declared,
        name=_name(row, today),
        what=declared.what if declared else "",
        clauses=declared.head.clauses if declared else (),
        person=mask_name(row.person.name),
        person_id=row.person.public_id.hex,
        region=row.region,
        office=row.office,
        office_name=name_of(row.office, today) if row.office else "",
        times=tuple(_time(each) for each in row.occurrences.order_by("-due_on", "-pk")),
        noted=_noted(row),
        reasons=declared.reasons if declared else (),
        may_prove=access.may_act(viewer, row),
        renewed_by=declared.renewed_by if declared else (),
        may_excuse=access.may_act(viewer, row, excusing_on=today),
        own_matter=is_near(viewer, [row.person], on=today),
    )


def of_person(viewer: Principal, person_id: str, *, on: date) -> tuple[OwedRow, ...]:
    """What somebody owes that the viewer's offices have to do with, what was due first, first.

    Names nothing that the list does not. Raises `DomainError` (`person.not_found`).
    """
    rows_of = Occurrence.objects.filter(
        access.readable(viewer, above="obligation__"), obligation__person=person_of(person_id)
    )
    return rows(rows_of.select_related("obligation__person").order_by("due_on", "pk"), on=on)


def _different(viewer: Principal, column: str) -> list[str]:
    rows = Obligation.objects.filter(access.readable(viewer)).order_by(column)
    return list(rows.values_list(column, flat=True).distinct())


def _leave_access(viewer: Principal, row: Obligation, declared: Declaration | None, *, now: datetime) -> None:
    """That the office's own work was looked at, once a visit; work is purpose enough, as with cases."""
    name = declared.head.name if declared else row.declared
    record_access(
        viewer=viewer,
        now=now,
        person=row.person.public_id.hex,
        purpose=viewer.purpose or f"办理{name}",
        fields=_SEEN,
        region=row.region,
    )


def _noted(row: Obligation) -> tuple[Noted, ...]:
    entries = entries_of([row])[row.pk]
    ordered = sorted(entries, key=lambda entry: (entry.said_on, entry.pk), reverse=True)
    return tuple(_said(entry) for entry in ordered)


def _said(entry: HistoryEntry) -> Noted:
    return Noted(
        kind=Kind(entry.kind),
        day=entry.day,
        until=entry.until,
        said_on=entry.said_on,
        holds=entry.holds,
        refused=entry.refused,
        note=entry.note,
    )


def _time(row: Occurrence) -> Time:
    return Time(
        row.ordinal, State(row.state), row.due_on, row.opens_on, row.last_on, row.ended_on, Why(row.why)
    )


def _name(row: Obligation, on: date) -> str:
    declared = book().declaration(row.declared, row.region, on=on)
    return declared.head.name if declared else row.declared
