"""Lines of money: set up, given money, money asked from one for another, and closed at the end of the year."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.subjects import subject_of
from huigong.directory.named_offices import require_known
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.funds import access, books
from huigong.funds.books import Entry
from huigong.funds.declared import YearEnd
from huigong.funds.declaring import fund_of
from huigong.funds.lining import year_end_of
from huigong.funds.models import Balance, FundLine, LineTransfer, Payment, Posting
from huigong.funds.terms import BOOK_OF, CARRIED, OPEN_YEAR_END, Book, Nature, Reason
from huigong.kernel.errors import Conflict, Invalid, NotFound
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.sentences import say
from huigong.kernel.writing import said
from huigong.registry.lookup import id_from, public_uuid, require_same

_LONGEST = 100


@transaction.atomic
def open_line(
    *,
    by: Principal,
    now: datetime,
    fund: str,
    office: str,
    source: str,
    purpose: str,
    year: int | None = None,
    clauses: Sequence[str] = (),
    payer_name: str = "",
    payer_account: str = "",
    payer_bank: str = "",
) -> FundLine:
    """A line of this fund for an office, with nothing in it; the same again is the same line.

    Raises `DomainError`: `fund.unknown`, `fund.not_yet`, `fund.year`, `office.none`, `access.denied`.
    """
    region, today = office_region(office), localdate(now)
    by.require(Permission.FUND_KEEP, region=region, office=office)
    require_known(office)
    declared = fund_of(fund, region=region, on=today)
    if (year is None) is not (declared.nature is Nature.TRUST):
        raise Invalid(
            code="fund.year",
            about="year",
            what="年度写得不对",
            why="财政资金按年度，代管资金不分年度",
            do="请按资金的性质填写",
        )
    told = {"source": said(source)[:60], "purpose": said(purpose)[:_LONGEST]}
    line, is_new = FundLine.objects.get_or_create(
        fund=fund,
        office=office,
        year=year,
        **told,
        defaults={
            "nature": declared.nature.value,
            "region": region,
            "clauses": [*(clauses or declared.clauses)],
            "payer_name": said(payer_name),
            "payer_account": said(payer_account),
            "payer_bank": said(payer_bank),
            "opened_at": now,
            "opened_by": by.account_id,
        },
    )
    if is_new:
        Balance.objects.create(line=line)
        data = {"fund": fund, "year": year, "version": declared.version, **told}
        _record(line, "funds.line.opened", by=by, now=now, data=data)
    return line


@transaction.atomic
def grant(*, by: Principal, now: datetime, line_id: str, amount: int, paper: str) -> FundLine:
    """Gives the line money up to which it may spend; `paper` is the number of the budget document, which counts once.

    Raises `DomainError`: `fund.no_line`, `fund.trust`, `fund.closed`, `fund.amount`, `fund.same_paper`, `access.denied`.
    """
    line = _changeable(line_id, amount, by=by)
    require_new_papers(line, Reason.GRANT, [paper])
    entry = Entry(Reason.GRANT, now, by.account_id, about=said(paper)[:80])
    books.move(line, amount, Book.GRANTED, Book.FREE, entry=entry)
    _record(line, "funds.line.granted", by=by, now=now, data={"fen": amount, "paper": entry.about})
    return line


@transaction.atomic
def withdraw(*, by: Principal, now: datetime, line_id: str, amount: int, paper: str) -> FundLine:
    """Takes back what is still free of the line. Raises as `grant`, and `fund.not_enough`."""
    line = _changeable(line_id, amount, by=by)
    require_new_papers(line, Reason.WITHDRAWAL, [paper])
    entry = Entry(Reason.WITHDRAWAL, now, by.account_id, about=said(paper)[:80])
    books.move(line, amount, Book.FREE, Book.GRANTED, entry=entry)
    _record(line, "funds.line.withdrawn", by=by, now=now, data={"fen": amount, "paper": entry.about})
    return line


@transaction.atomic
def ask_transfer(
    *,
    by: Principal,
    now: datetime,
    source_id: str,
    target_id: str,
    amount: int,
    reason: str,
    key: str = "",
) -> LineTransfer:
    """Asks to move free money of one line into another; nothing moves before somebody else approves it. The same `key` again
    asks for nothing more.

    Raises `DomainError`: `fund.no_line`, `fund.trust`, `fund.closed`, `fund.amount`, `fund.same_line`, `form.key`,
    `access.denied`.
    """
    source = access.allowed(source_id, Permission.FUND_KEEP, by=by)
    target = access.allowed(target_id, Permission.FUND_KEEP, by=by)
    _require_changeable(source, amount)
    _require_changeable(target, amount)
    if source.pk == target.pk:
        raise Invalid(
            code="fund.same_line", about="target", what="调出和调入是同一个项目", do="请选另一个项目"
        )
    told = {"source": source, "target": target, "amount": amount, "reason": said(reason)[:200]}
    row, is_new = LineTransfer.objects.get_or_create(
        public_id=id_from(key), defaults={**told, "asked_at": now, "asked_by": by.account_id}
    )
    if not is_new:
        return require_same(row, told)
    data = {"fen": amount, "into": target.public_id.hex, "transfer": row.public_id.hex}
    _record(source, "funds.transfer.asked", by=by, now=now, data=data)
    return row


@transaction.atomic
def decide_transfer(*, by: Principal, now: datetime, transfer_id: str, approved: bool) -> LineTransfer:
    """Approves or refuses it, by somebody who did not ask for it; decided the same way again, nothing happens.

    Raises `DomainError`: `transfer.not_found`, `transfer.decided`, `transfer.same_official`, `fund.closed`,
    `fund.not_enough`, `access.denied`.
    """
    row = LineTransfer.objects.filter(
        public_id=public_uuid(transfer_id), source__in=access.readable(by)
    ).first()
    if row is None:
        raise NotFound(code="transfer.not_found", what="没有这个资金调剂", do="请刷新列表再看")
    for line in (row.source, row.target):
        by.require(Permission.FUND_APPROVE, region=line.region, office=line.office)
    access.require_another(by, row.asked_by, code="transfer.same_official")
    access.hold(row.source, row.target)
    row = LineTransfer.objects.select_related("source", "target").get(pk=row.pk)
    if row.decided_by:
        if row.refused is approved:
            raise Conflict(code="transfer.decided", what="这个资金调剂已经决定了", do="请刷新再看")
        return row
    row.decided_at, row.decided_by, row.refused = now, by.account_id, not approved
    row.save(update_fields=["decided_at", "decided_by", "refused"])
    if approved:
        entry = Entry(Reason.TRANSFER, now, by.account_id, about=f"transfer:{row.public_id.hex}")
        _require_open(row.source)
        _require_open(row.target)
        books.move(row.source, row.amount, Book.FREE, Book.GRANTED, entry=entry)
        books.move(row.target, row.amount, Book.GRANTED, Book.FREE, entry=entry)
    data = {"approved": approved, "transfer": row.public_id.hex}
    _record(row.source, "funds.transfer.decided", by=by, now=now, data=data)
    return row


@transaction.atomic
def close_year(*, by: Principal, now: datetime, line_id: str, into_id: str = "") -> FundLine:
    """Ends a year's line: what is owed goes with its money into the line `into_id`, what is free goes there too or lapses,
    as the fund says. Closed again, only what a bank has given back since goes into `into_id`.

    Raises `DomainError`: `fund.no_line`, `fund.trust`, `fund.under_way`, `fund.no_next`, `fund.no_year_end`, `access.denied`.
    """
    line = access.locked(line_id, Permission.FUND_KEEP, by=by)
    owed = Payment.objects.filter(line=line, standing__in=[standing.value for standing in CARRIED])
    if line.closed_at is not None:
        if into_id and owed.exists():
            target = access.locked(into_id, Permission.FUND_KEEP, by=by)
            _require_next(line, target)
            _carry(line, target, owed, free=0, by=by, now=now)
            data = {"free": 0, "carried": False, "into": into_id}
            _record(line, "funds.line.closed", by=by, now=now, data=data)
        return line
    _require_budget(line)
    _require_settled(line)
    left = Balance.objects.get(pk=line.pk)
    rule = year_end_of(line, on=localdate(now))
    if left.free and rule is None:
        raise Conflict(
            code="fund.no_year_end",
            what="还没有规定年终的结余怎么办",
            why="这项资金没有写结转还是收回",
            do="请先在资金的声明里写明 year_end，再来关账",
        )
    carries = rule is YearEnd.CARRY and bool(left.free)
    if into_id:
        target = access.locked(into_id, Permission.FUND_KEEP, by=by)
        _require_next(line, target)
        _carry(line, target, owed, free=left.free if carries else 0, by=by, now=now)
    elif carries or owed.exists():
        raise Conflict(
            code="fund.no_next",
            what="还有要结转的钱，没有写转到哪个项目",
            why="没有付完的和可以结转的，要转到下一年度的项目",
            do="请先设立下一年度的项目，再来关账",
        )
    if left.free and not carries:
        entry = Entry(Reason.LAPSE, now, by.account_id)
        books.move(line, left.free, Book.FREE, Book.GRANTED, entry=entry)
    line.closed_at, line.closed_by = now, by.account_id
    line.save(update_fields=["closed_at", "closed_by"])
    data = {"free": left.free, "carried": carries, "into": into_id}
    _record(line, "funds.line.closed", by=by, now=now, data=data)
    return line


def _carry(
    line: FundLine, target: FundLine, owed: QuerySet[Payment], *, free: int, by: Principal, now: datetime
) -> None:
    """What was given for it goes back in the old line and is given in the new one, so that neither is out of balance."""
    entry = Entry(Reason.CARRY, now, by.account_id, about=f"line:{target.public_id.hex}")
    for standing in CARRIED:
        rows, book = owed.filter(standing=standing.value), BOOK_OF[standing]
        books.move_payments(rows, book, Book.GRANTED, entry=entry)
        books.move_payments(rows, Book.GRANTED, book, entry=entry, line=target)
    owed.update(line=target)
    if free:
        books.move(line, free, Book.FREE, Book.GRANTED, entry=entry)
        books.move(target, free, Book.GRANTED, Book.FREE, entry=entry)


def _changeable(line_id: str, amount: int, *, by: Principal) -> FundLine:
    line = access.locked(line_id, Permission.FUND_KEEP, by=by)
    _require_changeable(line, amount)
    return line


def _require_changeable(line: FundLine, amount: int) -> None:
    _require_budget(line)
    _require_open(line)
    require_amount(amount)


def require_new_papers(
    line: FundLine, reason: Reason, papers: Collection[str], *, payment: Payment | None = None
) -> None:
    """Raises `DomainError` (`fund.same_paper`) where money of the line, or of that payment, moved by one of these papers
    before."""
    wanted = {said(paper)[:80] for paper in papers} - {""}
    rows = Posting.objects.filter(line=line, reason=reason.value).order_by()
    if payment is not None:
        rows = rows.filter(payment=payment)
    if known := sorted(wanted.intersection(rows.values_list("about", flat=True))):
        raise Conflict(
            code="fund.same_paper",
            about="paper",
            what=say("凭据“{paper}”已经记过了", paper=known[0]),
            why="同一张凭据的钱只记一次",
            do="请核对是不是重复；确实是另一笔的，请写清楚是哪一笔",
        )


def require_amount(amount: int) -> None:
    """Raises `DomainError` (`fund.amount`) where it is not above zero."""
    if amount <= 0:
        raise Invalid(
            code="fund.amount",
            about="amount",
            what=say("金额{amount}不能用", amount=format_yuan(Fen(amount))),
            why="金额要大于零",
            do="请核对金额",
        )


def _require_budget(line: FundLine) -> None:
    if line.nature != Nature.APPROPRIATION:
        raise Conflict(
            code="fund.trust",
            what="代管资金没有下达、调剂和年终",
            why="这是别人交来的钱，只能收进来、退回去",
            do="收到的钱请记成代管款",
        )


def _require_open(line: FundLine) -> None:
    if line.closed_at is not None:
        raise closed()


def closed() -> Conflict:
    """For whatever would change a line whose year is over."""
    return Conflict(
        code="fund.closed", what="这个资金项目已经关账", why="这一年度已经结束", do="请用新年度的项目"
    )


def _require_settled(line: FundLine) -> None:
    under_way = Payment.objects.filter(line=line, standing__in=[each.value for each in OPEN_YEAR_END])
    if count := under_way.count():
        raise Conflict(
            code="fund.under_way",
            what=say("还有{count}笔付款没有结果，不能关账", count=count),
            why="已制单、在途和待查的，不知道算哪一年的",
            do="请先读入银行回单，查清待查的，再来关账",
        )


def _require_next(line: FundLine, target: FundLine) -> None:
    fits = target.fund == line.fund and target.office == line.office and target.closed_at is None
    if not fits or (target.year or 0) <= (line.year or 0):
        raise Conflict(
            code="fund.no_next",
            what="转入的项目不对",
            why="要是同一资金、同一部门、后面年度、没有关账的项目",
            do="请选下一年度的项目",
        )


def _record(
    line: FundLine, verb: str, *, by: Principal, now: datetime, data: Mapping[str, object] | None = None
) -> None:
    record(by=by, now=now, verb=verb, subject=subject_of(line), region=line.region, data=data)
