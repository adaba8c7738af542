"""What banks give back: read line by line, settled into the books, and what stays unclear asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.funds import access, writing
from huigong.funds.actions.payments import locked_payment
from huigong.funds.banks.profiles import profile_of
from huigong.funds.banks.returning import Answer, Line, Refused, read
from huigong.funds.booking import book_results
from huigong.funds.models import Attempt, Batch, FundLine, Payment, ReturnFile, ReturnLine
from huigong.funds.packing import digest
from huigong.funds.terms import Outcome, Standing
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.sentences import say
from huigong.kernel.writing import said

_AT_ONCE = 500  # both databases take this many values in one query
_COLUMNS = ("file_id", "row", "attempt_id", "on", "code", "outcome", "proof", "at", "by")
_KEPT = 1000  # refused lines that are written down


@transaction.atomic
def take(
    *, by: Principal, now: datetime, office: str, profile: str, data: bytes, on: date | None = None
) -> ReturnFile:
    """Takes in a return file of the office's bank; `on` is the day of lines that name none (today).

    Each line settles its attempt; what cannot be matched is refused by its line and code, and the rest counts. The same
    bytes again give the same row and change nothing.
    Raises `DomainError`: `bank_file.no_profile`, `return_file.no_returns`, `return_file.encoding`, `return_file.titles`,
    `return_file.sum`, those of `sheets`, `access.denied`.
    """
    region = office_region(office)
    by.require(Permission.FUND_PREPARE, region=region, office=office)
    mark = digest(data)
    before = ReturnFile.objects.filter(office=office, digest=mark).first()
    if before is not None:
        return before
    returns = profile_of(region, profile).returns
    if returns is None:
        raise Conflict(
            code="return_file.no_returns",
            what="这种银行文件没有写明回单怎么读",
            why="银行文件格式里没有 returns",
            do="请先在 bank_files.yaml 里补上",
        )
    answer = read(data, returns, on=on or localdate(now))
    access.hold(*FundLine.objects.filter(office=office).order_by("pk"))
    taken = ReturnFile.objects.create(
        region=region,
        office=office,
        profile=profile,
        digest=mark,
        lines=answer.rows,
        taken_at=now,
        taken_by=by.account_id,
    )
    lines, refused = _matched(answer, office)
    _keep(lines, taken, by=by, now=now)
    keys, about = {key for key, _ in lines}, f"return:{taken.public_id.hex}"
    late = book_results(keys, by=by.account_id, now=now, about=about)
    refused += [_later(line) for key, line in lines if key in late]
    taken.refused = [asdict(each) for each in sorted(refused, key=lambda each: each.row)[:_KEPT]]
    taken.save(update_fields=["refused"])
    told = {"lines": answer.rows, "refused": len(refused), "digest": mark}
    record(by=by, now=now, verb="funds.return.taken", subject=subject_of(taken), region=region, data=told)
    return taken


@transaction.atomic
def resolve(
    *, by: Principal, now: datetime, payment_id: str, outcome: Outcome, on: date, proof: str
) -> Payment:
    """What the bank, asked about an unclear payment, said of it on a day; `proof` names its paper.

    By somebody who did not make the batch: what comes of it is another payment, or none.
    Raises `DomainError`: `payment.not_found`, `payment.not_unclear`, `payment.same_official`, `fund.reason`, `access.denied`.
    """
    payment = locked_payment(payment_id, Permission.FUND_APPROVE, by=by)
    attempt = Attempt.objects.select_related("batch").filter(payment=payment, number=payment.attempt).first()
    if attempt is None or payment.standing not in (Standing.UNCLEAR, Standing.SENT):
        raise Conflict(
            code="payment.not_unclear", what="这笔付款没有要查的", why="银行已经说清楚了", do="请刷新再看"
        )
    access.require_another(by, attempt.batch.maker, code="payment.same_official")
    paper = said(proof)[:100]
    if not paper or outcome not in (Outcome.CREDITED, Outcome.RETURNED):
        raise Invalid(
            code="fund.reason",
            about="proof",
            what="没有写明银行怎么说、凭据是什么",
            do="请写结果是到账还是退回，和银行凭据的编号",
        )
    ReturnLine.objects.create(
        attempt=attempt, on=on, outcome=outcome.value, proof=paper, at=now, by=by.account_id
    )
    book_results([attempt.pk], by=by.account_id, now=now, about=f"proof:{paper}"[:80])
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
    payment.refresh_from_db()
    return payment


def _matched(answer: Answer, office: str) -> tuple[list[tuple[int, Line]], list[Refused]]:
    """Each line with its attempt; and the lines that speak of nothing that was sent, or of another sum."""
    refused, lines = list(answer.refused), list[tuple[int, Line]]()
    for chunk in _chunks(answer.lines):
        sent = _sent({line.end_to_end for line in chunk}, office)
        for line in chunk:
            key, amount = sent.get(line.end_to_end, (0, 0))
            if not key:
                refused.append(Refused(line.row, "return.not_sent", _not_sent(line)))
            elif line.amount is not None and line.amount != amount:
                refused.append(Refused(line.row, "return.amount", _other_amount(line, amount)))
            else:
                lines.append((key, line))
    return lines, refused


def _sent(numbers: Iterable[str], office: str) -> Mapping[str, tuple[int, int]]:
    """End-to-end number → attempt and its fen, of what this office has sent."""
    rows = Attempt.objects.filter(
        end_to_end__in=sorted(numbers), batch__line__office=office, batch__status=Batch.Status.SENT
    )
    listed = rows.order_by().values_list("end_to_end", "pk", "amount")
    return {number: (key, amount) for number, key, amount in listed}


def _keep(lines: Sequence[tuple[int, Line]], taken: ReturnFile, *, by: Principal, now: datetime) -> None:
    at = writing.moment(now)
    rows = (
        (taken.pk, line.row, key, line.on.isoformat(), line.code, line.outcome.value, "", at, by.account_id)
        for key, line in lines
    )
    writing.insert(ReturnLine, _COLUMNS, rows)


def _not_sent(line: Line) -> str:
    return say("没有送过编号{number}的付款", number=line.end_to_end[:35])


def _other_amount(line: Line, amount: int) -> str:
    return say(
        "金额是{said}，送出的是{amount}",
        said=format_yuan(Fen(line.amount or 0)),
        amount=format_yuan(Fen(amount)),
    )


def _later(line: Line) -> Refused:
    return Refused(line.row, "return.later", "这一次之后又付过，或者钱已经收回，和银行说的对不上，请人工核对")


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for first in range(0, len(values), _AT_ONCE):
        yield values[first : first + _AT_ONCE]
