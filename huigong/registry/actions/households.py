"""Households: who lives together, from when to when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huigong.audit.actions import record
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, DomainError
from huigong.registry import lookup
from huigong.registry.models import Household, HouseholdMember, Person

_BATCH = 1000


@dataclass(frozen=True)
class NewHousehold:
    """A household as it comes from a file; `members` are (public id of the person, relation to the head)."""

    region: str
    members: tuple[tuple[str, str], ...]
    valid_from: date
    address: str = ""


@transaction.atomic
def form(
    *,
    by: Principal,
    now: datetime,
    region: str,
    members: Sequence[tuple[str, str]],
    valid_from: date,
    address: str = "",
) -> Household:
    """A household of people registered already, each with the relation to the head.

    Raises `DomainError`: `person.not_found`, `household.already_member`, `access.denied`.
    """
    (household,) = _form([NewHousehold(region, tuple(members), valid_from, address)], by=by, now=now)
    _record("registry.household.formed", household, by=by, now=now, data={"members": len(members)})
    return household


@transaction.atomic
def form_many(*, by: Principal, now: datetime, rows: Iterable[NewHousehold]) -> list[Household]:
    """The households of a file, in its order. One audit event for the batch. Raises as `form`."""
    made = _form(list(rows), by=by, now=now)
    record(
        by=by,
        now=now,
        verb="registry.households.formed",
        subject="registry.Household",
        data={"formed": len(made)},
    )
    return made


@transaction.atomic
def join(
    *, by: Principal, now: datetime, household_id: str, person_id: str, relation: str, valid_from: date
) -> HouseholdMember:
    """The person joins; told again, it is the same membership.

    Raises `DomainError`: `household.not_found`, `person.not_found`,
    `household.already_member`, `access.denied`.
    """
    household, person = lookup.household(household_id), lookup.person(person_id)
    by.require(Permission.PERSON_REGISTER, region=household.region)
    known = HouseholdMember.objects.filter(household=household, person=person, valid_from=valid_from).first()
    if known is not None:
        return known
    _require_free([person])
    member = HouseholdMember.objects.create(
        household=household,
        person=person,
        relation=HouseholdMember.Relation(relation),
        valid_from=valid_from,
    )
    _record(
        "registry.household.joined", household, by=by, now=now, person=person, data={"relation": relation}
    )
    return member


@transaction.atomic
def leave(
    *, by: Principal, now: datetime, household_id: str, person_id: str, valid_until: date
) -> HouseholdMember:
    """The person's last day in the household.

    Raises `DomainError`: `household.not_found`, `household.not_member`, `access.denied`.
    """
    household, person = lookup.household(household_id), lookup.person(person_id)
    by.require(Permission.PERSON_REGISTER, region=household.region)
    rows = HouseholdMember.objects.filter(household=household, person=person)
    left = rows.filter(valid_until=valid_until).first()
    if left is not None:
        return left
    member = rows.filter(valid_until__isnull=True, valid_from__lte=valid_until).select_for_update().first()
    if member is None:
        raise Conflict(
            code="household.not_member",
            what="这个人那时不在这个家庭户里",
            do="请核对人员和日期",
        )
    member.valid_until = valid_until
    member.save(update_fields=["valid_until"])
    data = {"until": valid_until.isoformat()}
    _record("registry.household.left", household, by=by, now=now, person=person, data=data)
    return member


def _form(rows: list[NewHousehold], *, by: Principal, now: datetime) -> list[Household]:
    for region in sorted({row.region for row in rows}):
        by.require(Permission.PERSON_REGISTER, region=region)
    people = lookup.people({person_id for row in rows for person_id, _ in row.members})
    _require_free(list(people.values()))
    made = [Household(region=row.region, address=row.address.strip(), registered_at=now) for row in rows]
    Household.objects.bulk_create(made, batch_size=_BATCH)
    members = [
        HouseholdMember(
            household=household,
            person=people[lookup.hex_of(person_id)],
            relation=HouseholdMember.Relation(relation),
            valid_from=row.valid_from,
        )
        for household, row in zip(made, rows, strict=True)
        for person_id, relation in row.members
    ]
    if len(people) < len(members):
        raise _already_member()
    HouseholdMember.objects.bulk_create(members, batch_size=_BATCH)
    return made


def _require_free(people: list[Person]) -> None:
    keys = [person.pk for person in people]
    for first in range(0, len(keys), _BATCH):
        taken = HouseholdMember.objects.filter(
            person_id__in=keys[first : first + _BATCH], valid_until__isnull=True
        )
        if taken.exists():
            raise _already_member()


def _already_member() -> DomainError:
    return Conflict(
        code="household.already_member",
        what="有人已经在一个家庭户里",
        why="一个人同一时间只属于一个家庭户",
        do="请先登记从原家庭户迁出的日期",
    )


def _record(
    verb: str,
    household: Household,
    *,
    by: Principal,
    now: datetime,
    data: Mapping[str, object],
    person: Person | None = None,
) -> None:
    record(
        by=by,
        now=now,
        verb=verb,
        subject=f"registry.Household:{household.public_id.hex}",
        region=household.region,
        person=person.public_id.hex if person else None,
        data=data,
    )
