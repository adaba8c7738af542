"""Recording what is known about people. A newer statement from the same source supersedes the older one, which is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record as record_event
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import days
from huigong.kernel.errors import Conflict, Invalid
from huigong.registry import factnames, factvalues, filerows, lookup
from huigong.registry.factvalues import FactValue
from huigong.registry.freshness import is_stale
from huigong.registry.models import Person, PersonFact
from huigong.registry.texts import fitting
from huigong.registry.trail import record_on
from huigong.rules.bounds import require_possible

_BATCH = 1000
Verification = PersonFact.Verification


@dataclass(frozen=True)
class NewFact:
    """A fact as it comes from a file; `person_id` is the public id, `valid_until` the last day."""

    person_id: str
    fact: str
    value: FactValue
    source: str
    verification: str
    valid_from: date
    valid_until: date | None = None
    basis: str = ""


@transaction.atomic
def record(
    *,
    by: Principal,
    now: datetime,
    person_id: str,
    fact: str,
    value: FactValue,
    source: str,
    verification: str,
    valid_from: date,
    valid_until: date | None = None,
    basis: str = "",
    region: str | None = None,
    office: str | None = None,
) -> PersonFact:
    """One statement about a person; said again unchanged while it is good, it is the same statement.

    People may claim about themselves; a clerk records claims, shared and
    verified facts; `decided` needs the right to decide in `region` for `office`.
    Raises `DomainError`: `person.not_found`, `facts.unknown`, `fact.value`, `facts.too_*`,
    `facts.not_yet`, `fact.period`, `day.out_of_range`, `access.denied`.
    """
    person = lookup.person(person_id)
    new = NewFact(person_id, fact, value, source, Verification(verification), valid_from, valid_until, basis)
    _require_sound(new, person, today=localdate(now))
    _require_may_state(by, person, new, region=region, office=office)
    earlier = _current(person, new)
    same = earlier is not None and _same(earlier, new)
    if earlier is not None and same and not is_stale(earlier, localdate(now)):
        return earlier
    if earlier is not None:
        earlier.superseded_at = now
        earlier.save(update_fields=["superseded_at"])
    kept = _made(person, new, now=now)
    kept.save(force_insert=True)
    record_on(
        person,
        "registry.fact.recorded",
        by=by,
        now=now,
        region=region or "",
        data={
            "fact": fact,
            "verification": new.verification,
            "source": source,
            "corrects": earlier is not None and not same,
        },
    )
    return kept


@transaction.atomic
def record_many(*, by: Principal, now: datetime, rows: Iterable[NewFact]) -> int:
    """The facts of a file about people registered already; returns how many were new.

    A row whose statement is known and still good is left as it is: files bring first words, and
    say again what went stale; corrections go one by one. One audit event for the batch.
    `decided` facts come only out of a case. Raises `RowsRefused` with the error of every row that
    `record` would refuse or that is decided (`fact.decided_in_bulk`), and `access.denied`.
    """
    wanted = list(rows)
    people = lookup.people({row.person_id for row in wanted})
    for region in sorted({person.residence for person in people.values()}):
        by.require(Permission.PERSON_REGISTER, region=region)
    earlier = {_key(row): row for row in _known_statements(people)}
    today = localdate(now)

    def make(row: NewFact) -> PersonFact:
        person = people[lookup.hex_of(row.person_id)]
        _require_fit_for_bulk(row, person, today=today)
        return _made(person, row, now=now)

    made = {_key(fact): fact for fact in filerows.each(wanted, make)}
    fresh = {
        key: fact
        for key, fact in made.items()
        if (known := earlier.get(key)) is None or is_stale(known, today)
    }
    _supersede([earlier[key] for key in fresh if key in earlier], now=now)
    PersonFact.objects.bulk_create(fresh.values(), batch_size=_BATCH)
    record_event(
        by=by,
        now=now,
        verb="registry.facts.recorded",
        subject="registry.PersonFact",
        data={"given": len(wanted), "recorded": len(fresh)},
    )
    return len(fresh)


def _made(person: Person, new: NewFact, *, now: datetime) -> PersonFact:
    return PersonFact(
        person=person,
        fact=new.fact,
        value=factvalues.encode(new.value),
        source=fitting(PersonFact, "source", new.source),
        verification=new.verification,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
        recorded_at=now,
        basis=fitting(PersonFact, "basis", new.basis),
    )


def _current(person: Person, new: NewFact) -> PersonFact | None:
    return (
        PersonFact.objects.known_at()
        .filter(
            person=person,
            fact=new.fact,
            source=new.source,
            verification=new.verification,
            valid_from=new.valid_from,
        )
        .select_for_update()
        .first()
    )


def _same(earlier: PersonFact, new: NewFact) -> bool:
    return (earlier.value, earlier.valid_until, earlier.basis) == (
        factvalues.encode(new.value),
        new.valid_until,
        new.basis,
    )


def _key(row: PersonFact) -> tuple[object, ...]:
    return (row.person_id, row.fact, row.source, row.verification, row.valid_from)


def _known_statements(people: dict[str, Person]) -> Iterator[PersonFact]:
    """Without their values: nothing is unsealed."""
    keys = [person.pk for person in people.values()]
    for first in range(0, len(keys), _BATCH):
        yield from (
            PersonFact.objects.known_at().filter(person_id__in=keys[first : first + _BATCH]).defer("value")
        )


def _supersede(rows: list[PersonFact], *, now: datetime) -> None:
    for first in range(0, len(rows), _BATCH):
        batch = [row.pk for row in rows[first : first + _BATCH]]
        PersonFact.objects.filter(pk__in=batch).update(superseded_at=now)


def _require_may_state(
    by: Principal, person: Person, new: NewFact, *, region: str | None, office: str | None
) -> None:
    if new.verification == Verification.DECIDED:
        by.require(Permission.CASE_DECIDE, region=region or person.residence, office=office)
    elif not (new.verification == Verification.CLAIMED and lookup.is_own(by, person)):
        by.require(Permission.PERSON_REGISTER, region=person.residence)


def _require_sound(new: NewFact, person: Person, *, today: date) -> None:
    factnames.require(new.fact, new.value)
    known = {"出生日期": person.born_on}
    require_possible(factnames.dictionary(), {new.fact: new.value}, today=today, known=known)
    days.require_sane(new.valid_from, label="起始日")
    if new.valid_until is not None:
        days.require_sane(new.valid_until, label="截止日")
    if new.valid_until is not None and new.valid_until < new.valid_from:
        raise Invalid(
            code="fact.period",
            what=f"“{new.fact}”的截止日早于起始日",
            do="请核对起止日期",
        )


def _require_fit_for_bulk(row: NewFact, person: Person, *, today: date) -> None:
    _require_sound(row, person, today=today)
    if row.verification == Verification.DECIDED:
        raise Conflict(
            code="fact.decided_in_bulk",
            what="决定认定的事实不能批量导入",
            why="决定认定只能由办件的决定产生",
            do="请改为“部门共享”或“核验属实”，并写明来源",
        )
