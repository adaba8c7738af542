"""What a clerk changes for somebody who stands at the counter and has shown who they are."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from huigong.directory.actions import logins
from huigong.directory.assurance import Assurance
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict
from huigong.kernel.identity import normalise_phone
from huigong.registry import heard, involved, lookup, numbers
from huigong.registry.actions import claiming, people
from huigong.registry.models import Person
from huigong.registry.recording import keep, record_on


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
    who is known with another home has moved to this one. The phone is where they are reached; whose
    it is nobody has shown, so it opens no login (`new_phone` does). Raises as `people.register`,
    and `person.nothing_shown`, `person.lives_elsewhere`.
    """
    proof = claiming.require_shown(shown)
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
        people.move(by=by, now=now, person_id=reference, residence=residence, since=since)
        person = people.change_contact(by=by, now=now, person_id=reference, address=address)
    record_on(person, "registry.person.identified", by=by, now=now, data={"shown": proof})
    return person


@transaction.atomic
def new_phone(
    *, by: Principal, now: datetime, person_id: str, phone: str, shown: str, taken_over: bool = False
) -> Person:
    """The person's phone from now on, also the one they log in with; the old one can no longer log in.

    The caller has sent a code to the phone and was told it. `taken_over` says that the number was
    somebody else's and is the person's now: telecoms give numbers out again. Raises `DomainError`:
    `person.not_found`, `identity.phone`, `person.nothing_shown`, `person.own_matter`, `access.denied`,
    `person.phone_taken` where somebody else logs in with it and nobody said so.
    """
    person, plain, proof = lookup.person(person_id), normalise_phone(phone), claiming.require_shown(shown)
    by.require(Permission.PERSON_REGISTER, region=person.residence)
    involved.require_apart(by, person, on=localdate(now))
    old = person.phone
    known = claiming.known_as(person, Assurance.CHECKED, proved=plain, by=by, now=now)
    person = lookup.held(known.public_id)
    holder = _holder_of(plain, but=person)
    if holder is not None and _said_the_same(holder, person):
        person = claiming.joined(holder, person, proved=plain, by=by, now=now)
    elif holder is not None:
        if not taken_over:
            raise _phone_taken()
        _lose_phone(holder, by=by, now=now)
    if person.account is not None and person.account.phone != plain:
        person.account = logins.move_to_phone(by=by, now=now, account=person.account, phone=plain)
    person.phone = plain
    keep(person, by=by, now=now)
    if person.account is None:
        account = logins.open_for_phone(by=by, now=now, phone=plain)
        reference = person.public_id.hex
        person = people.link_account(by=by, now=now, person_id=reference, account_id=account.public_id.hex)
    verb = "registry.person.phone_proved" if old == plain else "registry.person.phone_changed"
    record_on(person, verb, by=by, now=now, data={"shown": proof})
    heard.phone_changed(person, old=old, by=by, now=now)
    return person


def require_free(*, by: Principal, person_id: str, phone: str, taken_over: bool) -> str:
    """The number as it is kept, before a code is sent to it. Raises as `new_phone`."""
    person, plain = lookup.person(person_id), normalise_phone(phone)
    by.require(Permission.PERSON_REGISTER, region=person.residence)
    holder = _holder_of(plain, but=person)
    if holder is not None and not taken_over and not _said_the_same(holder, person):
        raise _phone_taken()
    return plain


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
    proof = claiming.require_shown(shown)
    people.move(by=by, now=now, person_id=person_id, residence=residence, since=since)
    person = people.change_contact(by=by, now=now, person_id=person_id, address=address)
    record_on(person, "registry.person.identified", by=by, now=now, data={"shown": proof})
    return person


def _holder_of(phone: str, *, but: Person) -> Person | None:
    """Another person who logs in with this phone."""
    holder = lookup.holder_of(phone)
    return None if holder is None or holder.pk == but.pk else holder


def _said_the_same(holder: Person, person: Person) -> bool:
    """Whether the phone's account registered online as this person before coming to the counter."""
    return holder.assurance == Assurance.PHONE and numbers.is_of(holder, person)


def _lose_phone(holder: Person, *, by: Principal, now: datetime) -> None:
    """Their number is somebody else's now: nothing is sent there, and their next login begins at the counter."""
    holder = lookup.held(holder.public_id)
    if holder.account is not None:
        logins.close_worker(by=by, now=now, account=holder.account)
    holder.account, holder.phone = None, ""
    keep(holder, by=by, now=now)
    record_on(holder, "registry.person.phone_lost", by=by, now=now, data={})


def _phone_taken() -> Conflict:
    return Conflict(
        code="person.phone_taken",
        about="phone",
        what="另一个人正用这个手机号登录",
        why="一个手机号只能登录一个人的账号；号码也可能是运营商收回后重新发放的",
        do="请核对号码；确实归这个人用、原来的人不再用的，在下面选“是”再提交",
    )


def _lives_elsewhere() -> Conflict:
    return Conflict(
        code="person.lives_elsewhere",
        about="moved",
        what="这个人已经登记过，现居住地在别处",
        do="确实搬来的，请勾选“已经登记过的，按这里写的改现居住地”再提交",
    )
