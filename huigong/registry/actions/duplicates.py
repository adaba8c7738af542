"""People who may stand in the register twice: looked for by machine, decided by people, one pair after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice

import duckdb
import pyarrow as pa
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.models import AuditEvent
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal, covers, region_prefix
from huigong.directory.reach import within
from huigong.kernel import regions
from huigong.kernel.errors import Conflict, DomainError, Invalid, Unavailable
from huigong.registry import involved, lookup
from huigong.registry.duplicates import not_found
from huigong.registry.linking import joining
from huigong.registry.linking.columns import ADDRESS, BIRTH, HEAD, HUKOU, ID, NAME, NUMBER, PHONE, SEX
from huigong.registry.linking.joining import Pair, Within
from huigong.registry.models import HouseholdMember, Person, PossibleDuplicate, SameOrNot
from huigong.registry.recording import record_on
from huigong.registry.texts import fitting

SEARCHED = "registry.duplicates.searched"
PURPOSE = "查找重复登记的人"
_AT_ONCE = 500
_KINDS = (ID, NAME, NUMBER, BIRTH, SEX, PHONE, HUKOU, ADDRESS, HEAD)
_UNCHECKED = ("", SameOrNot.UNSURE.value)


@dataclass(frozen=True)
class Searched:
    """How many people were compared; how many pairs are new, and how many wait for somebody to look in all.

    `left_out` are less likely ones that come when there is room: people can look at so many at a time.
    """

    people: int
    new: int
    waiting: int
    left_out: int = 0


def search(*, by: Principal, now: datetime, region: str) -> Searched:
    """Compares everybody on record who lives in `region`, and keeps who may be whom for people to decide.

    Nobody becomes one by machine. What was decided stays and takes no room; pairs that nobody has looked at and that
    are alike no more go, and those for which likelier ones leave no room. The same search again changes nothing. Names
    are opened in this process alone.
    Raises `DomainError`: `access.denied`, `regions.unknown`, `duplicates.stopped`, `duplicates.changed`.
    """
    code = regions.find(region).code
    by.require(Permission.PEOPLE_EXPORT, region=code)
    people = Person.objects.on_record().filter(within("residence", region_prefix(code)))
    rows, inside = _opened(people), people.order_by().values("pk")
    decided = PossibleDuplicate.objects.filter(first__in=inside, second__in=inside).exclude(verdict="")
    keys = [(str(first), str(second)) for first, second in decided.values_list("first", "second")]
    try:
        compared = joining.within(rows, decided=keys)
    except duckdb.Error:  # what it says may quote a cell, and this reaches pages and logs
        raise Unavailable(
            "duplicates.stopped",
            what="查重到一半停了，什么都没有改",
            why="要比对的人太多，或者这台机器内存不够",
            do="请按县分开查，或者换一台机器",
        ) from None
    try:
        return _keep(compared, people, compared_people=rows.num_rows, code=code, by=by, now=now)
    except IntegrityError as error:
        raise Conflict(
            "duplicates.changed",
            what="查重的时候有档案刚刚合并，这次的结果没有留下",
            do="请再查一次",
        ) from error


def search_changed(*, now: datetime) -> int:
    """The same for every county where somebody was registered or changed since the last search; gives the new pairs.

    What stops in one county does not keep the others from being searched; it is raised at the end.
    """
    changed = Person.history.order_by().values_list("residence").annotate(Max("history_date"))
    searches = AuditEvent.objects.filter(verb=SEARCHED).order_by().values_list("region").annotate(Max("at"))
    searched = list(searches)
    due = [
        county
        for county, last in sorted(changed)
        if regions.known(county) and not any(covers(wide, county) and at >= last for wide, at in searched)
    ]
    new, stopped = 0, list[DomainError]()
    for county in due:
        try:
            new += search(by=SYSTEM, now=now, region=county).new
        except DomainError as error:
            stopped.append(error)
    if stopped:
        raise stopped[0]
    return new


@transaction.atomic
def decide(
    *, by: Principal, now: datetime, pair_id: str, verdict: SameOrNot, reason: str
) -> PossibleDuplicate:
    """Somebody has looked at a pair: two people, who are never asked about again, or nobody can tell, and it waits on.

    Raises `DomainError`: `duplicates.not_found`, `duplicates.decided`, `duplicates.no_reason`, `person.own_matter`,
    `access.denied`, `text.too_long`.
    """
    pair = waiting(pair_id)
    require_may_decide(by, pair, now=now)
    pair.verdict, pair.reason = verdict.value, required_reason(reason)
    pair.decided_at, pair.decided_by = now, by.account_id
    pair.save(update_fields=["verdict", "reason", "decided_at", "decided_by"])
    for person in (pair.first, pair.second):  # each reads the own trail, so the other is not named there
        record_on(person, "registry.duplicates.decided", by=by, now=now, data={"verdict": pair.verdict})
    return pair


def waiting(pair_id: str) -> PossibleDuplicate:
    """The pair, locked with its people, who come first: uniting one pair touches others of the same people.

    Raises `DomainError`: `duplicates.not_found`, `duplicates.decided`.
    """
    rows = PossibleDuplicate.objects.filter(public_id=lookup.public_uuid(pair_id))
    keys = {key for pair in rows.values_list("first", "second") for key in pair}
    held(*keys)
    pair = rows.select_for_update(of=("self",)).select_related("first", "second").first()
    if pair is None or {pair.first_id, pair.second_id} != keys:
        raise not_found()
    if pair.verdict == SameOrNot.DIFFERENT:
        raise Conflict(
            "duplicates.decided",
            what="这两个人已经有人看过，不是同一个人",
            do="请回到“疑似重复”看别的",
        )
    return pair


def held(*keys: int) -> list[Person]:
    """People by key, locked in one order; without those who are gone."""
    return list(Person.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def require_may_decide(by: Principal, pair: PossibleDuplicate, *, now: datetime) -> None:
    """Raises `DomainError`: `access.denied`, `person.own_matter`."""
    for person in (pair.first, pair.second):
        by.require(Permission.PERSON_REGISTER, region=person.residence)
    involved.require_apart(by, pair.first, pair.second, on=localdate(now))


def required_reason(reason: str) -> str:
    """Raises `DomainError`: `duplicates.no_reason`, `text.too_long`."""
    line = fitting(PossibleDuplicate, "reason", reason)
    if not line:
        raise Invalid(
            "duplicates.no_reason",
            about="reason",
            what="没有写理由",
            why="以后别人要能看到当时凭什么这样定",
            do="请写一句，例如“两张身份证都看过，是两个人”",
        )
    return line


def _opened(people: QuerySet[Person]) -> pa.Table:
    """One row a person, with everything that is compared, in the clear."""
    heads = _heads(people)
    rows = people.order_by("pk").iterator(chunk_size=_AT_ONCE)
    told = [
        (
            str(person.pk),
            person.name,
            person.resident_number,
            person.born_on.isoformat(),
            "男" if person.sex == Person.Sex.MALE else "女",
            person.phone or None,
            person.hukou_place or None,
            person.address or None,
            heads.get(person.pk),
        )
        for person in rows
    ]
    columns = zip(*told, strict=True) if told else ((),) * len(_KINDS)
    return pa.table(
        {kind: pa.array(column, pa.string()) for kind, column in zip(_KINDS, columns, strict=True)}
    )


def _heads(people: QuerySet[Person]) -> dict[int, str]:
    """Person → the name of the head of the household that they are in."""
    living = HouseholdMember.objects.filter(valid_until=None)
    homes = dict(
        living.filter(person__in=people.order_by().values("pk")).values_list("person_id", "household_id")
    )
    heads = living.filter(
        relation=HouseholdMember.Relation.HEAD,
        household__in=living.filter(person__in=people.order_by().values("pk")).values("household"),
    ).select_related("person")
    names = {row.household_id: row.person.name for row in heads.iterator(chunk_size=_AT_ONCE)}
    return {person: names[home] for person, home in homes.items() if home in names}


@transaction.atomic
def _keep(
    compared: Within,
    people: QuerySet[Person],
    *,
    compared_people: int,
    code: str,
    by: Principal,
    now: datetime,
) -> Searched:
    seen = {_unordered(int(pair.id_a), int(pair.id_b)): pair for pair in compared.pairs}
    inside = people.order_by().values("pk")
    rows = PossibleDuplicate.objects.filter(first__in=inside, second__in=inside).select_for_update()
    known = {_unordered(row.first_id, row.second_id): row for row in rows.order_by("pk")}
    past = [row.pk for key, row in known.items() if key not in seen and not row.verdict]
    for keys in _batches(past):
        PossibleDuplicate.objects.filter(pk__in=keys).delete()
    changed = [row for key, row in known.items() if key in seen and _said_otherwise(row, seen[key])]
    PossibleDuplicate.objects.bulk_update(changed, ["likely", "evidence"], batch_size=_AT_ONCE)
    new = [
        PossibleDuplicate(
            first_id=key[0],
            second_id=key[1],
            likely=_percent(pair),
            evidence=pair.evidence,
            found_at=now,
        )
        for key, pair in seen.items()
        if key not in known
    ]
    # Another search of the same people may be at it too.
    PossibleDuplicate.objects.bulk_create(new, batch_size=_AT_ONCE, ignore_conflicts=True)
    left = PossibleDuplicate.objects.filter(first__in=inside, second__in=inside, verdict__in=_UNCHECKED)
    searched = Searched(
        people=compared_people, new=len(new), waiting=left.count(), left_out=compared.left_out
    )
    record(
        by=by,
        now=now,
        verb=SEARCHED,
        subject=f"registry.population:{code}",
        region=code,
        purpose=PURPOSE,
        data=asdict(searched),
    )
    return searched


def _said_otherwise(row: PossibleDuplicate, pair: Pair) -> bool:
    """Takes over what speaks for an undecided pair today; whether that was something else."""
    if row.verdict == SameOrNot.DIFFERENT or (row.likely, row.evidence) == (_percent(pair), pair.evidence):
        return False
    row.likely, row.evidence = _percent(pair), pair.evidence
    return True


def _percent(pair: Pair) -> int:
    return round(pair.score * 100)


def _unordered(first: int, second: int) -> tuple[int, int]:
    return (first, second) if first < second else (second, first)


def _batches(keys: list[int]) -> Iterator[list[int]]:
    left = iter(keys)
    while batch := list(islice(left, _AT_ONCE)):
        yield batch
