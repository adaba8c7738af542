"""What is to be paid: reserved by one official, approved by another, released where it is not paid after all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.funds import access, books, writing
from huigong.funds.actions.lines import closed, require_amount
from huigong.funds.books import Entry
from huigong.funds.declared import Fund, Who, period
from huigong.funds.declaring import stated_amount
from huigong.funds.lining import fund_of_line
from huigong.funds.models import Deposit, FundLine, Payment
from huigong.funds.once import asked_again, once_key, once_only, require_once, require_still_once
from huigong.funds.payees import Payee, keys_of, require_apart
from huigong.funds.seeing import require_seen
from huigong.funds.terms import BOOK_OF, Book, Nature, Reason, Standing
from huigong.kernel.errors import Conflict, Invalid, NotFound
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.sentences import say
from huigong.kernel.writing import said
from huigong.registry.lookup import public_uuid


@dataclass(frozen=True)
class Wanted:
    """One payment that is asked for: to whom, how many fen, for what; `about` names the thing as the trail does.

    `deposit` is the public id of the deposit that goes back, for trust money; "" is the first that is owed back, or their last. `thing` names what a deposit
    is for, as its page does. `amount` 0 is what the law states.
    """

    payee: Payee
    what: str
    amount: int = 0
    about: str = ""
    deposit: str = ""
    thing: str = ""


@dataclass(frozen=True)
class Reserved:
    """Public ids in the order in which they were asked for, and the fen of all."""

    payments: tuple[str, ...]
    total: int


@transaction.atomic
def reserve(
    *, by: Principal, now: datetime, line_id: str, wanted: Sequence[Wanted], only_new: bool = False
) -> Reserved:
    """Sets money of the line aside for these payments, all of them or none; `only_new` where none of them may be in every
    respect as one that the line has already.

    Raises `DomainError`: `fund.no_line`, `fund.closed`, `fund.other_role`, `fund.amount`, `fund.other_amount`, `fund.other_payee`,
    `fund.no_amount`, `fund.not_enough`, `payment.once`, `payment.again`, `payee.unclear`, `payee.not_found`, `deposit.not_found`,
    `deposit.too_much`, `person.own_matter`, `access.denied`.
    """
    line = access.locked(line_id, Permission.FUND_PREPARE, by=by)
    if line.closed_at is not None:
        raise closed()
    today = localdate(now)
    fund = fund_of_line(line, on=today)
    access.require_role(fund.maker, line, by=by)
    people = keys_of(each.payee for each in wanted)
    _require_fit(wanted, fund)
    require_apart(by, people.values(), on=today)
    amounts = _amounts(wanted, fund, line, on=today)
    require_once([(each.payee, each.what) for each in wanted], fund, people, on=today)
    if only_new:
        _require_new(line, [_said(*each, fund, people) for each in zip(wanted, amounts, strict=True)])
    deposits: list[int | None] = [None] * len(wanted)
    if line.nature == Nature.TRUST:
        deposits = [_claim(line, people, each, amount) for each, amount in zip(wanted, amounts, strict=True)]
    books.require_enough(line, sum(amounts))
    before, shared = writing.last(Payment), _shared(line, by=by, now=now)
    _write(
        (*_row(each, amount, deposit, fund, people, on=today), *shared)
        for each, amount, deposit in zip(wanted, amounts, deposits, strict=True)
    )
    rows = Payment.objects.filter(line=line, pk__gt=before)  # nobody else writes any while the line is held
    books.move_payments(rows, Book.FREE, Book.RESERVED, entry=Entry(Reason.RESERVE, now, by.account_id))
    made = rows.order_by("pk").values_list("public_id", flat=True)
    _record(line, "funds.payments.reserved", by=by, now=now, data={"count": len(wanted), "fen": sum(amounts)})
    return Reserved(tuple(key.hex for key in made), sum(amounts))


@transaction.atomic
def commit(
    *,
    by: Principal,
    now: datetime,
    line_id: str,
    payments: Collection[str] | None = None,
    seen: str | None = None,
) -> int:
    """Approves payments that somebody else reserved, all that wait where `payments` is None; how many. `seen` is the digest
    (`seeing.digest_of`) of what the checker saw wait: nothing else is approved by that.

    Raises `DomainError`: `fund.no_line`, `fund.other_role`, `payment.not_found`, `payment.changed`, `payment.same_official`,
    `payment.once`, `person.own_matter`, `access.denied`.
    """
    line = access.locked(line_id, Permission.FUND_APPROVE, by=by)
    fund = fund_of_line(line, on=localdate(now))
    access.require_role(fund.checker, line, by=by)
    rows = chosen(line, payments, Standing.RESERVED)
    if seen is not None:
        require_seen(rows, seen)
    require_still_once(rows, fund)
    makers = rows.order_by().values_list("reserved_by", flat=True).distinct()
    access.require_another(by, *makers, code="payment.same_official")
    require_apart(by, rows.values_list("person_id", flat=True), on=localdate(now))
    entry = Entry(Reason.COMMIT, now, by.account_id)
    total = sum(rows.values_list("amount", flat=True))
    count = books.move_payments(rows, Book.RESERVED, Book.COMMITTED, entry=entry)
    rows.update(standing=Standing.COMMITTED.value, committed_at=now, committed_by=by.account_id)
    if count:
        _record(line, "funds.payments.committed", by=by, now=now, data={"count": count, "fen": total})
    return count


@transaction.atomic
def release(*, by: Principal, now: datetime, payment_id: str, reason: str) -> Payment:
    """Gives up a payment that is not under way; its money is free again, or where the year is closed goes back to where it came from.

    Raises `DomainError`: `payment.not_found`, `payment.under_way`, `fund.reason`, `person.own_matter`, `access.denied`.
    """
    payment = locked_payment(payment_id, Permission.FUND_APPROVE, by=by)
    require_apart(by, [payment.person_id], on=localdate(now))
    standing = Standing(payment.standing)
    if standing not in (Standing.RESERVED, Standing.COMMITTED, Standing.RETURNED):
        raise Conflict(
            code="payment.under_way",
            what=say("这笔付款{standing}，不能取消", standing=standing.label),
            why="没有在办的付款才能取消",
            do="请先等银行的结果；已经到账的，请按收回办",
        )
    why = said(reason)
    if not why:
        raise Invalid(code="fund.reason", about="reason", what="没有写理由", do="请写明为什么不付了")
    entry = Entry(Reason.RELEASE, now, by.account_id, about=why[:80])
    rows = Payment.objects.filter(pk=payment.pk)
    put_into = Book.FREE if payment.line.closed_at is None else Book.GRANTED
    books.move_payments(rows, BOOK_OF[standing], put_into, entry=entry)
    rows.update(standing=Standing.RELEASED.value)
    if payment.deposit_id:
        Deposit.objects.filter(pk=payment.deposit_id).update(claimed=F("claimed") - payment.amount)
    _record(payment.line, "funds.payments.released", by=by, now=now, data={"payment": payment.public_id.hex})
    payment.refresh_from_db()
    return payment


def chosen(line: FundLine, payments: Collection[str] | None, *standings: Standing) -> QuerySet[Payment]:
    """The payments of the line in one of these standings: all, or those with these public ids.

    Raises `DomainError` (`payment.not_found`) where one of those is not among them.
    """
    rows = Payment.objects.filter(line=line, standing__in=[standing.value for standing in standings])
    if payments is None:
        return rows
    keys = {public_uuid(each) for each in payments}
    rows = rows.filter(public_id__in=keys)
    if rows.count() != len(keys):
        raise not_found()
    return rows


def locked_payment(payment_id: str, permission: Permission, *, by: Principal) -> Payment:
    """The payment, its line locked. Raises `DomainError`: `payment.not_found`, `access.denied`."""
    rows = Payment.objects.filter(public_id=public_uuid(payment_id), line__in=access.readable(by))
    payment = rows.select_related("line").first()
    if payment is None:
        raise not_found()
    line = payment.line
    by.require(permission, region=line.region, office=line.office)
    access.hold(line)
    held = Payment.objects.select_related("line", "person").get(pk=payment.pk)
    if held.line_id != line.pk:  # carried into the next year before its line was held
        return locked_payment(payment_id, permission, by=by)
    return held


def not_found() -> NotFound:
    return NotFound(code="payment.not_found", what="没有这笔付款，或者已经不在这一步", do="请刷新列表再看")


def _require_fit(wanted: Sequence[Wanted], fund: Fund) -> None:
    """That the fund pays such: people, or organisations."""
    strangers = {Who.PERSON: "organisation", Who.ORGANISATION: "person"}.get(fund.who)
    if strangers and any(getattr(each.payee, strangers) for each in wanted):
        raise Invalid(
            code="fund.other_payee",
            about="payee",
            what="这项资金不付给这样的收款方",
            why=say("“{name}”规定了付给个人还是单位", name=fund.name),
            do="请核对收款方",
        )


def _amounts(wanted: Sequence[Wanted], fund: Fund, line: FundLine, *, on: date) -> list[int]:
    """What each is to get: the sum that the law states, or the one that was decided where it states none."""
    stated = stated_amount(fund, region=line.region, on=on) if fund.amount else None
    amounts = [each.amount or stated or 0 for each in wanted]
    for amount in amounts:
        require_amount(amount)
        if stated is not None and amount != stated:
            raise Invalid(
                code="fund.other_amount",
                about="amount",
                what=say("金额不是规定的{stated}", stated=format_yuan(Fen(stated))),
                why=say("“{name}”的金额由规定写明", name=fund.name),
                do="请按规定的金额付",
            )
    return amounts


_COLUMNS = (
    *("person_id", "organisation", "amount", "what", "period", "once", "about", "deposit_id", "public_id"),
    *("line_id", "standing", "attempt", "recovered", "reserved_at", "reserved_by", "committed_by"),
)


def _row(
    wanted: Wanted, amount: int, deposit: int | None, fund: Fund, people: Mapping[str, int], *, on: date
) -> tuple[object, ...]:
    what = _what(wanted, fund)
    return (
        people.get(wanted.payee.key),
        wanted.payee.organisation,
        amount,
        what,
        period(fund.once, on) if fund.once else "",
        once_key(fund, wanted.payee, what, on) if fund.nature is not Nature.TRUST else "",
        wanted.about[:80],
        deposit,
        writing.public_id(),
    )


def _what(wanted: Wanted, fund: Fund) -> str:
    return (fund.once.what if fund.once and fund.once.what else said(wanted.what))[:80]


def _said(wanted: Wanted, amount: int, fund: Fund, people: Mapping[str, int]) -> tuple[object, ...]:
    person, payee = people.get(wanted.payee.key), wanted.payee.organisation
    return person, payee, _what(wanted, fund), amount, wanted.about[:80]


def _require_new(line: FundLine, asked: Sequence[tuple[object, ...]]) -> None:
    rows = Payment.objects.filter(line=line).exclude(standing=Standing.RELEASED.value).order_by()
    columns = rows.values_list("person_id", "organisation", "what", "amount", "about")
    if again := set(asked).intersection(columns.iterator()):
        raise asked_again(len(again))


def _shared(line: FundLine, *, by: Principal, now: datetime) -> tuple[object, ...]:
    """What all payments of one reservation have in common, as `_COLUMNS` end."""
    return (line.pk, Standing.RESERVED.value, 0, 0, writing.moment(now), by.account_id, "")


def _claim(line: FundLine, people: Mapping[str, int], wanted: Wanted, amount: int) -> int:
    """The key of the deposit that goes back to whoever gave it, no more than was given; the database holds that too."""
    theirs = Deposit.objects.select_for_update().filter(
        line=line, person=people.get(wanted.payee.key), organisation=wanted.payee.organisation
    )
    if wanted.deposit:
        theirs = theirs.filter(public_id=public_uuid(wanted.deposit))
    ended = theirs.filter(ended_on__isnull=False, claimed__lt=F("amount"))
    deposit = ended.order_by("pk").first() or theirs.order_by("pk").last()
    if deposit is None:
        raise NotFound(
            code="deposit.not_found",
            what="没有这个人交来的这笔代管款",
            why="代管的钱只退给交钱的人",
            do="请核对是哪一笔",
        )
    if deposit.claimed + amount > deposit.amount:
        raise Conflict(
            code="deposit.too_much",
            about="amount",
            what="要退的比交来的多",
            why=say("还能退{left}", left=format_yuan(Fen(deposit.amount - deposit.claimed))),
            do="请核对金额",
        )
    deposit.claimed += amount
    deposit.save(update_fields=["claimed"])
    return deposit.pk


def _write(rows: Iterable[tuple[object, ...]]) -> None:
    try:
        with transaction.atomic():
            writing.insert(Payment, _COLUMNS, rows)
    except IntegrityError as error:
        if "once" not in str(error):
            raise
        raise once_only(1) from error


def _record(
    line: FundLine, verb: str, *, by: Principal, now: datetime, data: Mapping[str, object] | None = None
) -> None:
    record(by=by, now=now, verb=verb, subject=subject_of(line), region=line.region, data=data)
