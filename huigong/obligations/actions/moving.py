"""Obligations follow their people."""

from __future__ import annotations

from datetime import datetime

from huigong.audit.actions import record
from huigong.audit.subjects import kind_of, subject_of
from huigong.casework.timekeeping import day_of
from huigong.directory.principals import Principal
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
