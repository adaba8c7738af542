"""Registering people and keeping them current."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from simple_history.utils import bulk_create_with_history

from huigong.audit.actions import record
from huigong.directory.actions import attempts
from huigong.directory.assurance import Assurance
from huigong.directory.identity import identity_rules
from huigong.directory.models import Account
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import Conflict, DomainError, Invalid, NotFound, RowsRefused, TooMany
from huigong.kernel.identity import normalise_phone
from huigong.kernel.sentences import say
from huigong.registry import cells, departures, heard, homes, involved, lookup, numbers, putright, sounding
from huigong.registry.actions import claiming
from huigong.registry.models import Person
from huigong.registry.newcomers import (
    NewPerson,
    OtherPaper,
    Registered,
    all_made,
    compare,
    made,
    name_differs,
    otherwise,
    require_lived,
    said_online,
)
from huigong.registry.numbers import Holder
from huigong.registry.recording import keep, record_on
from huigong.registry.texts import one_line

MOVES_A_DAY = 5
_BATCH = 1000


@transaction.atomic
def register(
    *,
    by: Principal,
    now: datetime,
    name: str,
    resident_number: str,
    hukou_place: str,
    residence: str,
    phone: str = "",
    residence_since: date | None = None,
    address: str = "",
) -> Person:
    """The person with this resident number, registered now if not known yet.

    Raises `DomainError`: `identity.*` for a number that cannot be, `person.not_born`,
    `person.too_old`, `person.residence_*`, `regions.unknown`, `person.name_*` for a name that
    cannot be, `person.name_differs` when the number belongs to another name, `access.denied`.
    """
    by.require(Permission.PERSON_REGISTER, region=cells.region(residence, label="现居住地"))
    row = NewPerson(
        name=name,
        resident_number=resident_number,
        hukou_place=hukou_place,
        residence=residence,
        phone=phone,
        residence_since=residence_since,
        address=address,
    )
    wanted = made(row, now=now)
    if involved.is_self(by, wanted.resident_number):
        raise involved.own_matter()
    person, is_new = _insert(wanted, by=by, now=now)
    involved.require_apart(by, person, on=localdate(now))
    if is_new:
        record_on(person, "registry.person.registered", by=by, now=now, data={"way": "window"})
    return person


@transaction.atomic
def register_own(
    *,
    by: Principal,
    now: datetime,
    name: str,
    resident_number: str,
    hukou_place: str,
    residence: str,
    residence_since: date | None = None,
    address: str = "",
    other: OtherPaper | None = None,
) -> Person:
    """The worker who is logged in says who they are; the account is linked to a row of its own. `other` is said by whoever
    has no resident number; the office that gets their case sees so.

    The phone is the one the account proved by code. Whether the register knows this number makes
    no difference, and nobody learns it: what was said becomes part of the record when it is
    checked (`claiming`). Raises `DomainError` as `register`, and `person.account_taken`, `person.too_young`.
    """
    account = claiming.own_account(by)
    row = NewPerson(
        name=name,
        resident_number=resident_number,
        hukou_place=hukou_place,
        residence=residence,
        phone=account.phone,
        residence_since=residence_since,
        address=address,
    )
    wanted = said_online(row, now=now, other=other)
    _require_old_enough(wanted, now=now)
    number = wanted.resident_number
    agreed = lookup.agreed_by(wanted) if number else None
    if agreed is not None:  # the same phone has agreed to a helper before: those cases are theirs
        _link(agreed, account, by=by, now=now)
        return agreed
    wanted.account, wanted.assurance = account, Assurance.PHONE.value
    try:
        with transaction.atomic():
            keep(wanted, by=by, now=now)
    except IntegrityError:  # sent twice: an account is one person's
        earlier = Person.objects.get(account=account)
        if _who(earlier) != _who(wanted):
            raise claiming.account_taken() from None
        return earlier
    record_on(wanted, "registry.person.registered", by=by, now=now, data={"way": "own"})
    return wanted


@transaction.atomic
def register_many(*, by: Principal, now: datetime, rows: Iterable[NewPerson]) -> Registered:
    """The people of a file, in its order; those already known stay as they are, and what is said otherwise is told.

    One audit event for the batch. Raises `RowsRefused` with the error of every row that
    `register` would refuse, and of every two rows that say different things of one number
    (`person.name_differs`, `person.rows_differ`), and `access.denied`; nothing is kept then.
    """
    given = list(rows)
    errors: dict[int, DomainError] = {}
    wanted = all_made(given, errors, now=now)
    for region in sorted({person.residence for person in wanted.values()}):
        by.require(Permission.PERSON_REGISTER, region=region)
    known = numbers.holders(person.resident_number for person in wanted.values())
    compare(wanted, known, errors)
    if errors:
        raise RowsRefused.of(errors, total=len(given))
    left = otherwise(wanted, known)
    fresh = list({p.resident_number: p for p in wanted.values() if p.resident_number not in known}.values())
    bulk_create_with_history(fresh, Person, batch_size=_BATCH, default_user=by.account_id, default_date=now)
    sounding.keep((person.pk, person.name) for person in fresh)
    known |= {person.resident_number: Holder(person) for person in fresh}
    record(
        by=by,
        now=now,
        verb="registry.people.registered",
        subject="registry.Person",
        region=_shared_prefix({person.residence for person in wanted.values()}),
        data={"given": len(wanted), "registered": len(fresh), "left": len(left)},
    )
    return Registered([known[person.resident_number].person for person in wanted.values()], left)


@transaction.atomic
def link_account(*, by: Principal, now: datetime, person_id: str, account_id: str) -> Person:
    """A clerk who has seen the person's card links the person to a worker's account.

    Raises `DomainError`: `person.not_found`, `account.not_found`, `person.account_taken`, `access.denied`.
    """
    person = lookup.held(person_id)
    by.require(Permission.PERSON_REGISTER, region=person.residence)
    involved.require_apart(by, person, on=localdate(now))
    account = Account.objects.filter(public_id=lookup.public_uuid(account_id)).first()
    if account is None:
        raise NotFound(code="account.not_found", what="没有找到这个账号", do="请本人先用手机号登录一次")
    if person.account_id != account.pk:
        _link(person, account, by=by, now=now)
    return person


@transaction.atomic
def move(*, by: Principal, now: datetime, person_id: str, residence: str, since: date) -> Person:
    """The person now lives in `residence`, since `since`; by their own word only where nobody has checked it.

    The address of the home before goes. What an official writes is checked from then on, also where it is what the
    person had said. Where an official has moved them the person hears of it, and the trail of a
    place from which another one's official has taken them says so there too.

    Raises `DomainError`: `person.not_found`, `regions.unknown`, `person.residence_*`, `access.denied`,
    `person.home_checked` for one's own word against what an office has written, `person.moved_too_often`.
    """
    person = lookup.held(person_id)
    residence = cells.region(residence, label="现居住地")
    _require_own_or(by, person, region=residence, now=now)
    if not by.can(Permission.PERSON_REGISTER, region=residence) and not homes.is_own_word(person):
        raise _home_checked()
    require_lived(person.born_on, since=since, on=localdate(now))
    own, same = lookup.is_own(by, person), (person.residence, person.residence_since) == (residence, since)
    if same and not own:
        keep(person, by=by, now=now, reason=homes.SEEN)
    elif not same:
        if own:
            _require_few_moves(person, now=now)
        was, earlier = homes.home_of(person), person.residence
        person.residence, person.residence_since = residence, since
        if earlier != residence:
            person.address = ""
        keep(person, by=by, now=now, reason="" if own else homes.SEEN)
        data = {"from": earlier, "to": residence}  # since when is sealed, in the history of the row
        record_on(person, "registry.person.moved", by=by, now=now, data=data)
        if earlier != residence and not own:
            _tell_of_move(person, earlier, data, by=by, now=now)
        if not own and (home := homes.home_of(person)).contradicts(was):
            heard.corrected(putright.of_home(person, was, home, at=now), by=by, now=now)
    return person


@transaction.atomic
def change_contact(
    *, by: Principal, now: datetime, person_id: str, phone: str | None = None, address: str | None = None
) -> Person:
    """New phone or address; None leaves it as it is.

    Raises `DomainError`: `person.not_found`, `identity.phone`, `access.denied`.
    """
    person = lookup.held(person_id)
    _require_own_or(by, person, region=person.residence, now=now)
    changed = {}
    if phone is not None and (plain := normalise_phone(phone)) != person.phone:
        changed["phone"] = plain
    if address is not None and (line := one_line(address, label="住址")) != person.address:
        changed["address"] = line
    if changed:
        for field, value in changed.items():
            setattr(person, field, value)
        keep(person, by=by, now=now)
        record_on(person, "registry.person.contact_changed", by=by, now=now, data={"fields": sorted(changed)})
    return person


def _require_few_moves(person: Person, *, now: datetime) -> None:
    """Each writes a row of the history and an event of the trail."""
    if not attempts.take(
        kind="registry.own_move",
        subject=person.public_id.hex,
        limit=MOVES_A_DAY,
        window=timedelta(days=1),
        now=now,
    ):
        raise TooMany(
            code="person.moved_too_often",
            about="since",
            what="今天改住处的次数太多了",
            why=say("一天最多自己改{most}次", most=MOVES_A_DAY),
            do="请明天再改，或者带身份证到窗口改",
        )


def _tell_of_move(
    person: Person, earlier: str, data: dict[str, str], *, by: Principal, now: datetime
) -> None:
    if not by.can(Permission.PERSON_REGISTER, region=earlier):
        record_on(person, departures.VERB, by=by, now=now, region=earlier, data=data)
    heard.home_changed(person, by=by, now=now)


def _who(person: Person) -> tuple[str, ...]:
    return person.paper, person.paper_country, person.resident_number, person.name


def _insert(wanted: Person, *, by: Principal, now: datetime) -> tuple[Person, bool]:
    """The kept person and whether it is new; two counters at the same moment end with one row."""
    known = numbers.holder(wanted.resident_number)
    if known is None:
        try:
            with transaction.atomic():
                keep(wanted, by=by, now=now)
        except IntegrityError:
            known = numbers.holder(wanted.resident_number)
            if known is None:
                raise
        else:
            return wanted, True
    if not known.is_named(wanted.name):
        raise name_differs()
    return known.person, False


def _link(person: Person, account: Account, *, by: Principal, now: datetime) -> None:
    taken = Person.objects.filter(account=account).exclude(pk=person.pk).exists()
    if taken or person.account_id is not None:
        raise claiming.account_taken()
    person.account = account
    keep(person, by=by, now=now)
    record_on(
        person, "registry.person.account_linked", by=by, now=now, data={"account": account.public_id.hex}
    )


def _require_own_or(by: Principal, person: Person, *, region: str, now: datetime) -> None:
    if not lookup.is_own(by, person):
        by.require(Permission.PERSON_REGISTER, region=region)
        involved.require_apart(by, person, on=localdate(now))


def _require_old_enough(person: Person, *, now: datetime) -> None:
    rules = identity_rules()
    if rules.too_young(person.born_on, on=localdate(now)):
        by_card = person.paper == Person.Paper.RESIDENT
        raise Invalid(
            code="person.too_young",
            about="resident_number" if by_card else "born",
            what=say("按身份证号算，这个人还不满{years}岁", years=rules.alone)
            if by_card
            else say("这个人还不满{years}岁", years=rules.alone),
            why="这么小的孩子自己办不了事，由家长替他办",
            do="请家长用自己的手机登记，再在“替别人办”里登记孩子；号码填错的，请对照身份证核对",
        )


def _home_checked() -> Conflict:
    return Conflict(
        code="person.home_checked",
        about="since",
        what="现居住地是窗口核对过的，不能自己直接改",
        why="居住证和很多待遇按它算，改动要有人看过证明",
        do="请在“我的信息”里提出更正，或者带身份证和住处的证明到窗口改",
    )


def _shared_prefix(regions: Collection[str]) -> str:
    return next(iter(regions)) if len(regions) == 1 else ""
