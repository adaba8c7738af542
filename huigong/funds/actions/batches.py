"""A batch for the bank: made by one official, approved by another who has seen its digest, sent once, or dropped."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.queries import same_official
from huigong.funds import access, books, going, writing
from huigong.funds.actions.lines import closed
from huigong.funds.actions.payments import chosen
from huigong.funds.banks.orders import Instruction, Order
from huigong.funds.banks.profiles import Profile, profile_of
from huigong.funds.banks.writing import written
from huigong.funds.booking import book_results
from huigong.funds.books import Entry
from huigong.funds.disputes import disputes
from huigong.funds.lining import fund_of_line
from huigong.funds.models import Attempt, Batch, BatchFile, FundLine, Payment
from huigong.funds.once import require_still_once
from huigong.funds.packing import digest, packed, unpacked
from huigong.funds.ready import Ready, ready_of
from huigong.funds.terms import BOOK_OF, Outcome, Reason, Standing
from huigong.kernel.errors import Conflict, Denied, Invalid, Unavailable
from huigong.kernel.writing import said

_COLUMNS = ("payment_id", "number", "batch_id", "row", "end_to_end", "account_id", "amount", "outcome")


@dataclass(frozen=True)
class Made:
    """A batch; how many payments wait since their account is missing or not verified, and how many since a bank says of
    an earlier attempt what the books do not hold."""

    batch: Batch
    waiting: int
    disputed: int


@transaction.atomic
def make(
    *,
    by: Principal,
    now: datetime,
    line_id: str,
    profile: str,
    payments: Collection[str] | None = None,
) -> Made:
    """Orders the approved payments of a line, or those of these public ids, in one file that is made now and never again.

    A payment whose account is missing, or was changed and not verified since, waits, and so does one that a bank says was
    paid already; named in `payments` it is refused.
    Raises `DomainError`: `fund.no_line`, `fund.closed`, `fund.other_role`, `fund.no_payer`, `bank_file.no_profile`, `payment.not_found`,
    `payment.account`, `payment.disputed`, `payment.once`, `batch.empty`, `batch.sum`, `bank_file.too_many`, `person.own_matter`, `RowsRefused`
    for lines that the bank cannot read, `access.denied`.
    """
    line = access.locked(line_id, Permission.FUND_PREPARE, by=by)
    if line.closed_at is not None:
        raise closed()
    fund = fund_of_line(line, on=localdate(now))
    access.require_role(fund.maker, line, by=by)
    known = profile_of(line.region, profile)
    going.require_payer(line)
    asked = chosen(line, payments, Standing.COMMITTED, Standing.RETURNED)
    require_still_once(asked, fund)
    disputed = going.disputed(asked)
    wanted = asked.exclude(pk__in=disputed) if disputed else asked
    ready = list(ready_of(wanted, office=line.office))
    waiting = wanted.count() - len(ready)
    if disputed and (payments is not None or not (ready or waiting)):
        raise going.is_disputed(len(disputed))
    if waiting and payments is not None:
        raise going.account_missing(waiting)
    if not ready:
        raise _nothing(waiting)
    batch = _make(line, known, ready, by=by, now=now)
    return Made(batch, waiting, len(disputed))


@transaction.atomic
def approve(*, by: Principal, now: datetime, batch_id: str, seen: str) -> Batch:
    """Approves the file whose digest is `seen`, by somebody who neither made it nor entered what is in it, nor told that
    what is in it had come back.

    Raises `DomainError`: `batch.not_found`, `batch.status`, `batch.digest`, `batch.same_official`, `batch.sum`, `payment.account`,
    `payment.disputed`, `fund.other_role`, `person.own_matter`, `access.denied`.
    """
    batch = access.locked_batch(batch_id, Permission.FUND_APPROVE, by=by)
    fund = fund_of_line(batch.line, on=localdate(now))
    access.require_role(fund.checker, batch.line, by=by)
    going.require_uninvolved(batch, by=by)
    going.require_apart_from(batch, by=by, on=localdate(now))
    going.require_status(batch, Batch.Status.MADE)
    going.require_whole(batch)
    going.require_current(batch)
    if seen.strip().lower() != batch.digest:
        raise Invalid(
            code="batch.digest",
            about="digest",
            what="摘要和这个文件的不一样",
            why="复核的要是将要送给银行的那个文件",
            do="请重新取文件，核对内容和摘要，再来复核",
        )
    batch.status, batch.approved_at, batch.checker = Batch.Status.APPROVED, now, by.account_id
    batch.save(update_fields=["status", "approved_at", "checker"])
    _record(batch, "funds.batch.approved", by=by, now=now)
    return batch


@transaction.atomic
def fetch(*, by: Principal, now: datetime, batch_id: str) -> tuple[str, bytes]:
    """Name and bytes of the file: the same at every time. Before it is approved only for whoever checks it.

    Once an account was changed, or a bank has said that something of it was paid before, an approved file is not given out.
    Raises `DomainError`: `batch.not_found`, `batch.status`, `batch.not_approved`, `batch.changed`, `payment.account`,
    `payment.disputed`, `access.denied`.
    """
    batch = access.locked_batch(batch_id, Permission.FUND_PREPARE, by=by)
    line = batch.line
    may_check = by.can(Permission.FUND_APPROVE, region=line.region, office=line.office)
    is_maker = same_official(by.account_id, batch.maker)
    if batch.status == Batch.Status.MADE and (not may_check or is_maker):
        raise Denied(
            code="batch.not_approved",
            what="这个批次还没有复核，文件不能取",
            why="没有复核的文件不能送银行",
            do="请复核的同事先核对",
        )
    if batch.status == Batch.Status.DROPPED:
        going.require_status(batch, Batch.Status.APPROVED)
    if batch.status == Batch.Status.APPROVED:
        going.require_current(batch)
    content = unpacked(batch.file.content)
    if digest(content) != batch.digest:
        raise Unavailable(
            code="batch.changed",
            what="保存的银行文件和制作时的摘要不一样",
            why="文件被改动过",
            do="请不要送银行，报告管理员；这一批可以作废重做",
        )
    if batch.fetched_at is None:
        batch.fetched_at = now
        batch.save(update_fields=["fetched_at"])
    _record(batch, "funds.batch.fetched", by=by, now=now)
    return batch.file.name, content


@transaction.atomic
def send(*, by: Principal, now: datetime, batch_id: str) -> Batch:
    """That the approved file was given to the bank; told again, nothing happens.

    A file that nobody has fetched yet is held against accounts and banks' words once more; of one that is out it is a fact.
    Raises `DomainError`: `batch.not_found`, `batch.status`, `payment.account`, `payment.disputed`, `access.denied`.
    """
    batch = access.locked_batch(batch_id, Permission.FUND_PREPARE, by=by)
    if batch.status == Batch.Status.SENT:
        return batch
    going.require_status(batch, Batch.Status.APPROVED)
    if batch.fetched_at is None:
        going.require_current(batch)
    _move(batch, Standing.SENT, Reason.SEND, by=by, now=now)
    batch.status, batch.sent_at, batch.sent_by = Batch.Status.SENT, now, by.account_id
    batch.save(update_fields=["status", "sent_at", "sent_by"])
    _record(batch, "funds.batch.sent", by=by, now=now)
    return batch


@transaction.atomic
def drop(*, by: Principal, now: datetime, batch_id: str, reason: str, proof: str = "") -> Batch:
    """Gives the batch up before it goes to the bank: its payments wait for another one.

    An approved file that was fetched may be with the bank: then somebody who approves payments and did not make it drops
    it, and `proof` names the bank's paper that it was not carried out. Whoever cannot get one tells that it was sent.
    Raises `DomainError`: `batch.not_found`, `batch.status`, `batch.fetched`, `batch.same_official`, `fund.reason`, `access.denied`.
    """
    batch = access.locked_batch(batch_id, Permission.FUND_PREPARE, by=by)
    if batch.status != Batch.Status.MADE:
        going.require_status(batch, Batch.Status.APPROVED)
        if batch.fetched_at is not None:
            _require_not_carried_out(batch, proof, by=by)
    why = said(reason)
    if not why:
        raise Invalid(code="fund.reason", about="reason", what="没有写理由", do="请写明为什么作废")
    _move(batch, Standing.COMMITTED, Reason.DROP, by=by, now=now)
    Attempt.objects.filter(batch=batch).update(outcome=Outcome.DROPPED.value)
    batch.status = Batch.Status.DROPPED
    batch.save(update_fields=["status"])
    heard = [each.attempt for each in disputes(going.payments_of(batch))]
    book_results(heard, by=by.account_id, now=now, about=going.about(batch))
    paper = f"{why}（{said(proof)}）" if proof else why
    _record(batch, "funds.batch.dropped", by=by, now=now, why=paper)
    return batch


def _require_not_carried_out(batch: Batch, proof: str, *, by: Principal) -> None:
    by.require(Permission.FUND_APPROVE, region=batch.line.region, office=batch.line.office)
    access.require_another(by, batch.maker, code="batch.same_official")
    if not said(proof):
        raise Conflict(
            code="batch.fetched",
            about="proof",
            what="这个文件已经取走，可能已经在银行",
            why="作废了再做一批，同一笔钱可能付两次",
            do="请写明银行出的没有执行的凭据；没有凭据的，请按已送出记下，再和银行查清",
        )


def _make(line: FundLine, profile: Profile, ready: list[Ready], *, by: Principal, now: datetime) -> Batch:
    """The batch with its file and all its attempts, and the money set aside for it."""
    number = _number(line, now)
    instruction = Instruction(
        batch=number,
        made_at=now,
        payer_name=line.payer_name,
        payer_account=line.payer_account,
        payer_bank=line.payer_bank,
        orders=[_order(each, line.region) for each in ready],
    )
    name, content = written(instruction, profile)
    batch = Batch.objects.create(
        number=number,
        line=line,
        profile=profile.id,
        status=Batch.Status.MADE,
        count=len(ready),
        total=instruction.total,
        digest=digest(content),
        made_at=now,
        maker=by.account_id,
    )
    BatchFile.objects.create(batch=batch, name=name, content=packed(content))
    _order_all(batch, ready, by=by, now=now)
    going.require_apart_from(batch, by=by, on=localdate(now))
    going.require_whole(batch)
    _record(batch, "funds.batch.made", by=by, now=now)
    return batch


def _order(ready: Ready, region: str) -> Order:
    return Order(
        end_to_end=ready.end_to_end(region),
        holder=ready.holder,
        account=ready.number,
        amount=ready.amount,
        purpose=ready.what,
        bank_name=ready.bank_name,
        bank_code=ready.bank_code,
    )


def _order_all(batch: Batch, ready: list[Ready], *, by: Principal, now: datetime) -> None:
    region = batch.line.region
    rows = (
        (
            each.payment,
            each.attempt,
            batch.pk,
            row,
            each.end_to_end(region),
            each.account,
            each.amount,
            Outcome.OPEN.value,
        )
        for row, each in enumerate(ready, start=1)
    )
    writing.insert(Attempt, _COLUMNS, rows)
    _move(batch, Standing.ORDERED, Reason.ORDER, by=by, now=now)


def _move(batch: Batch, to: Standing, reason: Reason, *, by: Principal, now: datetime) -> None:
    """All payments of the batch go on together, or none does. Raises `RuntimeError` where one stands elsewhere."""
    before = {
        Standing.ORDERED: (Standing.COMMITTED, Standing.RETURNED),
        Standing.SENT: (Standing.ORDERED,),
        Standing.COMMITTED: (Standing.ORDERED,),
    }[to]
    rows = Payment.objects.filter(
        pk__in=going.payments_of(batch), standing__in=[standing.value for standing in before]
    )
    entry = Entry(reason, now, by.account_id, about=going.about(batch))
    books.move_payments(rows, BOOK_OF[before[0]], BOOK_OF[to], entry=entry)
    tried = int(to is Standing.ORDERED)
    if rows.update(standing=to.value, attempt=F("attempt") + tried) != batch.count:
        raise RuntimeError(f"payments of batch {batch.number} do not stand where the batch does")


def _number(line: FundLine, now: datetime) -> str:
    """Region, day, line and the how-manieth batch of it: nobody else makes one of this line while it is held."""
    begins = f"{line.region}{localdate(now):%y%m%d}{line.pk:05d}"
    made = Batch.objects.filter(line=line, number__startswith=begins).count()
    return f"{begins}{made + 1:03d}"


def _nothing(waiting: int) -> Conflict:
    return (
        going.account_missing(waiting)
        if waiting
        else Conflict(
            code="batch.empty", about="payments", what="没有核准了、还没有付的款", do="请先核准付款"
        )
    )


def _record(batch: Batch, verb: str, *, by: Principal, now: datetime, why: str = "") -> None:
    data = {"number": batch.number, "count": batch.count, "fen": batch.total, "digest": batch.digest}
    record(
        by=by,
        now=now,
        verb=verb,
        subject=subject_of(batch),
        region=batch.line.region,
        purpose=why,
        data=data,
    )
