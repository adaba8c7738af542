"""Recording and ending that somebody acts for another, each with one audit event; the person hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from huigong.directory.assurance import Assurance
from huigong.directory.identity import identity_rules
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.errors import Conflict, Invalid, NoAccess, NotFound
from huigong.kernel.identity import mask_name, normalise_phone
from huigong.kernel.sentences import say
from huigong.registry import ceilings, consent, heard, involved, lookup, numbers
from huigong.registry.actions.claiming import require_shown
from huigong.registry.actions.ending import ended, in_trail
from huigong.registry.models import Person, Representation
from huigong.registry.models.standing import Acting, Ground
from huigong.registry.newcomers import NewPerson, said_online
from huigong.registry.recording import keep, record_on
from huigong.registry.texts import fitting

LONGEST = timedelta(days=366)  # what is agreed by a code ends within the year; longer needs a paper

_LONGEST_IN_TEXT, _NAME_SHOWN, _ENDING_SHOWN = 12, 3, 4  # characters


@transaction.atomic
def say_child(
    *, by: Principal, now: datetime, name: str, resident_number: str, hukou_place: str, kinship: str
) -> Representation:
    """A registered worker says that they are the guardian of somebody under age; it lasts until they come of age.

    What is said of the child is a row of its own, whatever the register knows of that number.
    Raises `DomainError` as `people.register_own`, and `representation.too_many` above what settings allow within a
    day, `representation.of_age`, `representation.self`,
    `representation.kinship`, `access.denied` for somebody who is not registered.
    """
    me, rules = _own(by), identity_rules()
    ceilings.require_few_children(me, now=now)
    row = NewPerson(
        name=name, resident_number=resident_number, hukou_place=hukou_place, residence=me.residence
    )
    child = said_online(row, now=now)
    consent.require_another(me, child)
    if not rules.minor(child.born_on, on=localdate(now)):
        raise Invalid(
            code="representation.of_age",
            about="resident_number",
            what=say("这个人已经满{years}岁", years=rules.years),
            why="成年人自己的事自己办，别人代办要他本人同意",
            do="请选“替大人代办”，用他的手机收一个验证码；或者两人一起到窗口登记",
        )
    return _begun(
        Representation(
            person=_said(me, child, Ground.SAID, by=by, now=now),
            representative=me,
            acting=Acting.GUARDIAN,
            kinship=_kinship(kinship),
            ground=Ground.SAID,
            valid_from=localdate(now),
            valid_until=rules.last_day_as_minor(child.born_on),
        ),
        by=by,
        now=now,
    )


def asking(*, by: Principal, phone: str) -> str:
    """Who asks to act for whoever has that phone, for the text that comes with the code.

    The text goes to any phone, so it says nothing at length that somebody has typed of themselves:
    `虚**（手机尾号4001）` for whom no paper was seen, the name of whom one was. Raises `DomainError`: `identity.phone`, `representation.own_phone`, `access.denied`.
    """
    me = _own(by)
    consent.require_not_mine(me, normalise_phone(phone))
    if me.assurance != Assurance.PHONE and len(me.name) <= _LONGEST_IN_TEXT:
        return me.name
    return say(
        "{name}（手机尾号{ending}）", name=mask_name(me.name[:_NAME_SHOWN]), ending=me.phone[-_ENDING_SHOWN:]
    )


@transaction.atomic
def agreed_by_code(
    *,
    by: Principal,
    now: datetime,
    name: str,
    resident_number: str,
    hukou_place: str,
    phone: str,
    kinship: str,
    matters: Sequence[str],
    until: date,
) -> Representation:
    """Somebody has agreed, by the code that came to their phone, that the worker acts for them until that day.

    The caller has sent the code and was told it. Raises as `say_child`, and `representation.dates`,
    `representation.own_phone`, `representation.phone_of_another` where somebody else logs in with the phone.
    """
    me, today, plain = _own(by), localdate(now), normalise_phone(phone)
    consent.require_not_mine(me, plain)
    if not today <= until <= today + LONGEST:
        raise Invalid(
            code="representation.dates",
            about="until",
            what="代办的最后一天写得不对",
            why="用验证码同意的代办，最长一年；要更久的到窗口登记",
            do="请写今天以后、一年以内的一天",
        )
    row = NewPerson(
        name=name,
        resident_number=resident_number,
        hukou_place=hukou_place,
        residence=me.residence,
        phone=plain,
    )
    person = said_online(row, now=now)
    consent.require_another(me, person)
    consent.require_nobody_else_s(person)
    ceilings.require_few_consents(me, now=now)
    return _begun(
        Representation(
            person=_said(me, person, Ground.CODE, by=by, now=now),
            representative=me,
            acting=Acting.HELPER,
            kinship=_kinship(kinship),
            ground=Ground.CODE,
            proof=plain,
            matters=sorted(set(matters)),
            valid_from=today,
            valid_until=until,
        ),
        by=by,
        now=now,
    )


@transaction.atomic
def record_at_counter(
    *,
    by: Principal,
    now: datetime,
    person_id: str,
    representative_id: str,
    acting: str,
    kinship: str,
    shown: str,
    matters: Sequence[str] = (),
    valid_from: date,
    valid_until: date | None,
) -> Representation:
    """A clerk has seen what shows that somebody may act for another, who is on record.

    Raises `DomainError`: `person.not_found`, `person.not_checked`, `person.nothing_shown`, `person.own_matter`, `representation.self`,
    `representation.kinship`, `representation.dates`, `representation.of_age` for the guardian of
    somebody of age without a day on which it ends, `access.denied`.
    """
    person, representative = lookup.person(person_id), lookup.person(representative_id)
    by.require(Permission.PERSON_REGISTER, region=person.residence)
    involved.require_apart(by, person, representative, on=localdate(now))
    consent.require_another(representative, person)
    if representative.assurance == Assurance.PHONE:
        raise lookup.not_checked()
    proof, rules = require_shown(shown), identity_rules()
    if valid_until is not None and valid_until < max(valid_from, localdate(now)):
        raise Invalid(
            code="representation.dates", about="until", what="代办的最后一天已经过了", do="请核对起止的日子"
        )
    as_what = Acting(acting)
    if as_what is Acting.GUARDIAN and valid_until is None and rules.minor(person.born_on, on=localdate(now)):
        valid_until = rules.last_day_as_minor(person.born_on)
    if valid_until is None:
        raise Invalid(
            code="representation.dates",
            about="until",
            what="没有写代办到哪一天为止",
            why="代办要有期限；孩子的监护人写到成年为止，可以不填",
            do="请写最后一天",
        )
    return _begun(
        Representation(
            person=person,
            representative=representative,
            acting=as_what,
            kinship=_kinship(kinship),
            ground=Ground.PAPER,
            proof=proof,
            matters=sorted(set(matters)),
            valid_from=valid_from,
            valid_until=valid_until,
        ),
        by=by,
        now=now,
    )


@transaction.atomic
def end(*, by: Principal, now: datetime, reference: str, person_id: str = "") -> Representation:
    """It holds no longer: by the person, by whoever acts for them, or by a clerk of the place. Twice is once.

    `person_id` is whose record a clerk has open: only what stands there ends. Raises `DomainError`: `representation.not_found`, `access.denied`.
    """
    rows = Representation.objects.select_related("person", "representative")
    row = rows.select_for_update(of=("self",)).filter(public_id=lookup.public_uuid(reference)).first()
    if row is None:
        raise not_found()
    if person_id and row.person.public_id != lookup.public_uuid(person_id):
        raise not_found()
    own = lookup.is_own(by, row.person) or lookup.is_own(by, row.representative)
    if not own and not by.can(Permission.PERSON_REGISTER, region=row.person.residence):
        raise not_found()
    if not own:
        involved.require_apart(by, row.person, row.representative, on=localdate(now))
    return row if row.ended_at else ended(row, by=by, now=now)


def end_expired(*, now: datetime) -> int:
    """Ends what was agreed until a day that is over; how many. Each has a transaction of its own."""
    rows = Representation.objects.filter(ended_at__isnull=True, valid_until__lt=localdate(now))
    keys = list(rows.order_by("pk").values_list("public_id", flat=True))
    for key in keys:
        _end_expired(key.hex, now=now)
    return len(keys)


@transaction.atomic
def _end_expired(reference: str, *, now: datetime) -> None:
    rows = Representation.objects.select_related("person", "representative")
    row = rows.select_for_update(of=("self",)).get(public_id=lookup.public_uuid(reference))
    if row.ended_at is None:
        ended(row, by=SYSTEM, now=now)


def not_found() -> NotFound:
    """For a representation that does not exist, or not for whoever asks."""
    return NotFound(
        code="representation.not_found",
        what="没有找到这条代办授权",
        why="它可能已经结束，或者不是您的",
        do="请刷新页面再看",
    )


def _begun(row: Representation, *, by: Principal, now: datetime) -> Representation:
    """Kept with its event; the same again is the same, with the days and matters said last."""
    same = Representation.objects.filter(
        person=row.person, representative=row.representative, ground=row.ground, ended_at__isnull=True
    )
    for earlier in same.select_for_update().select_related("person", "representative"):
        ended(earlier, by=by, now=now, told=False)
    row.made_at, row.made_by = now, by.account_id
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:  # the same at the same moment
        raise Conflict(
            code="representation.twice",
            about="resident_number",
            what="这条代办授权刚刚登记过",
            do="请刷新页面，看看已经登记的",
        ) from error
    record_on(row.person, "registry.representation.begun", by=by, now=now, data=in_trail(row))
    heard.representation(row, "begun", by=by, now=now)
    return row


def _said(me: Person, person: Person, ground: Ground, *, by: Principal, now: datetime) -> Person:
    """The row of whoever was said to be this person by the same worker on the same ground, made now if need be.

    What they said before may have become a record since; that is no longer theirs to speak of.
    Whoever agreed by a code is the one who logs in with that phone, where they say the same of themselves.
    """
    holder = lookup.holder_of(person.phone) if person.phone else None
    if holder is not None and _same(holder, person):
        return holder
    earlier = Representation.objects.filter(
        representative=me, ground=ground, person__assurance=Assurance.PHONE
    ).select_related("person")
    for row in earlier.order_by("pk"):
        if _same(row.person, person):
            return row.person
    person.assurance = Assurance.PHONE.value
    keep(person, by=by, now=now, new=True)
    record_on(person, "registry.person.registered", by=by, now=now, data={"way": "said_by_another"})
    return person


def _same(row: Person, said: Person) -> bool:
    return numbers.is_who(said, row)


def _own(by: Principal) -> Person:
    """The record of whoever is logged in, locked: two windows at once make one row of a child."""
    if not by.person_id:
        raise NoAccess(
            code="access.denied", what="还不能替别人办", why="您自己还没有登记", do="请先登记您自己"
        )
    return Person.objects.select_for_update(of=("self",)).get(pk=lookup.person(by.person_id).pk)


def _kinship(word: str) -> str:
    line = fitting(Representation, "kinship", word)
    if not line:
        raise Invalid(
            code="representation.kinship",
            about="kinship",
            what="没有写两人是什么关系",
            do="请写，例如“祖父母”",
        )
    return line
