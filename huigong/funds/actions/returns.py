"""What banks give back: read line by line, settled into the books, and what stays unclear asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.funds import access, writing
from huigong.funds.actions.payments import locked_payment
from huigong.funds.banks.profiles import Returns, profile_of
from huigong.funds.banks.returning import Line, Refused, read
from huigong.funds.booking import book_results
from huigong.funds.disputes import disputes
from huigong.funds.matching import Source, matched
from huigong.funds.models import Attempt, FundLine, Payment, ReturnFile, ReturnLine
from huigong.funds.packing import digest
from huigong.funds.payees import require_apart
from huigong.funds.terms import AFTER, Outcome, Standing
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.sentences import say
from huigong.kernel.writing import said

_COLUMNS = ("file_id", "row", "attempt_id", "on", "code", "outcome", "proof", "at", "by")
_KEPT = 1000  # refused lines that are written down


@transaction.atomic
def take(
    *, by: Principal, now: datetime, office: str, profile: str, data: bytes, on: date | None = None
) -> ReturnFile:
    """Takes in a return file of the office's bank; `on` is the day of lines that name none (today).

    Each line settles its attempt; what cannot be matched is refused by its line and code, and the rest counts. The same
    bytes again give the same row: what has counted changes nothing, what was refused is looked at afresh.
    Raises `DomainError`: `bank_file.no_profile`, `return_file.no_returns`, `return_file.encoding`, `return_file.titles`,
    `return_file.sum`, `return_file.xml`, `return_file.empty`, those of `sheets`, `access.denied`.
    """
    region = office_region(office)
    by.require(Permission.FUND_PREPARE, region=region, office=office)
    access.hold(*FundLine.objects.filter(office=office).order_by("pk"))
    mark = digest(data)
    taken = ReturnFile.objects.filter(office=office, profile=profile, digest=mark).first()
    if taken is not None and not taken.refused:
        return taken
    answer = read(data, _returns(region, profile), on=on or localdate(now))
    if taken is None:
        taken = ReturnFile.objects.create(
            region=region,
            office=office,
            profile=profile,
            digest=mark,
            lines=answer.rows,
            taken_at=now,
            taken_by=by.account_id,
        )
    match = matched(answer, Source(office, profile, localdate(now)))
    _keep(match.lines, taken, by=by, now=now)
    keys, about = {key for key, _ in match.lines}, f"return:{taken.public_id.hex}"
    late = book_results(keys, by=by.account_id, now=now, about=about)
    refused = [*match.refused, *(_later(line) for key, line in match.lines if key in late)]
    taken.refused = [asdict(each) for each in sorted(refused, key=lambda each: each.row)[:_KEPT]]
    taken.save(update_fields=["refused"])
    told = {"lines": answer.rows, "refused": len(refused), "digest": mark}
    record(by=by, now=now, verb="funds.return.taken", subject=subject_of(taken), region=region, data=told)
    return taken


def _returns(region: str, profile: str) -> Returns:
    returns = profile_of(region, profile).returns
    if returns is None:
        raise Conflict(
            code="return_file.no_returns",
            what="这种银行文件没有写明回单怎么读",
            why="银行文件格式里没有 returns",
            do="请先在 bank_files.yaml 里补上",
        )
    return returns


@transaction.atomic
def resolve(
    *, by: Principal, now: datetime, payment_id: str, outcome: Outcome, on: date, proof: str
) -> Payment:
    """What the bank, asked about a payment, said of it on a day; `proof` names its paper. The bank's own files outweigh it.

    By somebody who did not make the batch, since what comes of it is another payment, or none. That a payment came back of
    which the bank's files say nothing has to be told by two: after the first it is unclear, and the second has not checked
    the batch either.
    Raises `DomainError`: `payment.not_found`, `payment.not_unclear`, `payment.same_official`, `payment.day`, `payment.not_settled`,
    `fund.reason`, `person.own_matter`, `access.denied`.
    """
    payment = locked_payment(payment_id, Permission.FUND_APPROVE, by=by)
    require_apart(by, [payment.person_id], on=localdate(now))
    attempt = _asked_about(payment)
    is_first = payment.standing == Standing.SENT and outcome is Outcome.RETURNED
    settles = Outcome.UNCLEAR if is_first else outcome
    _require_uninvolved(attempt, settles, by=by)
    paper = said(proof)[:100]
    if not paper or outcome not in (Outcome.CREDITED, Outcome.RETURNED):
        raise Invalid(
            code="fund.reason",
            about="proof",
            what="没有写明银行怎么说、凭据是什么",
            do="请写结果是到账还是退回，和银行凭据的编号",
        )
    _require_day(attempt, on, today=localdate(now))
    ReturnLine.objects.create(
        attempt=attempt, on=on, outcome=settles.value, proof=paper, at=now, by=by.account_id
    )
    book_results([attempt.pk], by=by.account_id, now=now, about=f"proof:{paper}"[:80])
    payment.refresh_from_db()
    if payment.standing != AFTER[settles]:
        raise Conflict(
            code="payment.not_settled",
            what="银行的回单说的不一样，以回单为准",
            why="口头或者书面问来的，不能推翻银行自己的文件",
            do="请让银行重新出回单",
        )
    data = {"payment": payment.public_id.hex, "outcome": outcome.value}
    record(
        by=by,
        now=now,
        verb="funds.payment.resolved",
        subject=subject_of(payment.line),
        region=payment.line.region,
        person=payment.person,
        purpose=paper,
        data=data,
    )
    return payment


def _asked_about(payment: Payment) -> Attempt:
    """The attempt that is unclear or without a word, or the earlier one that the bank says was paid while none is under way."""
    attempts = Attempt.objects.select_related("batch").filter(payment=payment)
    if payment.standing in (Standing.UNCLEAR, Standing.SENT):
        return attempts.get(outcome__in=[Outcome.OPEN.value, Outcome.UNCLEAR.value])
    if payment.standing in (Standing.COMMITTED, Standing.RETURNED):
        disputed = [each.attempt for each in disputes(Payment.objects.filter(pk=payment.pk))]
        if disputed:
            return attempts.get(pk=disputed[-1])
    raise Conflict(
        code="payment.not_unclear", what="这笔付款没有要查的", why="银行已经说清楚了", do="请刷新再看"
    )


def _require_uninvolved(attempt: Attempt, settles: Outcome, *, by: Principal) -> None:
    """Who has the last word that money came back has no part in its batch, and has not said so before."""
    others = [attempt.batch.maker]
    if settles is Outcome.RETURNED:
        told = ReturnLine.objects.filter(attempt=attempt, file=None).order_by("pk")
        others += [attempt.batch.checker, *told.values_list("by", flat=True)]
    access.require_another(by, *others, code="payment.same_official")


def _require_day(attempt: Attempt, on: date, *, today: date) -> None:
    batch = attempt.batch
    if not localdate(batch.approved_at or batch.made_at) <= on <= today:
        raise Invalid(
            code="payment.day",
            about="on",
            what=say("日期{on}不对", on=on),
            why="银行的结果在送银行以后、今天以前",
            do="请按银行凭据上的日期写",
        )


def _keep(lines: Sequence[tuple[int, Line]], taken: ReturnFile, *, by: Principal, now: datetime) -> None:
    at = writing.moment(now)
    known = set(ReturnLine.objects.filter(file=taken).order_by().values_list("row", "attempt_id"))
    rows = [
        (taken.pk, line.row, key, line.on.isoformat(), line.code, line.outcome.value, "", at, by.account_id)
        for key, line in lines
        if (line.row, key) not in known
    ]
    writing.insert(ReturnLine, _COLUMNS, rows)


def _later(line: Line) -> Refused:
    return Refused(line.row, "return.later", "这一次之后又付过，或者钱已经收回，和银行说的对不上，请人工核对")
