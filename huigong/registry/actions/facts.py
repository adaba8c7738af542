"""Recording what is known about people. A newer statement from the same source supersedes the older one, which is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record as record_event
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import days, writing
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.kernel.sentences import say
from huigong.registry import (
    cells,
    factnames,
    factvalues,
    filerows,
    heard,
    involved,
    lookup,
    putright,
    registration,
)
from huigong.registry.factvalues import FactValue
from huigong.registry.freshness import is_stale
from huigong.registry.lifetimes import require_begins
from huigong.registry.models import Person, PersonFact
from huigong.registry.recording import record_on
from huigong.registry.texts import fitting
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
    corrects: bool = False,
) -> PersonFact:
    """One statement about a person; said again unchanged while it is good, it is the same statement.

    Where an official says it in the place of what the same source said, or it `corrects` whatever was believed of that
    day, and it is another value or ends sooner, who has to hear of it hears of it in this transaction.

    People may claim about themselves; a clerk records claims, shared and
    verified facts; `decided` needs the right to decide in `region` for `office`. What is said of
    a place is said of `region`, of where the person lives without one.
    Raises `DomainError`: `person.not_found`, `facts.unknown`, `fact.value`, `facts.too_*`,
    `facts.not_yet`, `fact.verification`, `fact.period`, `fact.before_birth`, `fact.too_far`,
    `fact.number_differs`, `regions.unknown`, `day.out_of_range`, `access.denied`.
    """
    person = lookup.person(person_id)
    new = _read(NewFact(person_id, fact, value, source, verification, valid_from, valid_until, basis))
    _require_sound(new, person, today=localdate(now))
    _require_may_state(by, person, new, region=region, office=office, today=localdate(now))
    said_of = region or person.residence
    earlier = _current(person, new, said_of=said_of)
    same = earlier is not None and _same(earlier, new)
    if earlier is not None and same and not is_stale(earlier, localdate(now)):
        return earlier
    if earlier is not None:
        earlier.superseded_at = now
        earlier.save(update_fields=["superseded_at"])
    kept = _made(person, new, said_of=said_of, now=now)
    if (corrects or (earlier is not None and not same)) and not lookup.is_own(by, person):
        kept.corrects = putright.puts_right(kept)
    kept.save(force_insert=True)
    told: dict[str, object] = {"fact": new.fact, "verification": new.verification, "source": new.source}
    told["corrects"] = kept.corrects or (earlier is not None and not same)
    record_on(person, "registry.fact.recorded", by=by, now=now, region=region or "", data=told)
    if kept.corrects:
        heard.corrected(putright.of_fact(kept), by=by, now=now)
    return kept


@transaction.atomic
def record_many(*, by: Principal, now: datetime, rows: Iterable[NewFact]) -> int:
    """The facts of a file about people registered already; returns how many were new.

    A row whose statement is known and still good is left as it is: files bring first words, and
    say again what went stale; corrections go one by one. One audit event for the batch.
    `decided` facts come only out of a case. Raises `RowsRefused` with the error of every row that
    `record` would refuse, that is decided (`fact.decided_in_bulk`), or that says something else
    than another row (`fact.rows_differ`) or than what is known and still good
    (`fact.known_otherwise`), and `access.denied`.
    """
    wanted = list(rows)
    people = lookup.people({row.person_id for row in wanted})
    for region in sorted({person.residence for person in people.values()}):
        by.require(Permission.PERSON_REGISTER, region=region)
    earlier = {_key(row): row for row in _known_statements(people)}
    today = localdate(now)
    good = {key: row for key, row in earlier.items() if not is_stale(row, today)}

    def make(row: NewFact) -> PersonFact:
        person, new = lookup.person_among(people, row.person_id), _read(row)
        _require_fit_for_bulk(new, person, today=today)
        return _made(person, new, said_of=person.residence, now=now)

    def compare(by_key: Mapping[int, PersonFact]) -> filerows.Errors:
        differing = filerows.contradictions(by_key, key=_key, said=_said, error=_rows_differ)
        return _otherwise(by_key, good) | differing

    by_key = {_key(fact): fact for fact in filerows.each(wanted, make, compare=compare)}
    fresh = {key: fact for key, fact in by_key.items() if key not in good}
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


def _read(row: NewFact) -> NewFact:
    """The row with its words as they are kept, so that what is compared is what is kept."""
    valid_from = cells.day(row.valid_from, label="起始日")
    if valid_from is None:
        raise Invalid(
            code="fact.no_start", about="valid_from", what="没有填写起始日", do="请填写从哪一天起是这样"
        )
    return replace(
        row,
        fact=writing.line(cells.text(row.fact, label="事实")),
        source=fitting(PersonFact, "source", cells.text(row.source, label="来源")),
        verification=_verification(cells.text(row.verification, label="核验程度")),
        valid_from=valid_from,
        valid_until=cells.day(row.valid_until, label="截止日"),
        basis=fitting(PersonFact, "basis", cells.text(row.basis, label="依据")),
    )


def _verification(written: str) -> PersonFact.Verification:
    plain = writing.line(written)
    for known in Verification:
        if plain in (known.value, known.label):
            return known
    labels = "、".join(str(label) for label in Verification.labels)
    raise Invalid(
        code="fact.verification",
        about="verification",
        what=say("核验程度“{plain}”读不懂", plain=plain[:20]),
        do=say("请从“{labels}”中选一个", labels=labels),
    )


def _made(person: Person, new: NewFact, *, said_of: str, now: datetime) -> PersonFact:
    return PersonFact(
        person=person,
        fact=new.fact,
        value=factvalues.encode(new.value),
        source=new.source,
        region=said_of,
        verification=new.verification,
        valid_from=new.valid_from,
        valid_until=new.valid_until,
        recorded_at=now,
        basis=new.basis,
    )


def _current(person: Person, new: NewFact, *, said_of: str) -> PersonFact | None:
    """What the same source says now; what it says of another place stays beside it."""
    same = {"fact": new.fact, "source": new.source, "verification": new.verification}
    rows = PersonFact.objects.known_at().filter(person=person, valid_from=new.valid_from, **same)
    if factnames.dictionary()[new.fact].of_place:
        rows = rows.filter(region=said_of)
    return rows.select_for_update().first()


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


def _said(row: PersonFact) -> tuple[object, ...]:
    return (row.value, row.valid_until, row.basis)


def _otherwise(
    made: Mapping[int, PersonFact], good: Mapping[tuple[object, ...], PersonFact]
) -> filerows.Errors:
    """The error of every row that says something else than a known statement; only of these the values are unsealed."""
    known = {number: good[key] for number, row in made.items() if (key := _key(row)) in good}
    keys = sorted({row.pk for row in known.values()})
    whole: dict[int, PersonFact] = {}
    for first in range(0, len(keys), _BATCH):
        whole |= PersonFact.objects.in_bulk(keys[first : first + _BATCH])
    return {
        number: _known_otherwise(row.fact)
        for number, row in known.items()
        if _said(whole[row.pk]) != _said(made[number])
    }


def _rows_differ(row: int) -> DomainError:
    return Conflict(
        code="fact.rows_differ",
        what=say("同一个人的同一件事，在第{row}行写的内容不一样", row=row),
        why="来源、核验程度和起始日都相同，不知道以哪一行为准",
        do="请核对后只留一行",
    )


def _known_otherwise(fact: str) -> DomainError:
    return Conflict(
        code="fact.known_otherwise",
        what=say("“{fact}”已经按同一来源、同一起始日登记过，内容不一样", fact=fact),
        why="文件只登记新的内容，不改已经登记的",
        do="请核对；确实要更正的，逐条更正，并从文件里去掉这一行",
    )


def _supersede(rows: list[PersonFact], *, now: datetime) -> None:
    for first in range(0, len(rows), _BATCH):
        batch = [row.pk for row in rows[first : first + _BATCH]]
        PersonFact.objects.filter(pk__in=batch).update(superseded_at=now)


def _require_may_state(
    by: Principal, person: Person, new: NewFact, *, region: str | None, office: str | None, today: date
) -> None:
    if new.verification == Verification.DECIDED:
        by.require(Permission.CASE_DECIDE, region=region or person.residence, office=office)
    elif not (new.verification == Verification.CLAIMED and lookup.is_own(by, person)):
        by.require(Permission.PERSON_REGISTER, region=person.residence)
        involved.require_apart(by, person, on=today)


def _require_sound(new: NewFact, person: Person, *, today: date) -> None:
    factnames.require(new.fact, new.value)
    known = {"出生日期": person.born_on}
    require_possible(factnames.dictionary(), {new.fact: new.value}, today=today, known=known)
    registration.require_agrees(person, new.fact, new.value, on=new.valid_from)
    days.require_sane(new.valid_from, label="起始日")
    require_begins(new.valid_from, person.born_on, today=today, noun="fact", label="起始日")
    if new.valid_until is not None:
        days.require_sane(new.valid_until, label="截止日")
    if new.valid_until is not None and new.valid_until < new.valid_from:
        raise Invalid(
            code="fact.period",
            about="valid_until",
            what=say("“{fact}”的截止日早于起始日", fact=new.fact),
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
