"""Who may read and who may act on which obligation: in one place. What one may not read does not exist for one."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.reach import of_offices
from huigong.kernel.errors import NotFound
from huigong.obligations.declaring.reading import book
from huigong.obligations.forecast.states import TO_DO
from huigong.obligations.models import Obligation, Occurrence
from huigong.obligations.offices import office_for
from huigong.registry.involved import require_apart
from huigong.registry.lookup import public_uuid
from huigong.registry.models import Person


def readable(viewer: Principal, *, above: str = "") -> Q:
    """Those that an office performs or watches, where the viewer supports tasks for it or for its region.

    `above` leads to the obligation from the rows that are asked for (`obligation__`).
    """
    columns = {"region": f"{above}region", "office": f"{above}office"}
    return of_offices(viewer, Permission.TASK_SUPPORT, **columns) & ~Q(**{f"{above}office": ""})


def obligation_of(viewer: Principal, obligation_id: str, *, on: date) -> Obligation:
    """The obligation, for who acts for the office that performs it, or that may excuse it.

    Raises `DomainError` (`obligation.not_found`, also for one of elsewhere).
    """
    rows = Obligation.objects.select_related("person")
    row = rows.filter(public_id=public_uuid(obligation_id)).first()
    if row is None or not (may_act(viewer, row) or may_act(viewer, row, excusing_on=on)):
        raise not_found()
    return row


def may_act(viewer: Principal, row: Obligation, *, excusing_on: date | None = None) -> bool:
    """Whether the viewer acts for the office that performs it, or that may excuse it on a day."""
    office = row.office if excusing_on is None else excusing_office(row, on=excusing_on)
    return viewer.can(Permission.TASK_SUPPORT, region=row.region, office=office or None)


def locked(obligation_id: str, *, by: Principal, on: date, excusing: bool = False) -> Obligation:
    """The obligation, locked, where the official acts for the office that performs it, or that may excuse it.

    Raises `DomainError` (`obligation.not_found`, `access.denied`, `person.own_matter`).
    """
    row = (
        Obligation.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(public_id=public_uuid(obligation_id))
        .first()
    )
    if row is None:
        raise not_found()
    office = excusing_office(row, on=on) if excusing else row.office
    by.require(Permission.TASK_SUPPORT, region=row.region, office=office or None)
    require_apart(by, row.person, on=on)
    return row


def excusing_office(row: Obligation, *, on: date) -> str:
    """The office that may excuse it on a day: the declared one, else the one that performs it."""
    declared = book().declaration(row.declared, row.region, on=on)
    if declared is None or declared.excused_by is None:
        return row.office
    return office_for(declared.excused_by, row.region, on=on)


def not_found() -> NotFound:
    return NotFound("obligation.not_found", what="没有这项义务", do="请从清单里打开")


def has_to_do_with(viewer: Principal, person: Person) -> bool:
    """Whether an office of the viewer has anything to do that this person owes, or that is owed them: who visits somebody
    needs to know whom, and where."""
    owed = Occurrence.objects.filter(readable(viewer, above="obligation__"), obligation__person=person)
    return owed.filter(state__in=[state.value for state in TO_DO], ended_on__isnull=True).exists()
