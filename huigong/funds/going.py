"""Whether a batch may go on: its file as it was made, its accounts in force, nothing of it already with the payee."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet, Sum

from huigong.directory.principals import Principal
from huigong.funds import access
from huigong.funds.disputes import disputes
from huigong.funds.models import Attempt, Batch, FundLine, Payment, Posting, ReturnLine
from huigong.funds.packing import digest, unpacked
from huigong.funds.payees import require_apart
from huigong.funds.terms import Outcome, Reason
from huigong.kernel.errors import Conflict
from huigong.kernel.sentences import say


def require_status(batch: Batch, wanted: Batch.Status) -> None:
    """Raises `DomainError` (`batch.status`) where the batch is somewhere else."""
    if batch.status != wanted:
        raise Conflict(
            code="batch.status",
            what=say("这个批次{status}", status=batch.get_status_display()),
            why=say("只有{wanted}的才能这样办", wanted=str(wanted.label)),
            do="请刷新再看",
        )


def require_whole(batch: Batch) -> None:
    """That the file is as it was made, and its lines come to the sum that the books have for it, to the fen.

    Raises `DomainError` (`batch.sum`).
    """
    amounts = list(Attempt.objects.filter(batch=batch).order_by().values_list("amount", flat=True))
    intact = digest(unpacked(batch.file.content)) == batch.digest
    told = (len(amounts), sum(amounts), posted(batch))
    if not intact or told != (batch.count, batch.total, batch.total):
        raise Conflict(
            code="batch.sum",
            what="这一批的笔数、合计和文件对不上",
            why="各笔相加要等于批次的合计，分毫不差",
            do="请作废这一批，重新制作",
        )


def posted(batch: Batch) -> int:
    """Fen that the books have set aside for the batch when it was made."""
    rows = Posting.objects.filter(line=batch.line, reason=Reason.ORDER.value, about=about(batch))
    return rows.aggregate(sum=Sum("amount"))["sum"] or 0


def about(batch: Batch) -> str:
    """How postings name the batch."""
    return f"batch:{batch.number}"


def require_current(batch: Batch) -> None:
    """That each order still goes to the account that is in force, and that no bank has said that it was paid before.

    Raises `DomainError`: `payment.account`, `payment.disputed`.
    """
    changed = Attempt.objects.filter(batch=batch).exclude(account__ended_at=None)
    if count := changed.count():
        raise Conflict(
            code="payment.account",
            about="payments",
            what=say("有{count}笔的收款账户在制单以后改了", count=count),
            why="账户改了要重新核实，才能付",
            do="请作废这一批，核实新账户，再制作一次",
        )
    if count := len(disputed(payments_of(batch))):
        raise is_disputed(count)


def require_apart_from(batch: Batch, *, by: Principal, on: date) -> None:
    """Raises `DomainError` (`person.own_matter`) where the actor or a relative is paid by the batch."""
    people = Attempt.objects.filter(batch=batch, payment__person__isnull=False).order_by()
    require_apart(by, people.values_list("payment__person_id", flat=True), on=on)


def require_uninvolved(batch: Batch, *, by: Principal) -> None:
    """That the actor neither made the batch, nor reserved what is in it, entered its accounts, or said that it came back.

    Raises `DomainError` (`batch.same_official`).
    """
    access.require_another(by, batch.maker, *sorted(_had_a_part(batch)), code="batch.same_official")


def _had_a_part(batch: Batch) -> set[str]:
    attempts = Attempt.objects.filter(batch=batch).order_by()
    returned = ReturnLine.objects.filter(
        file=None, outcome=Outcome.RETURNED.value, attempt__payment__in=payments_of(batch)
    )
    return {
        *attempts.values_list("account__entered_by", flat=True).distinct(),
        *attempts.values_list("payment__reserved_by", flat=True).distinct(),
        *returned.order_by().values_list("by", flat=True).distinct(),
    }


def payments_of(batch: Batch) -> QuerySet[Attempt, int]:
    """The keys of its payments."""
    return Attempt.objects.filter(batch=batch).order_by().values_list("payment_id", flat=True)


def disputed(payments: QuerySet[Payment] | QuerySet[Attempt, int]) -> frozenset[int]:
    """The keys of those of these payments of which a bank says something else than the books."""
    return frozenset(each.payment for each in disputes(payments))


def is_disputed(count: int) -> Conflict:
    """For payments that a bank says have been paid, or may have been."""
    return Conflict(
        code="payment.disputed",
        about="payments",
        what=say("有{count}笔，银行说的和账上不一样", count=count),
        why="银行说以前那一次已经到账，或者没有说清楚，再付就可能付两次",
        do="已经制单的请作废这一批，再和银行查清这几笔",
    )


def require_payer(line: FundLine) -> None:
    """Raises `DomainError` (`fund.no_payer`) where the line does not say from which account it pays."""
    if not (line.payer_name and line.payer_account):
        raise Conflict(
            code="fund.no_payer",
            what="这个资金项目没有付款账户",
            why="银行要知道从哪个账户付",
            do="请在设立项目时写明付款户名和账号",
        )


def account_missing(count: int) -> Conflict:
    """For payments whose payee has no account that somebody has verified."""
    return Conflict(
        code="payment.account",
        about="payments",
        what=say("有{count}笔的收款账户没有填，或者改了以后还没有核实", count=count),
        why="账户改了要重新核实，才能付",
        do="请先录入并由另一位同事核实收款账户",
    )
