"""Money that has to come back: decided with its instalments, and received as it comes, the oldest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Sum
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.funds import access, books
from huigong.funds.actions.lines import require_amount, require_new_papers
from huigong.funds.actions.payments import locked_payment
from huigong.funds.books import Entry
from huigong.funds.models import Deposit, Instalment, Payment, Recovery
from huigong.funds.payees import require_apart
from huigong.funds.terms import Book, Reason, Standing
from huigong.kernel.errors import Conflict, Invalid, NotFound
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.sentences import say
from huigong.kernel.writing import said
from huigong.registry.lookup import id_from, public_uuid, require_same


@transaction.atomic
def decide(
    *,
    by: Principal,
    now: datetime,
    payment_id: str,
    reason: str,
    instalments: Sequence[tuple[date, int]],
    key: str = "",
) -> Recovery:
    """That so much of a payment has to come back, in these instalments (day, fen). The same `key` again is the same recovery.

    Raises `DomainError`: `payment.not_found`, `payment.not_credited`, `recovery.too_much`, `recovery.no_instalments`,
    `fund.amount`, `fund.reason`, `form.key`, `person.own_matter`, `access.denied`.
    """
    payment = locked_payment(payment_id, Permission.FUND_APPROVE, by=by)
    require_apart(by, [payment.person_id], on=localdate(now))
    why, plan = said(reason)[:200], sorted(instalments)
    if not why:
        raise Invalid(code="fund.reason", about="reason", what="没有写理由", do="请写明为什么要收回")
    if not plan:
        raise Invalid(
            code="recovery.no_instalments", about="instalments", what="没有写哪天还", do="请至少写一期"
        )
    for _, amount in plan:
        require_amount(amount)
    if payment.standing != Standing.CREDITED:
        raise Conflict(
            code="payment.not_credited", what="这笔钱没有付出去，不用收回", do="没有付的，请按取消办"
        )
    total = sum(amount for _, amount in plan)
    public_id, told = id_from(key), {"payment": payment, "amount": total, "reason": why}
    if before := Recovery.objects.filter(public_id=public_id).first():
        return require_same(before, told)
    asked = Recovery.objects.filter(payment=payment).aggregate(sum=Sum("amount"))["sum"] or 0
    if asked + total > payment.amount:
        raise Conflict(
            code="recovery.too_much",
            about="instalments",
            what="要收回的比付出的多",
            why=say("最多还能收回{left}", left=format_yuan(Fen(payment.amount - asked))),
            do="请核对各期金额",
        )
    recovery = Recovery.objects.create(**told, public_id=public_id, decided_at=now, decided_by=by.account_id)
    Instalment.objects.bulk_create(
        Instalment(recovery=recovery, number=number, due_on=due_on, amount=amount)
        for number, (due_on, amount) in enumerate(plan, start=1)
    )
    data = {"fen": total, "instalments": len(plan)}
    _record(recovery, payment, "funds.recovery.decided", by=by, now=now, data=data)
    return recovery


@transaction.atomic
def receive(*, by: Principal, now: datetime, recovery_id: str, amount: int, paper: str) -> Recovery:
    """That so many fen have come, by the slip `paper`: they pay the oldest instalments first, across as many as they reach.

    The money is free again in a line that is open; of a line whose year is closed it goes back to where it came from. What a
    bank took back, or never paid, cannot come back a second time.
    Raises `DomainError`: `recovery.not_found`, `recovery.too_much`, `payment.not_credited`, `fund.amount`, `fund.same_paper`,
    `person.own_matter`,
    `access.denied`.
    """
    row = Recovery.objects.filter(
        public_id=public_uuid(recovery_id), payment__line__in=access.readable(by)
    ).first()
    if row is None:
        raise NotFound(code="recovery.not_found", what="没有这项收回", do="请刷新列表再看")
    require_amount(amount)
    payment = locked_payment(
        Payment.objects.get(pk=row.payment_id).public_id.hex, Permission.FUND_PREPARE, by=by
    )
    require_apart(by, [payment.person_id], on=localdate(now))
    if payment.standing != Standing.CREDITED:
        raise Conflict(
            code="payment.not_credited",
            what="银行已经把这笔钱退回来了，不用再收回",
            why="钱不在收款人那里",
            do="这次收到的请退还给交钱的人，再和银行查清",
        )
    require_new_papers(payment.line, Reason.RECOVERY, [paper], payment=payment)
    _spread(row, amount)
    put_into = Book.FREE if payment.line.closed_at is None else Book.GRANTED
    entry = Entry(Reason.RECOVERY, now, by.account_id, about=said(paper)[:80])
    books.move_payment(payment, amount, Book.PAID, put_into, entry=entry)
    Payment.objects.filter(pk=payment.pk).update(recovered=F("recovered") + amount)
    if payment.deposit_id:
        Deposit.objects.filter(pk=payment.deposit_id).update(claimed=F("claimed") - amount)
    data = {"fen": amount, "paper": entry.about}
    _record(row, payment, "funds.recovery.received", by=by, now=now, data=data)
    return row


def _spread(recovery: Recovery, amount: int) -> None:
    """Pays the instalments in their order. Raises `DomainError` (`recovery.too_much`) where something is left over."""
    left = amount
    for instalment in Instalment.objects.filter(recovery=recovery, received__lt=F("amount")):
        part = min(left, instalment.amount - instalment.received)
        instalment.received += part
        left -= part
        if part:
            instalment.save(update_fields=["received"])
    if left:
        raise Conflict(
            code="recovery.too_much",
            about="amount",
            what=say("多了{left}", left=format_yuan(Fen(left))),
            why="收到的比还欠的多",
            do="多出来的请退还，只记还欠的",
        )


def _record(
    row: Recovery,
    payment: Payment,
    verb: str,
    *,
    by: Principal,
    now: datetime,
    data: Mapping[str, object],
) -> None:
    record(
        by=by,
        now=now,
        verb=verb,
        subject=subject_of(row),
        region=payment.line.region,
        person=payment.person,
        data={"payment": payment.public_id.hex, **data},
    )
