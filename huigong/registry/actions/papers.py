"""What the number of a paper does not say of somebody, put right by whoever has the paper in front of them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict
from huigong.registry import countries, heard, involved, lookup, numbers, putright
from huigong.registry.actions import claiming
from huigong.registry.models import Person
from huigong.registry.newcomers import require_lives
from huigong.registry.recording import keep, record_on


@transaction.atomic
def put_right(
    *,
    by: Principal,
    now: datetime,
    person_id: str,
    shown: str,
    sex: str = "",
    born: date | None = None,
    country: str = "",
) -> Person:
    """Sex, birth and country as the paper says them; what is empty stays. `country` is its code.

    Whoever relies on what was registered hears of it in this transaction. Raises `DomainError`: `person.not_found`,
    `person.nothing_shown`, `person.number_says` for a resident card, `person.nothing_put_right`, `person.born`,
    `person.paper_country`, `person.paper_taken`, `person.own_matter`, `access.denied`.
    """
    person, proof = lookup.held(person_id), claiming.require_shown(shown)
    by.require(Permission.PERSON_REGISTER, region=person.residence)
    involved.require_apart(by, person, on=localdate(now))
    if person.paper == Person.Paper.RESIDENT:
        raise _number_says()
    was = putright.of_paper(person)
    if sex:
        person.sex = Person.Sex(sex)
    if born is not None:
        require_lives(born, on=localdate(now))
        person.born_on = born
    if country:
        person.paper_country = countries.required(person.paper, country, on=localdate(now))
    changed = [name for name, value in putright.of_paper(person).items() if was[name] != value]
    if not changed:
        raise Conflict(
            code="person.nothing_put_right",
            about="born",
            what="改的和登记的一样",
            why="没有一处不同",
            do="请只填登记错了的那几栏",
        )
    _require_free(person)
    keep(person, by=by, now=now)
    data = {"fields": changed, "shown": proof}
    record_on(person, "registry.person.paper_put_right", by=by, now=now, data=data)
    heard.corrected(putright.of_papers(person, was, at=now), by=by, now=now)
    return person


def _require_free(person: Person) -> None:
    """Raises `Conflict` (`person.paper_taken`) where somebody else is on record with that very paper."""
    same = numbers.with_number(person.paper, person.resident_number, person.paper_country)
    if person.resident_number and Person.objects.on_record().filter(same).exclude(pk=person.pk).exists():
        raise Conflict(
            code="person.paper_taken",
            about="country",
            what="这个国家的这个号码已经登记在另一份档案里",
            why="一个国家的一个号码只是一个人的",
            do="请按号码找出那一份核对；是同一个人的，在“重复登记”里合并",
        )


def _number_says() -> Conflict:
    return Conflict(
        code="person.number_says",
        about="born",
        what="用居民身份证登记的，性别和出生日期不能单独改",
        why="身份证号里写着这两样",
        do="请对照身份证核对号码",
    )
