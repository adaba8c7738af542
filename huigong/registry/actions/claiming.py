"""How a worker's own account comes to open their record, by a check that a stranger cannot pass.

Name, number and phone of somebody are known to many. What counts is a paper seen at the counter with a code
sent to that phone, a code that the counter gave on a slip, or an outside provider that says who it is.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from huigong.audit.fields import blind_index
from huigong.audit.former import UNITED_VERB
from huigong.directory.actions import attempts, logins
from huigong.directory.assurance import Assurance
from huigong.directory.models import Account
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import writing
from huigong.kernel.errors import Conflict, Invalid, NoAccess, TooMany
from huigong.kernel.identity import ResidentId
from huigong.kernel.sentences import say
from huigong.registry import heard, involved, lookup, numbers
from huigong.registry.actions import ending
from huigong.registry.models import ClaimCode, Person
from huigong.registry.newcomers import name_differs, paper_differs
from huigong.registry.numbers import Holder
from huigong.registry.recording import keep, record_on
from huigong.registry.texts import one_line
from huigong.registry.uniting import unite

CODE_GOOD_FOR = timedelta(days=7)
TRIES_A_DAY = 5
_DIGITS, _GROUP = 12, 4
_CONTEXT = "registry.ClaimCode.digest"
_SAID_THE_SAME = "本人自报，核对后并入"


@transaction.atomic
def check_papers(*, by: Principal, now: datetime, person_id: str, shown: str, phone: str = "") -> Person:
    """A clerk has seen the papers of somebody who said of themselves who they are; the record that is theirs.

    Papers say who stands there, and nothing of whose phone the row belongs to: `phone` is the one to which the
    caller has sent a code and was told it, "" where `phone_to_prove` gives none.
    Where the number is on record, what they said becomes part of that record, and their account opens it.
    Whom they let act for them by word alone does so no longer (`ending.unproved`).
    Raises `DomainError`: `person.not_found`, `person.nothing_shown`, `person.phone_not_proved`,
    `person.name_differs`, `person.paper_differs`, `person.own_matter`, `access.denied`.
    """
    person, proof = lookup.person(person_id), require_shown(shown)
    by.require(Permission.PERSON_REGISTER, region=person.residence)
    involved.require_apart(by, person, on=localdate(now))
    if _phone_bound(person) != phone:
        raise Conflict(
            code="person.phone_not_proved",
            what="还没有用验证码核对登录这份档案的手机",
            why="别人也可能用自己的手机填过这个姓名和号码",
            do="请回到档案重新核对证件，请本人报他手机收到的验证码",
        )
    person = known_as(person, Assurance.CHECKED, proved=phone, by=by, now=now)
    record_on(person, "registry.person.identified", by=by, now=now, data={"shown": proof})
    return person


def phone_to_prove(*, by: Principal, person_id: str) -> str:
    """The phone that papers would let into the record, and that has to be proved by a code first; "" for none.

    Raises `DomainError`: `person.not_found`, `access.denied`.
    """
    person = lookup.person(person_id)
    by.require(Permission.PERSON_REGISTER, region=person.residence)
    return _phone_bound(person)


@transaction.atomic
def give_code(*, by: Principal, now: datetime, person_id: str, shown: str) -> str:
    """`1234-5678-9012`, for a slip: with it and their name the person's own phone opens their record, once.

    An earlier slip is void then. Raises as `check_papers`, and `person.not_checked` for somebody who
    is not on record.
    """
    person, proof = lookup.held(person_id), require_shown(shown)
    by.require(Permission.PERSON_REGISTER, region=person.residence)
    involved.require_apart(by, person, on=localdate(now))
    if person.assurance == Assurance.PHONE:
        raise Conflict(
            code="person.not_checked",
            what="这个人的证件还没有核对过",
            why="没有核对过的档案是本人自己填的",
            do="请先核对证件；核对以后本人的手机号就能直接打开档案，不用认领码",
        )
    code = "".join(secrets.choice("0123456789") for _ in range(_DIGITS))
    ClaimCode.objects.filter(person=person, used_at__isnull=True).delete()
    ClaimCode.objects.create(
        person=person, digest=_digest(code), made_at=now, made_by=by.account_id, ends_at=now + CODE_GOOD_FOR
    )
    record_on(person, "registry.person.code_given", by=by, now=now, data={"shown": proof})
    return "-".join(code[start : start + _GROUP] for start in range(0, _DIGITS, _GROUP))


def claim_by_code(*, by: Principal, now: datetime, name: str, code: str) -> Person:
    """The worker who is logged in has a slip from the counter: their record, which their account opens from now on.

    Whatever is wrong, the answer is the same, so that nobody learns who is registered.
    Raises `DomainError`: `claim.wrong`, `claim.too_many` after five tries a day, `person.account_taken`.
    """
    account = own_account(by)
    # Counted before looking and for itself, so that tries at the same moment are no more than five.
    if not attempts.take(
        kind="claim.account",
        subject=account.public_id.hex,
        limit=TRIES_A_DAY,
        window=timedelta(days=1),
        now=now,
    ):
        raise TooMany(
            code="claim.too_many",
            about="code",
            what="今天填错的次数太多了",
            why="为了防止有人猜认领码，一天最多填5次",
            do="请明天再填，或者带身份证到窗口当场办好",
        )
    return _claim_by_code(account, by=by, now=now, name=name, code=code)


@transaction.atomic
def _claim_by_code(account: Account, *, by: Principal, now: datetime, name: str, code: str) -> Person:
    rows = ClaimCode.objects.select_for_update().filter(
        digest=_digest(writing.code(code)), used_at__isnull=True, ends_at__gt=now
    )
    slip = rows.first()
    person = None if slip is None else lookup.held(slip.person.public_id)
    if slip is None or person is None or writing.person_name(name) != person.name:
        raise Invalid(
            code="claim.wrong",
            about="code",
            what="姓名和认领码对不上，或者认领码已经用过、过期了",
            why=say("认领码只能用一次，{days}天内有效", days=CODE_GOOD_FOR.days),
            do="请对照窗口给的纸条再填一次；纸条过期的，请带身份证到窗口换一张",
        )
    slip.used_at = now
    slip.save(update_fields=["used_at"])
    return _open_by(account, person, Assurance.CHECKED, way="code", by=by, now=now)


@transaction.atomic
def claim_by_provider(*, by: Principal, now: datetime, name: str, resident_number: str) -> Person | None:
    """An outside provider has said who the worker is that is logged in: their record, or None for somebody new.

    Raises `DomainError`: `identity.*`, `person.name_differs`, `person.account_taken` where this
    account is somebody else's.
    """
    account, number = own_account(by), ResidentId.parse(resident_number).number
    same = _locked(numbers.rows(number))
    known = numbers.holder(number) or next(
        (Holder(person) for person in same if person.account_id == account.pk), None
    )
    if known is None:
        return None
    if not known.is_named(writing.person_name(name)):
        raise name_differs()
    return _open_by(account, known.person, Assurance.REAL_NAME, way="provider", by=by, now=now)


def own_account(by: Principal) -> Account:
    """The logged-in worker's account. Raises `DomainError` (`access.denied`)."""
    account = Account.objects.filter(public_id=lookup.public_uuid(by.account_id), is_active=True).first()
    if account is None or account.kind != Account.Kind.WORKER:
        raise NoAccess(
            code="access.denied",
            what="现在不能登记",
            why="本人登记要先用手机号登录",
            do="请先登录，或者请窗口人员代为登记",
        )
    return account


def require_shown(shown: str) -> str:
    """What was shown as proof. Raises `DomainError` (`person.nothing_shown`)."""
    line = one_line(shown, label="出示的证件")
    if not line:
        raise Invalid(
            code="person.nothing_shown",
            about="paper",
            what="没有写明本人出示了什么证件",
            why="改动会影响谁能用这个人的名义办事，要能查到当时凭什么",
            do="请写明，例如“居民身份证”",
        )
    return line


def account_taken() -> Conflict:
    """Of an account that is somebody else's."""
    return Conflict(
        code="person.account_taken",
        about="name",
        what="账号和人员不能这样对应",
        why="这个账号已经属于另一个人，或者这个人已经有了账号",
        do="请带身份证到窗口，由窗口人员核对后处理",
    )


def _open_by(
    account: Account, person: Person, assurance: Assurance, *, way: str, by: Principal, now: datetime
) -> Person:
    """The record that this account opens from now on; an account of before opens nothing any more."""
    held = Person.objects.select_for_update().filter(account=account).exclude(pk=person.pk).first()
    if held is not None:
        if held.assurance != Assurance.PHONE or not numbers.is_of(held, person):
            raise account_taken()
        person = _joined(held, person, proved=account.phone, by=by, now=now)
    person = lookup.held(person.public_id)
    before = person.account
    if before is not None and before.pk != account.pk:
        logins.close_worker(by=by, now=now, account=before)
    if person.account_id != account.pk or person.assurance != assurance:
        over = _over(person, proved=account.phone)
        old_phone, person.account, person.phone = person.phone, account, account.phone
        person.assurance = assurance.value
        keep(person, by=by, now=now)
        ending.end_all(over, by=by, now=now)
        record_on(
            person,
            "registry.person.account_linked",
            by=by,
            now=now,
            data={"account": account.public_id.hex, "way": way},
        )
        heard.phone_changed(person, old=old_phone, by=by, now=now)
    return person


def known_as(person: Person, assurance: Assurance, *, proved: str, by: Principal, now: datetime) -> Person:
    """The record of somebody who is known now: their own row, or the one that was on record.

    `proved` is the phone that was shown to be theirs, "" for none.
    """
    if person.assurance != Assurance.PHONE:
        return person
    # All rows of the number, in one order: two counters at the same moment make one record of it.
    rows = _locked(numbers.rows_like(person)) if person.resident_number else [lookup.held(person.public_id)]
    said = next((row for row in rows if row.pk == person.pk), None)
    if said is None:  # joined by the other counter
        raise lookup.person_not_found()
    person, holder = said, numbers.holder_like(said)
    if holder is None:
        over = _over(person, proved=proved)
        person.assurance = assurance.value
        keep(person, by=by, now=now)
        ending.end_all(over, by=by, now=now)
        return person
    if holder.person.pk == person.pk:
        return person
    account = person.account
    known = _joined(person, holder.person, proved=proved, by=by, now=now)
    return known if account is None else _open_by(account, known, assurance, way="papers", by=by, now=now)


def joined(said: Person, known: Person, *, proved: str, by: Principal, now: datetime) -> Person:
    """The record on which somebody stands who said the same of themselves, opened by their account.

    The caller has checked that both are the same person, and that the phone `proved` is theirs. Raises `DomainError` (`person.name_differs`).
    """
    account = said.account
    known = _joined(said, known, proved=proved, by=by, now=now)
    if account is None:
        return known
    return _open_by(account, known, Assurance(known.assurance), way="papers", by=by, now=now)


def _joined(said: Person, known: Person, *, proved: str, by: Principal, now: datetime) -> Person:
    if not numbers.is_who(said, known):
        raise name_differs() if said.paper == Person.Paper.RESIDENT else paper_differs()
    said_id, over, account = said.public_id.hex, _over(said, proved=proved), said.account
    paper, country = said.paper, said.paper_country
    said.account = None
    said.save(update_fields=["account"])
    _, rows = unite(said, known, by=by, now=now, reason=_SAID_THE_SAME, account=account, said_online=True)
    if country and not known.paper_country and known.paper == paper:
        known.paper_country = country
        keep(known, by=by, now=now)
    record_on(known, UNITED_VERB, by=by, now=now, data={"said": said_id, **rows})
    ending.end_all(over, by=by, now=now)
    return known


def _over(person: Person, *, proved: str) -> list[int]:
    """Unproven authorities over a person, to be ended once the person is identified; empty if they were already."""
    return ending.unproved(person, proved=proved) if person.assurance == Assurance.PHONE else []


def _phone_bound(person: Person) -> str:
    """The phone that logs in to what somebody said of themselves; "" once papers were seen, or without a login."""
    said = person.account if person.assurance == Assurance.PHONE else None
    return "" if said is None else said.phone


def _locked(rows: QuerySet[Person]) -> list[Person]:
    return list(rows.select_for_update(of=("self",)))


def _digest(code: str) -> str:
    return blind_index(code, context=_CONTEXT)
