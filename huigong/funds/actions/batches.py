"""A batch for the bank: made by one official, approved by another who has seen its digest, sent once, or dropped."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.funds import access, books, writing
from huigong.funds.actions.payments import chosen
from huigong.funds.banks.orders import Instruction, Order
from huigong.funds.banks.profiles import profile_of
from huigong.funds.banks.writing import written
from huigong.funds.books import Entry
from huigong.funds.declaring import fund_of
from huigong.funds.models import Attempt, Batch, BatchFile, FundLine, Payment
from huigong.funds.packing import digest, packed, unpacked
from huigong.funds.ready import Ready, ready_of
from huigong.funds.terms import BOOK_OF, Outcome, Reason, Standing
from huigong.kernel.errors import Conflict, Denied, Invalid, Unavailable
from huigong.kernel.sentences import say
from huigong.kernel.writing import said

_COLUMNS = ("payment_id", "number", "batch_id", "row", "end_to_end", "account_id", "amount", "outcome")


@dataclass(frozen=True)
class Made:
    """A batch, and how many payments wait since their account is missing or not verified."""

    batch: Batch
    waiting: int


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

    A payment whose account is missing, or was changed and not verified since, waits; named in `payments` it is refused.
    Raises `DomainError`: `fund.no_line`, `fund.other_role`, `fund.no_payer`, `bank_file.no_profile`, `payment.not_found`,
    `payment.account`, `batch.empty`, `bank_file.too_many`, `RowsRefused` for lines that the bank cannot read, `access.denied`.
    """
    line = access.locked(line_id, Permission.FUND_PREPARE, by=by)
    fund = fund_of(line.fund, region=line.region, on=localdate(now))
    access.require_role(fund.maker, line, by=by)
    known = profile_of(line.region, profile)
    _require_payer(line)
    wanted = chosen(line, payments, Standing.COMMITTED, Standing.RETURNED)
    ready = list(ready_of(wanted))
    waiting = wanted.count() - len(ready)
    if waiting and payments is not None:
        raise _account_missing(waiting)
    if not ready:
        raise _nothing(waiting)
    number = _number(line, now)
    instruction = Instruction(
        batch=number,
        made_at=now,
        payer_name=line.payer_name,
        payer_account=line.payer_account,
        payer_bank=line.payer_bank,
        orders=[_order(each, line.region) for each in ready],
    )
    name, content = written(instruction, known)
    batch = Batch.objects.create(
        number=number,
        line=line,
        profile=known.id,
        status=Batch.Status.MADE,
        count=len(ready),
        total=instruction.total,
        digest=digest(content),
        made_at=now,
        maker=by.account_id,
    )
    BatchFile.objects.create(batch=batch, name=name, content=packed(content))
    _order_all(batch, ready, by=by, now=now)
    _record(batch, "funds.batch.made", by=by, now=now)
    return Made(batch, waiting)


@transaction.atomic
def approve(*, by: Principal, now: datetime, batch_id: str, seen: str) -> Batch:
    """Approves the file whose digest is `seen`, by somebody who neither made it nor entered what is in it.

    Raises `DomainError`: `batch.not_found`, `batch.status`, `batch.digest`, `batch.same_official`, `batch.sum`, `fund.other_role`, `access.denied`.
    """
    batch = access.locked_batch(batch_id, Permission.FUND_APPROVE, by=by)
    fund = fund_of(batch.line.fund, region=batch.line.region, on=localdate(now))
    access.require_role(fund.checker, batch.line, by=by)
    access.require_another(by, batch.maker, code="batch.same_official")
    _require_status(batch, Batch.Status.MADE)
    _require_whole(batch)
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

    Raises `DomainError`: `batch.not_found`, `batch.status`, `batch.not_approved`, `batch.changed`, `access.denied`.
    """
    batch = access.locked_batch(batch_id, Permission.FUND_PREPARE, by=by)
    line = batch.line
    may_check = by.can(Permission.FUND_APPROVE, region=line.region, office=line.office)
    if batch.status == Batch.Status.MADE and (not may_check or by.account_id == batch.maker):
        raise Denied(
            code="batch.not_approved",
            what="这个批次还没有复核，文件不能取",
            why="没有复核的文件不能送银行",
            do="请复核的同事先核对",
        )
    if batch.status == Batch.Status.DROPPED:
        _require_status(batch, Batch.Status.APPROVED)
    content = unpacked(batch.file.content)
    if digest(content) != batch.digest:
        raise Unavailable(
            code="batch.changed",
            what="保存的银行文件和制作时的摘要不一样",
            why="文件被改动过",
            do="请不要送银行，报告管理员；这一批可以作废重做",
        )
    _record(batch, "funds.batch.fetched", by=by, now=now)
    return batch.file.name, content


@transaction.atomic
def send(*, by: Principal, now: datetime, batch_id: str) -> Batch:
    """That the approved file was given to the bank; told again, nothing happens.

    Raises `DomainError`: `batch.not_found`, `batch.status`, `access.denied`.
    """
    batch = access.locked_batch(batch_id, Permission.FUND_PREPARE, by=by)
    if batch.status == Batch.Status.SENT:
        return batch
    _require_status(batch, Batch.Status.APPROVED)
    _move(batch, Standing.SENT, Reason.SEND, by=by, now=now)
    batch.status, batch.sent_at, batch.sent_by = Batch.Status.SENT, now, by.account_id
    batch.save(update_fields=["status", "sent_at", "sent_by"])
    _record(batch, "funds.batch.sent", by=by, now=now)
    return batch


@transaction.atomic
def drop(*, by: Principal, now: datetime, batch_id: str, reason: str) -> Batch:
    """Gives the batch up before it goes to the bank: its payments wait for another one.

    Raises `DomainError`: `batch.not_found`, `batch.status`, `fund.reason`, `access.denied`.
    """
    batch = access.locked_batch(batch_id, Permission.FUND_PREPARE, by=by)
    if batch.status != Batch.Status.MADE:
        _require_status(batch, Batch.Status.APPROVED)
    why = said(reason)
    if not why:
        raise Invalid(code="fund.reason", about="reason", what="没有写理由", do="请写明为什么作废")
    _move(batch, Standing.COMMITTED, Reason.DROP, by=by, now=now)
    Attempt.objects.filter(batch=batch).update(outcome=Outcome.DROPPED.value)
    batch.status = Batch.Status.DROPPED
    batch.save(update_fields=["status"])
    _record(batch, "funds.batch.dropped", by=by, now=now, why=why)
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


def _payments_of(batch: Batch) -> QuerySet[Attempt, int]:
    return Attempt.objects.filter(batch=batch).order_by().values_list("payment_id", flat=True)


def _move(batch: Batch, to: Standing, reason: Reason, *, by: Principal, now: datetime) -> None:
    """All payments of the batch go on together, or none does. Raises `RuntimeError` where one stands elsewhere."""
    before = {
        Standing.ORDERED: (Standing.COMMITTED, Standing.RETURNED),
        Standing.SENT: (Standing.ORDERED,),
        Standing.COMMITTED: (Standing.ORDERED,),
    }[to]
    rows = Payment.objects.filter(
        pk__in=_payments_of(batch), standing__in=[standing.value for standing in before]
    )
    entry = Entry(reason, now, by.account_id, about=f"batch:{batch.number}")
    books.move_payments(rows, BOOK_OF[before[0]], BOOK_OF[to], entry=entry)
    tried = int(to is Standing.ORDERED)
    if rows.update(standing=to.value, attempt=F("attempt") + tried) != batch.count:
        raise RuntimeError(f"payments of batch {batch.number} do not stand where the batch does")


def _require_whole(batch: Batch) -> None:
    """That the file is as it was made, and its lines come to the sum that the books have for it, to the fen."""
    amounts = list(Attempt.objects.filter(batch=batch).order_by().values_list("amount", flat=True))
    intact = digest(unpacked(batch.file.content)) == batch.digest
    if not intact or (len(amounts), sum(amounts)) != (batch.count, batch.total):
        raise Conflict(
            code="batch.sum",
            what="这一批的笔数、合计和文件对不上",
            why="各笔相加要等于批次的合计，分毫不差",
            do="请作废这一批，重新制作",
        )


def _require_status(batch: Batch, wanted: Batch.Status) -> None:
    if batch.status != wanted:
        raise Conflict(
            code="batch.status",
            what=say("这个批次{status}", status=batch.get_status_display()),
            why=say("只有{wanted}的才能这样办", wanted=str(wanted.label)),
            do="请刷新再看",
        )


def _require_payer(line: FundLine) -> None:
    if not (line.payer_name and line.payer_account):
        raise Conflict(
            code="fund.no_payer",
            what="这个资金项目没有付款账户",
            why="银行要知道从哪个账户付",
            do="请在设立项目时写明付款户名和账号",
        )


def _number(line: FundLine, now: datetime) -> str:
    """Region, day, line and the how-manieth batch of it: nobody else makes one of this line while it is held."""
    begins = f"{line.region}{localdate(now):%y%m%d}{line.pk:05d}"
    made = Batch.objects.filter(line=line, number__startswith=begins).count()
    return f"{begins}{made + 1:03d}"


def _account_missing(count: int) -> Conflict:
    return Conflict(
        code="payment.account",
        about="payments",
        what=say("有{count}笔的收款账户没有填，或者改了以后还没有核实", count=count),
        why="账户改了要重新核实，才能付",
        do="请先录入并由另一位同事核实收款账户",
    )


def _nothing(waiting: int) -> Conflict:
    return (
        _account_missing(waiting)
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
