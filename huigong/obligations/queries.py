"""Reading obligations: one's own, and what an office has to do or to look after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, region_prefix
from huigong.obligations.declaring.reading import book
from huigong.obligations.forecast.states import State
from huigong.obligations.models import Occurrence
from huigong.registry.lookup import public_uuid

_TO_DO = (State.OPEN, State.DUE, State.OVERDUE, State.LAPSED, State.TO_FIND_OUT)


@dataclass(frozen=True)
class Owed:
    """One time that something is owed, as people read it."""

    obligation: str
    declared: str
    name: str
    ordinal: int
    state: State
    due_on: date
    opens_on: date
    last_on: date
    ended_on: date | None


def own(viewer: Principal) -> tuple[Owed, ...]:
    """What the viewer owes and did, by due day."""
    rows = Occurrence.objects.filter(obligation__person__public_id=public_uuid(viewer.person_id or ""))
    return tuple(_owed(row) for row in rows.select_related("obligation"))


def to_do(viewer: Principal, *, at_most: int = 200) -> tuple[Owed, ...]:
    """What the viewer's offices have to do or to look after, what was due first, first.

    Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.TASK_SUPPORT)
    rows = Occurrence.objects.filter(
        _of_offices(viewer), state__in=[state.value for state in _TO_DO], ended_on__isnull=True
    )
    return tuple(_owed(row) for row in rows.select_related("obligation")[:at_most])


def _of_offices(viewer: Principal) -> Q:
    wanted = Q(pk__in=[])
    for grant in viewer.grants_for(Permission.TASK_SUPPORT):
        if grant.offices:
            wanted |= Q(obligation__office__in=grant.offices)
        else:
            wanted |= Q(obligation__office__startswith=region_prefix(grant.region)) & ~Q(
                obligation__office=""
            )
    return wanted


def _owed(row: Occurrence) -> Owed:
    obligation = row.obligation
    declared = book().declaration(obligation.declared, obligation.region)
    return Owed(
        obligation=obligation.public_id.hex,
        declared=obligation.declared,
        name=declared.head.name if declared else obligation.declared,
        ordinal=row.ordinal,
        state=State(row.state),
        due_on=row.due_on,
        opens_on=row.opens_on,
        last_on=row.last_on,
        ended_on=row.ended_on,
    )
