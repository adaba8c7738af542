"""Obligations follow their people, and go from one office to another."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huigong.audit.actions import record
from huigong.audit.subjects import kind_of, subject_of
from huigong.casework.accountability import lives
from huigong.casework.timekeeping import day_of
from huigong.directory.principals import Principal, covers, office_region
from huigong.kernel.errors import Invalid
from huigong.kernel.writing import said
from huigong.obligations import access
from huigong.obligations.declaring.reading import book
from huigong.obligations.looking import look_at
from huigong.obligations.models import Obligation
from huigong.obligations.offices import office_for
from huigong.registry.models import Person


def follow(person: Person, by: Principal, now: datetime) -> None:
    """What is open is the new place's from now on; what was done stays as it was done."""
    rows = list(
        Obligation.objects.select_for_update(of=("self",))
        .filter(person=person, subject__startswith=kind_of(Person))
        .order_by("pk")
    )
    moved = [row for row in rows if row.region != person.residence]
    for row in moved:
        declared = book().declaration(row.declared, person.residence, on=day_of(now))
        row.region, row.person = person.residence, person
        row.office = office_for(declared.performer if declared else None, row.region, on=day_of(now))
    if not moved:
        return
    Obligation.objects.bulk_update(moved, ["region", "office"])
    look_at(moved, now=now)
    record(
        by=by,
        now=now,
        verb="obligations.followed",
        subject=subject_of(person),
        region=person.residence,
        person=person,
        data={"obligations": len(moved)},
    )


@transaction.atomic
def hand_over(*, obligation_id: str, office: str, reason: str, by: Principal, now: datetime) -> Obligation:
    """Another office performs or watches it from now on, until the person moves; the reason stands in the trail.

    Raises `DomainError`: `obligation.not_found`, `obligation.no_office`, `obligation.no_reason`, `access.denied`,
    `person.own_matter`.
    """
    row = access.locked(obligation_id, by=by, on=day_of(now))
    why = said(reason)
    if not why:
        raise Invalid("obligation.no_reason", about="reason", what="没有写为什么转", do="请写明原因")
    if office == row.office or not _may_have(row, office, on=day_of(now)):
        raise Invalid(
            "obligation.no_office",
            about="office",
            what="不能转给这个部门",
            why="只能转给这个地方现在有的另一个部门",
            do="请从列表里选",
        )
    before, row.office = row.office, office
    row.save(update_fields=["office"])
    record(
        by=by,
        now=now,
        verb="obligations.handed_over",
        subject=subject_of(row),
        region=row.region,
        person=row.person,
        purpose=why,
        data={"from": before, "to": office},
    )
    return row


def _may_have(row: Obligation, office: str, *, on: date) -> bool:
    """Whether it is an office of the place or of one above it that there is on the day."""
    return covers(office_region(office), row.region) and lives(office, on)
