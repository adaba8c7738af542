"""What workers got of the wages that they are owed, as it comes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from huigong.arrears.actions.findings import for_official
from huigong.arrears.models import ArrearsPayment
from huigong.casework.actions import steps
from huigong.casework.timekeeping import day_of
from huigong.directory.principals import Principal
from huigong.kernel import days, money
from huigong.kernel.errors import Conflict, Invalid, NotFound
from huigong.kernel.writing import said_within
from huigong.registry.lookup import id_from, public_uuid
from huigong.wages.liability.declaring import law

MOST_SAID = 200


@transaction.atomic
def note(
    *,
    by: Principal,
    now: datetime,
    case_id: str,
    role: str,
    on: date,
    paper: str,
    sums: Mapping[str, int],
    key: str,
) -> tuple[ArrearsPayment, ...]:
    """Fen that workers (by public id) got on a day from whoever fills a role; the same `key` again is the same payment.

    Raises `DomainError`: those of `findings.for_official`, `arrears.role`, `arrears.day`, `arrears.amount`, `arrears.no_worker`,
    `arrears.paper`, `form.key`.
    """
    case, matter = for_official(by, case_id, now=now)
    batch = id_from(key)
    if before := tuple(ArrearsPayment.objects.filter(batch=batch, case=case).order_by("pk")):
        return before
    if role not in law().roles:
        raise Invalid("arrears.role", about="role", what="没有选是谁付的", do="请从列出的里面选")
    if not days.EARLIEST <= on <= day_of(now):
        raise Invalid(
            "arrears.day", about="on", what="付款的日子不对", do="请写钱到工人手里的那一天，不能晚于今天"
        )
    given = {worker: fen for worker, fen in sums.items() if fen}
    if not given or any(not 0 < fen <= money.MOST for fen in given.values()):
        raise Invalid(
            "arrears.amount", about="role", what="没有写谁拿到了多少", do="请至少写一个人，金额大于零"
        )
    known = {worker.id: worker for worker in matter.workers}
    if set(given) - set(known):
        raise Invalid("arrears.no_worker", about="sums", what="有人不在这个办件里", do="请刷新页面再填")
    slip = _words(paper, "paper", "请写凭证：哪家银行的回单、谁签的收条")
    rows = ArrearsPayment.objects.bulk_create(
        ArrearsPayment(
            batch=batch,
            case=case,
            party_id=known[worker].party,
            role=role,
            amount=fen,
            paid_on=on,
            paper=slip,
            noted_at=now,
            noted_by=by.account_id,
        )
        for worker, fen in given.items()
    )
    data = {"role": role, "people": len(rows), "fen": sum(given.values())}
    steps.record_on(case, "arrears.payment.noted", by=by, now=now, data=data)
    return tuple(rows)


@transaction.atomic
def strike(*, by: Principal, now: datetime, payment_id: str, reason: str) -> ArrearsPayment:
    """One that was noted wrongly counts no more.

    Raises `DomainError`: `arrears.no_payment`, `arrears.struck`, and those of `findings.for_official`.
    """
    row = ArrearsPayment.objects.select_related("case").filter(public_id=public_uuid(payment_id)).first()
    if row is None:
        raise NotFound("arrears.no_payment", what="没有这笔付款", do="请刷新页面再看")
    case, _ = for_official(by, row.case.public_id.hex, now=now)
    row.refresh_from_db()
    if row.struck_at is not None:
        raise Conflict("arrears.struck", what="这笔已经划掉了", do="请刷新页面再看")
    row.struck_for = _words(reason, "reason", "请写明哪里登记错了")
    row.struck_at, row.struck_by = now, by.account_id
    row.save(update_fields=["struck_at", "struck_by", "struck_for"])
    data = {"role": row.role, "fen": row.amount}
    steps.record_on(case, "arrears.payment.struck", by=by, now=now, data=data)
    return row


def _words(text: str, about: str, do: str) -> str:
    words = said_within(text, MOST_SAID, code="arrears.too_long", about=about)
    if not words:
        raise Invalid("arrears.paper", about=about, what="没有写明", do=do)
    return words
