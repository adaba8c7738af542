"""Households: who lives together, from when to when.

On every day on which somebody belongs to a household, exactly one of them is its
head, and nobody belongs to two. When the head leaves, whoever stays is written
down anew by the relation to the next head.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, DomainError, RowsRefused
from huigong.registry import filerows, heard, involved, lookup
from huigong.registry.models import Household, HouseholdMember, Person
from huigong.registry.roll import (
    NewHousehold,
    already_member,
    read,
    relation_of,
    require_day,
    require_same,
    require_sound,
    require_whole,
    spells_of,
)
from huigong.registry.texts import one_line

_BATCH = 1000
_ONE_DAY = timedelta(days=1)
_HEAD = HouseholdMember.Relation.HEAD


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

    Raises `DomainError`: `person.not_found`, `regions.unknown`, `household.empty`, `household.no_head`,
    `household.two_heads`, `household.two_spouses`, `household.member_twice`, `household.relation`, `household.already_member`,
    `household.future`, `household.before_birth`, `person.own_matter`, `access.denied`.
    """
    people = lookup.people({person_id for person_id, _ in members})
    involved.require_apart(by, *people.values(), on=localdate(now))
    try:
        (household,) = _form([NewHousehold(region, tuple(members), valid_from, address)], by=by, now=now)
    except RowsRefused as refused:
        raise refused.rows[1] from None
    _record("registry.household.formed", household, by=by, now=now, data={"members": len(members)})
    return household


@transaction.atomic
def form_many(*, by: Principal, now: datetime, rows: Iterable[NewHousehold]) -> list[Household]:
    """The households of a file, in its order. One audit event for the batch.

    Raises `RowsRefused` with the error of every row that `form` would refuse, and `access.denied`;
    nothing is kept then.
    """
    households = _form(list(rows), by=by, now=now)
    record(
        by=by,
        now=now,
        verb="registry.households.formed",
        subject="registry.Household",
        data={"formed": len(households)},
    )
    return households


@transaction.atomic
def join(
    *, by: Principal, now: datetime, household_id: str, person_id: str, relation: str, valid_from: date
) -> HouseholdMember:
    """The person joins; told again, it is the same membership.

    Raises `DomainError`: `household.not_found`, `person.not_found`, `household.relation`,
    `household.known_otherwise`, `household.already_member`, `household.two_heads`, `household.two_spouses`, `household.no_head`
    before the household began, `household.future`, `household.before_birth`, `person.own_matter`, `access.denied`.
    """
    household, person = lookup.household(household_id), lookup.person(person_id)
    by.require(Permission.PERSON_REGISTER, region=household.region)
    involved.require_apart(by, person, on=localdate(now))
    place = relation_of(relation)
    known = HouseholdMember.objects.filter(household=household, person=person, valid_from=valid_from).first()
    if known is not None:
        require_same(place, known)
        return known
    require_day(valid_from, [person], today=localdate(now))
    _lock(household, [person])
    if any(spell.reaches(valid_from) for spell in spells_of([person])[person.pk]):
        raise already_member()
    member = HouseholdMember(household=household, person=person, relation=place, valid_from=valid_from)
    require_whole([*_rows(household), member], since=valid_from)
    member.save(force_insert=True)
    _record(
        "registry.household.joined", household, by=by, now=now, person=person, data={"relation": place.value}
    )
    return member


@transaction.atomic
def leave(
    *,
    by: Principal,
    now: datetime,
    household_id: str,
    person_id: str,
    valid_until: date,
    remaining: Sequence[tuple[str, str]] = (),
) -> HouseholdMember:
    """The person's last day in the household.

    When the head leaves others behind, `remaining` says of every one of them (public id,
    relation to the next head) what they are from the day after; one of them is the head.
    Raises `DomainError`: `household.not_found`, `household.not_member`, `household.head_needed`,
    `household.two_heads`, `household.two_spouses`, `household.joined_later`, `household.relation`, `household.future`,
    `person.own_matter`, `access.denied`.
    """
    household, person = lookup.household(household_id), lookup.person(person_id)
    by.require(Permission.PERSON_REGISTER, region=household.region)
    involved.require_apart(by, person, on=localdate(now))
    _lock(household, [person])
    rows = _rows(household)
    left = [row for row in rows if row.person_id == person.pk and row.valid_until == valid_until]
    if left:
        return left[0]
    require_day(valid_until, [], today=localdate(now))
    member = _open_row(rows, person, valid_until)
    others = [row for row in rows if row.valid_until is None and row is not member]
    member.valid_until = valid_until
    anew = []
    if member.relation == _HEAD:
        if any(row.valid_from > valid_until for row in others):
            raise _joined_later()
        anew = _written_anew(household, others, remaining, after=valid_until)
        require_whole([*rows, *anew], since=valid_until + _ONE_DAY)
    for row in [member, *(others if anew else [])]:
        row.save(update_fields=["valid_until"])
    HouseholdMember.objects.bulk_create(anew)
    data = {"until": valid_until.isoformat(), "written_anew": len(anew)}
    _record("registry.household.left", household, by=by, now=now, person=person, data=data)
    heard.household_left([person, *(row.person for row in others)], by=by, now=now)
    return member


def _joined_later() -> DomainError:
    return Conflict(
        code="household.joined_later",
        what="户主不能在这一天离开",
        why="这一天以后还有人加入了这一户，他们加入时户主还在",
        do="请核对户主离开的日子，或先更正后来的人加入的日子",
    )


def _form(rows: list[NewHousehold], *, by: Principal, now: datetime) -> list[Household]:
    people = lookup.people({person_id for row in rows for person_id, _ in row.members})
    _lock(None, list(people.values()))
    rows = _all_sound(rows, people, by=by, today=localdate(now))
    households = [
        Household(region=row.region, address=one_line(row.address, label="住址"), registered_at=now)
        for row in rows
    ]
    Household.objects.bulk_create(households, batch_size=_BATCH)
    members = [
        HouseholdMember(
            household=household,
            person=people[lookup.hex_of(person_id)],
            relation=relation_of(relation),
            valid_from=row.valid_from,
        )
        for household, row in zip(households, rows, strict=True)
        for person_id, relation in row.members
    ]
    HouseholdMember.objects.bulk_create(members, batch_size=_BATCH)
    return households


def _all_sound(
    rows: list[NewHousehold], people: Mapping[str, Person], *, by: Principal, today: date
) -> list[NewHousehold]:
    """The rows as they are kept. Raises `RowsRefused` and `access.denied`."""
    spells = spells_of(list(people.values()))

    def make(row: NewHousehold) -> NewHousehold:
        plain = read(row)
        by.require(Permission.PERSON_REGISTER, region=plain.region)
        members = [lookup.person_among(people, person_id) for person_id, _ in plain.members]
        require_sound(plain, members, today=today)
        if any(spell.reaches(plain.valid_from) for each in members for spell in spells[each.pk]):
            raise already_member()
        return plain

    return filerows.each(rows, make, compare=lambda _: _in_two_rows(rows))


def _in_two_rows(rows: list[NewHousehold]) -> filerows.Errors:
    """The error of every row with somebody who is in another row too; `each` prefers what a row says by itself."""
    errors: filerows.Errors = {}
    row_of: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        ids = {lookup.hex_of(person_id) for person_id, _ in row.members} - {""}
        for earlier in sorted({row_of.setdefault(each, number) for each in ids} - {number}):
            errors.setdefault(earlier, already_member(row=number))
            errors.setdefault(number, already_member(row=earlier))
    return errors


def _open_row(rows: list[HouseholdMember], person: Person, day: date) -> HouseholdMember:
    for row in rows:
        if row.person_id == person.pk and row.valid_until is None and row.valid_from <= day:
            return row
    raise Conflict(code="household.not_member", what="这个人那时不在这个家庭户里", do="请核对人员和日期")


def _written_anew(
    household: Household, others: list[HouseholdMember], remaining: Sequence[tuple[str, str]], *, after: date
) -> list[HouseholdMember]:
    """The rows of those who stay, from the day after; ends their earlier rows (not yet saved)."""
    relations = {lookup.hex_of(person_id): relation for person_id, relation in remaining}
    if {row.person.public_id.hex for row in others} != relations.keys():
        raise Conflict(
            code="household.head_needed",
            what="户主迁出以后，要有新的户主",
            why="家庭户任何时候都要有一位户主，其余的人按与户主的关系登记",
            do="请写明留下的每一个人与新户主的关系，其中一位是户主；全家都迁出的，先登记其他人迁出",
        )
    anew = []
    for row in others:
        row.valid_until = after
        relation = relation_of(relations[row.person.public_id.hex])
        anew.append(
            HouseholdMember(
                household=household, person=row.person, relation=relation, valid_from=after + _ONE_DAY
            )
        )
    return anew


def _rows(household: Household) -> list[HouseholdMember]:
    return list(HouseholdMember.objects.filter(household=household).select_related("person"))


def _lock(household: Household | None, people: list[Person]) -> None:
    """Locks the rows, always in the same order, so that two actions on one household or person cannot deadlock."""
    keys = sorted(person.pk for person in people)
    for first in range(0, len(keys), _BATCH):
        batch = Person.objects.filter(pk__in=keys[first : first + _BATCH]).order_by("pk")
        list(batch.select_for_update().values_list("pk"))
    if household is not None:
        Household.objects.select_for_update().filter(pk=household.pk).values_list("pk").get()


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
        subject=subject_of(household),
        region=household.region,
        person=person.public_id.hex if person else None,
        data=data,
    )
