"""Reading money: what each line has, what it was used for, what waits, and whether the books are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, QuerySet, Sum, Value
from django.db.models.functions import NullIf

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.reach import of_offices
from huigong.funds import access
from huigong.funds.disputes import disputes
from huigong.funds.journal import Posted, Stands, faults
from huigong.funds.models import (
    Attempt,
    Balance,
    Batch,
    Deposit,
    FundLine,
    Instalment,
    PayeeAccount,
    Payment,
    Posting,
)
from huigong.funds.payees import Payee, masked
from huigong.funds.terms import Book, Outcome, Standing
from huigong.registry.lookup import public_uuid

_AT_ONCE = 2000


@dataclass(frozen=True)
class LineView:
    """A line with fen by book. `people` is how many people and organisations have got something; `each` fen a head, rounded
    down, of what was paid and not recovered; None for nobody."""

    line_id: str
    fund: str
    nature: str
    office: str
    year: int | None
    source: str
    purpose: str
    closed: bool
    books: dict[Book, int]
    people: int
    each: int | None


@dataclass(frozen=True)
class BatchView:
    """A batch: how many of its payments have come to what."""

    batch_id: str
    number: str
    line_id: str
    profile: str
    status: str
    count: int
    total: int
    digest: str
    made_at: datetime
    outcomes: dict[Outcome, int]


@dataclass(frozen=True)
class PaymentView:
    """A payment without whom it is for; `account` is the end of the number that it last went to, "" before."""

    payment_id: str
    what: str
    amount: int
    standing: Standing
    attempt: int
    account: str
    credited_on: date | None
    recovered: int


@dataclass(frozen=True)
class Moved:
    """One posting in words for people: fen from one book into another, when and why."""

    at: datetime
    out_of: Book
    into: Book
    amount: int
    reason: str
    about: str


@dataclass(frozen=True)
class DepositView:
    """Fen that a line still holds of a deposit; `ended_on` while it is owed back, `due_on` where the law says by when."""

    deposit_id: str
    what: str
    left: int
    ended_on: date | None
    due_on: date | None
    overdue: bool


@dataclass(frozen=True)
class InstalmentView:
    """A part of a recovery that has not come whole, fen."""

    recovery_id: str
    payment_id: str
    number: int
    due_on: date
    owed: int
    overdue: bool


def lines(viewer: Principal, *, year: int | None = None) -> tuple[LineView, ...]:
    """The lines of the offices for which the viewer reads money, those of a year and those without where it is given.

    Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.FUND_READ)
    rows = access.readable(viewer)
    if year is not None:
        rows = rows.filter(year=year) | rows.filter(year=None)
    listed = rows.select_related("balance").order_by("office", "year", "fund", "pk")
    served = _served(rows.values_list("pk", flat=True))
    return tuple(_line(row, *served.get(row.pk, (0, 0))) for row in listed)


def line(viewer: Principal, line_id: str) -> LineView:
    """One of them. Raises `DomainError` (`fund.no_line`)."""
    row = _line_of(viewer, line_id)
    return _line(
        row, *_served(FundLine.objects.filter(pk=row.pk).values_list("pk", flat=True)).get(row.pk, (0, 0))
    )


def batches(viewer: Principal, line_id: str) -> tuple[BatchView, ...]:
    """The batches of a line, the newest first. Raises `DomainError` (`fund.no_line`)."""
    line = _line_of(viewer, line_id)
    rows = Batch.objects.filter(line=line).order_by("-pk")
    counted: dict[int, dict[Outcome, int]] = {}
    outcomes = Attempt.objects.filter(batch__line=line).order_by().values_list("batch_id", "outcome")
    for batch, outcome, count in outcomes.annotate(count=Count("pk")):
        counted.setdefault(batch, {})[Outcome(outcome)] = count
    return tuple(
        BatchView(
            batch_id=row.public_id.hex,
            number=row.number,
            line_id=line.public_id.hex,
            profile=row.profile,
            status=row.get_status_display(),
            count=row.count,
            total=row.total,
            digest=row.digest,
            made_at=row.made_at,
            outcomes=counted.get(row.pk, {}),
        )
        for row in rows
    )


def payments(
    viewer: Principal, line_id: str, *standings: Standing, at_most: int = 200
) -> tuple[PaymentView, ...]:
    """Payments of a line in these standings, or all, the oldest first. Raises `DomainError` (`fund.no_line`)."""
    line = _line_of(viewer, line_id)
    rows = Payment.objects.filter(line=line).order_by("pk")
    if standings:
        rows = rows.filter(standing__in=[standing.value for standing in standings])
    listed = list(rows[:at_most])
    last = Attempt.objects.filter(payment__in=listed, number=F("payment__attempt")).order_by()
    ends = {key: masked(number) for key, number in last.values_list("payment_id", "account__number")}
    return tuple(
        PaymentView(
            payment_id=row.public_id.hex,
            what=row.what,
            amount=row.amount,
            standing=Standing(row.standing),
            attempt=row.attempt,
            account=ends.get(row.pk, ""),
            credited_on=row.credited_on,
            recovered=row.recovered,
        )
        for row in listed
    )


def history(viewer: Principal, payment_id: str) -> tuple[Moved, ...]:
    """Every posting of a payment, the oldest first; none for one of elsewhere."""
    rows = Posting.objects.filter(
        payment__public_id=public_uuid(payment_id), payment__line__in=access.readable(viewer)
    )
    return tuple(
        Moved(
            row.at, Book(row.taken_from), Book(row.put_into), row.amount, row.get_reason_display(), row.about
        )
        for row in rows.order_by("pk")
    )


def owed_back(viewer: Principal, *, on: date) -> tuple[InstalmentView, ...]:
    """Instalments that have not come whole, the oldest first; none of a payment that the bank has taken back meanwhile."""
    rows = Instalment.objects.filter(
        received__lt=F("amount"),
        recovery__payment__line__in=access.readable(viewer),
        recovery__payment__standing=Standing.CREDITED.value,
    )
    return tuple(
        InstalmentView(
            recovery_id=row.recovery.public_id.hex,
            payment_id=row.recovery.payment.public_id.hex,
            number=row.number,
            due_on=row.due_on,
            owed=row.amount - row.received,
            overdue=row.due_on < on,
        )
        for row in rows.select_related("recovery__payment").order_by("due_on", "pk")
    )


def deposits(viewer: Principal, line_id: str, *, on: date) -> tuple[DepositView, ...]:
    """What is held in a line and not given back whole, what is due first, then in the order in which it came.

    Raises `DomainError` (`fund.no_line`).
    """
    rows = Deposit.objects.filter(line=_line_of(viewer, line_id), claimed__lt=F("amount"))
    listed = rows.order_by(F("due_on").asc(nulls_last=True), "pk")
    return tuple(
        DepositView(
            deposit_id=row.public_id.hex,
            what=row.what,
            left=row.amount - row.claimed,
            ended_on=row.ended_on,
            due_on=row.due_on,
            overdue=row.due_on is not None and row.due_on < on,
        )
        for row in listed
    )


def to_verify(viewer: Principal, given: Iterable[tuple[Payee, str]]) -> tuple[str, ...]:
    """Public ids of the accounts that wait for somebody to verify them and have the number that is given for their payee."""
    offices = of_offices(viewer, Permission.FUND_APPROVE)
    numbers = {payee.key: number for payee, number in given}
    rows = PayeeAccount.objects.filter(offices, payee__in=numbers, ended_at=None, verified_by="").order_by(
        "pk"
    )
    listed = rows.values_list("public_id", "payee", "number")
    return tuple(key.hex for key, payee, number in listed if number == numbers[payee])


def what_is_wrong(viewer: Principal) -> tuple[str, ...]:
    """What differs when all the books are worked out again from the journal; nothing where they are right.

    Of the whole installation, without anybody's name: for whoever keeps money anywhere. Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.FUND_KEEP)
    kept = {row.pk: row.books() for row in Balance.objects.order_by("pk")}
    stands = {
        key: Stands(line, amount, Standing(standing), recovered)
        for key, line, amount, standing, recovered in Payment.objects.order_by("pk")
        .values_list("pk", "line_id", "amount", "standing", "recovered")
        .iterator(chunk_size=_AT_ONCE)
    }
    return (*faults(_journal(), kept, stands), *_recoveries(), *_deposits(), *_disputes())


def _journal() -> Iterator[Posted]:
    rows = Posting.objects.order_by("pk").values_list(
        "line_id", "taken_from", "put_into", "amount", "payment_id"
    )
    for line, out_of, into, amount, payment in rows.iterator(chunk_size=_AT_ONCE):
        yield Posted(line, Book(out_of), Book(into), amount, payment)


def _recoveries() -> Iterator[str]:
    """That what came back of payments is what came of their instalments."""
    came = dict(
        Instalment.objects.order_by().values_list("recovery__payment_id").annotate(came=Sum("received"))
    )
    for key, recovered in (
        Payment.objects.order_by("pk").filter(recovered__gt=0).values_list("pk", "recovered")
    ):
        if came.get(key) != recovered:
            yield f"付款{key}收回的和各期收到的不等"


def _deposits() -> Iterator[str]:
    """That what is on its way back of a deposit is what its payments hold."""
    of = dict(
        Payment.objects.filter(deposit__isnull=False)
        .exclude(standing=Standing.RELEASED.value)
        .order_by()
        .values_list("deposit_id")
        .annotate(claimed=Sum(F("amount") - F("recovered")))
    )
    for key, claimed in Deposit.objects.order_by("pk").values_list("pk", "claimed"):
        if of.get(key, 0) != claimed:
            yield f"代管款{key}已退的和它的付款不等"


def _disputes() -> Iterator[str]:
    """That of each attempt the books hold what the bank says."""
    for each in disputes():
        yield f"付款{each.payment}：账上是{each.booked.label}，银行说的是{each.said.label}"


def _line_of(viewer: Principal, line_id: str) -> FundLine:
    return access.allowed(line_id, Permission.FUND_READ, by=viewer)


def _served(keys: QuerySet[FundLine, int]) -> dict[int, tuple[int, int]]:
    """Line → how many different payees have got something, and the fen that they keep."""
    paid = Payment.objects.filter(line__in=keys, standing=Standing.CREDITED.value).order_by()
    rows = paid.values_list("line_id").annotate(
        people=Count("person", distinct=True),
        organisations=Count(NullIf("organisation", Value("")), distinct=True),
        kept=Sum(F("amount") - F("recovered")),
    )
    return {line: (people + organisations, kept) for line, people, organisations, kept in rows}


def _line(row: FundLine, people: int, kept: int) -> LineView:
    return LineView(
        line_id=row.public_id.hex,
        fund=row.fund,
        nature=row.get_nature_display(),
        office=row.office,
        year=row.year,
        source=row.source,
        purpose=row.purpose,
        closed=row.closed_at is not None,
        books=row.balance.books(),
        people=people,
        each=kept // people if people else None,
    )
