"""What rules may know about people from the register: one query a group of facts.

Silence is never a no: without a current engagement the register does not say
that somebody has no job, it says nothing.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.registry import factvalues, lookup
from huigong.registry.access import look
from huigong.registry.factvalues import FactValue
from huigong.registry.models import Engagement, Person, PersonFact

_STRENGTH = {
    PersonFact.Verification.CLAIMED: 0,
    PersonFact.Verification.SHARED: 1,
    PersonFact.Verification.VERIFIED: 2,
    PersonFact.Verification.DECIDED: 3,
}


@transaction.atomic
def known(
    viewer: Principal, person_id: str, on: date, *, now: datetime, known_at: datetime | None = None
) -> dict[str, FactValue]:
    """Fact name → value, true on `on`, as this register believed at `known_at` (now, when None).

    Raises `DomainError`: `person.not_found`, `access.denied`, `person.purpose_needed`.
    """
    person = lookup.person(person_id)
    values = values_of(person, on, known_at=known_at)
    look(viewer, person, permission=Permission.PERSON_FIND, now=now, fields=values)
    return values


def values_of(person: Person, on: date, *, known_at: datetime | None = None) -> dict[str, FactValue]:
    """`known` for callers that have checked and recorded the look themselves."""
    as_kept = _as_kept(person, known_at)
    if as_kept is None:
        return {}
    return {
        **_from_engagements(person, on, known_at),
        **_stated(person, on, known_at),
        **_from_registration(as_kept, on),
    }


def _as_kept(person: Person, known_at: datetime | None) -> Person | None:
    """The person's row as it stood then; None before the registration."""
    if known_at is None:
        return person
    try:
        return person.history.as_of(known_at)
    except Person.DoesNotExist:
        return None


def _from_registration(person: Person, on: date) -> dict[str, FactValue]:
    """Dates, not what follows from them: the rules derive age and months of residence for any day they ask about."""
    values: dict[str, FactValue] = {
        "出生日期": person.born_on,
        "性别": person.get_sex_display(),
        "户籍地": person.hukou_place,
        "现居住地": person.residence,
    }
    if person.residence_since is not None and person.residence_since <= on:
        values["居住起始日期"] = person.residence_since
    return values


def _from_engagements(person: Person, on: date, known_at: datetime | None) -> dict[str, FactValue]:
    current = list(Engagement.objects.known_at(known_at).valid_on(on).filter(person=person))
    if not current:
        return {}
    values: dict[str, FactValue] = {"与用人单位建立劳动关系": True}
    signed = [row.contract_signed for row in current if row.contract_signed is not None]
    if signed:
        values["签订劳动合同"] = any(signed)
    if any(row.project for row in current):
        values["在建筑工地工作"] = True
    return values


def _stated(person: Person, on: date, known_at: datetime | None) -> dict[str, FactValue]:
    """The surest statement of each fact; among equally sure ones the one that began, then was recorded, last."""
    rows = PersonFact.objects.known_at(known_at).valid_on(on).filter(person=person)
    surest_last = sorted(
        rows,
        key=lambda row: (
            _STRENGTH[PersonFact.Verification(row.verification)],
            row.valid_from,
            row.recorded_at,
            row.pk,
        ),
    )
    return {row.fact: factvalues.decode(row.value) for row in surest_last}
