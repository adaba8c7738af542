"""What a clerk changes for somebody who stands at the counter and has shown who they are."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.fields import blind_indexes
from huigong.directory.actions import logins
from huigong.directory.models import PHONE_CONTEXT
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.identity import normalise_phone
from huigong.registry import lookup
from huigong.registry.actions import people
from huigong.registry.models import Person
from huigong.registry.recording import record_on
from huigong.registry.texts import one_line


@transaction.atomic
def register(
    *,
    by: Principal,
    now: datetime,
    name: str,
    resident_number: str,
    hukou_place: str,
    residence: str,
    residence_since: date | None,
    address: str,
    phone: str,
    shown: str,
    moved: bool = False,
) -> Person:
    """The person with this number, registered now if not known yet; somebody known keeps what is known.

    `shown` says by what they showed who they are; the trail keeps it. `moved` says that somebody
    who is known with another home has moved to this one. The phone opens their login, unless it is
    another person's. Raises as `people.register`, and `person.nothing_shown`,
    `person.lives_elsewhere`, `account.closed`.
    """
    proof = _proof(shown)
    person = people.register(
        by=by,
        now=now,
        name=name,
        resident_number=resident_number,
        hukou_place=hukou_place,
        residence=residence,
        residence_since=residence_since,
        address=address,
        phone=phone,
    )
    if person.residence != residence:
        if not moved:
            raise _lives_elsewhere()
        reference, since = person.public_id.hex, residence_since or localdate(now)
        person = people.move(by=by, now=now, person_id=reference, residence=residence, since=since)
    if phone and normalise_phone(phone) == person.phone:
        person = _let_in(person, by=by, now=now)
    record_on(person, "registry.person.identified", by=by, now=now, data={"shown": proof})
    return person


@transaction.atomic
def new_phone(*, by: Principal, now: datetime, person_id: str, phone: str, shown: str) -> Person:
    """The person's phone from now on, also the one they log in with; the old one can no longer log in.

    Raises `DomainError`: `person.not_found`, `identity.phone`, `person.nothing_shown`,
    `person.phone_taken` where somebody else logs in with it, `access.denied`.
    """
    person, plain, proof = lookup.person(person_id), normalise_phone(phone), _proof(shown)
    by.require(Permission.PERSON_REGISTER, region=person.residence)
    indexes = blind_indexes(plain, context=PHONE_CONTEXT)
    if Person.objects.filter(account__phone_index__in=indexes).exclude(pk=person.pk).exists():
        raise Conflict(
            code="person.phone_taken",
            what="另一个人正用这个手机号登录",
            why="一个手机号只能登录一个人的账号；号码也可能是运营商收回后重新发放的",
            do="请核对号码；确实归这个人用的，先让原来的人到窗口换成新号码",
        )
    if person.account is not None and person.account.phone != plain:
        person.account = logins.move_to_phone(by=by, now=now, account=person.account, phone=plain)
    person.phone = plain
    person._history_user, person._history_date = by.account_id, now
    person.save()
    person = _let_in(person, by=by, now=now)
    record_on(person, "registry.person.phone_changed", by=by, now=now, data={"shown": proof})
    return person


@transaction.atomic
def new_home(
    *,
    by: Principal,
    now: datetime,
    person_id: str,
    residence: str,
    since: date,
    address: str,
    shown: str,
) -> Person:
    """Where the person lives now. Raises as `people.move` and `people.change_contact`, and `person.nothing_shown`."""
    proof = _proof(shown)
    people.move(by=by, now=now, person_id=person_id, residence=residence, since=since)
    person = people.change_contact(by=by, now=now, person_id=person_id, address=address)
    record_on(person, "registry.person.identified", by=by, now=now, data={"shown": proof})
    return person


def _let_in(person: Person, *, by: Principal, now: datetime) -> Person:
    """The person with a login by their phone; without one where the phone is another person's login."""
    indexes = blind_indexes(person.phone, context=PHONE_CONTEXT)
    if person.account is not None or Person.objects.filter(account__phone_index__in=indexes).exists():
        return person
    account = logins.open_for_phone(by=by, now=now, phone=person.phone)
    reference = person.public_id.hex
    return people.link_account(by=by, now=now, person_id=reference, account_id=account.public_id.hex)


def _proof(shown: str) -> str:
    line = one_line(shown, label="出示的证件")
    if not line:
        raise Invalid(
            code="person.nothing_shown",
            what="没有写明本人出示了什么证件",
            why="改动会影响谁能用这个人的名义办事，要能查到当时凭什么",
            do="请写明，例如“居民身份证”",
        )
    return line


def _lives_elsewhere() -> Conflict:
    return Conflict(
        code="person.lives_elsewhere",
        what="这个人已经登记过，现居住地在别处",
        do="确实搬来的，请勾选“已经登记过的，按这里写的改现居住地”再提交",
    )
