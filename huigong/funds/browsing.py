"""Money as pages show it: payments of a line, one payment with its way, a batch, the files that banks gave back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet

from huigong.audit.subjects import kind_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.queries import same_official
from huigong.directory.reach import of_offices
from huigong.funds import access
from huigong.funds.banks.profiles import profiles
from huigong.funds.declaring import shelf
from huigong.funds.models import (
    Attempt,
    Batch,
    FundLine,
    Instalment,
    PayeeAccount,
    Payment,
    Recovery,
    ReturnFile,
)
from huigong.funds.payees import masked
from huigong.funds.queries import BatchView, Moved, batches, history
from huigong.funds.seeing import digest_of
from huigong.funds.terms import Nature, Outcome, Standing
from huigong.kernel.errors import NotFound
from huigong.kernel.identity import mask_name
from huigong.kernel.regions import lineage
from huigong.registry.lookup import public_uuid

TO_SETTLE = (Standing.UNCLEAR, Standing.SENT)
"""Payments of which the bank has still to say something."""


@dataclass(frozen=True)
class PaymentRow:
    """A payment in a list; a person's name is masked, `account` the end of the number that it last went to."""

    payment_id: str
    line_id: str
    who: str
    what: str
    amount: int
    standing: Standing
    attempt: int
    account: str
    credited_on: date | None
    recovered: int


@dataclass(frozen=True)
class Part:
    """One instalment of a recovery, fen."""

    number: int
    due_on: date
    amount: int
    received: int


@dataclass(frozen=True)
class RecoveryView:
    """A recovery with its instalments in order."""

    recovery_id: str
    amount: int
    reason: str
    parts: tuple[Part, ...]

    @property
    def left(self) -> int:
        """Fen that have not come yet."""
        return sum(part.amount - part.received for part in self.parts)


@dataclass(frozen=True)
class PaymentPage:
    """One payment: its row, every posting, and what has to come back of it."""

    row: PaymentRow
    moved: tuple[Moved, ...]
    recoveries: tuple[RecoveryView, ...]


@dataclass(frozen=True)
class BatchPage:
    """A batch, whether the viewer made it, and those of its payments that have not come whole."""

    batch: BatchView
    fund: str
    status: Batch.Status
    fetched: bool
    own: bool
    open: tuple[PaymentRow, ...]


@dataclass(frozen=True)
class Returned:
    """A file that a bank gave back: how many lines it had, and those that did not count, with the reason."""

    file_id: str
    office: str
    profile: str
    lines: int
    refused: tuple[Mapping[str, Any], ...]
    taken_at: datetime


def payments(viewer: Principal, line_id: str, *standings: Standing) -> QuerySet[Payment]:
    """Payments of a line in these standings, or all, the oldest first. Raises `DomainError` (`fund.no_line`)."""
    rows = Payment.objects.filter(line=access.allowed(line_id, Permission.FUND_READ, by=viewer))
    if standings:
        rows = rows.filter(standing__in=[standing.value for standing in standings])
    return rows.select_related("person", "line").order_by("pk")


@dataclass(frozen=True)
class Waiting:
    """What waits to be approved: how many payments, their fen, and the digest of which these are."""

    count: int
    total: int
    digest: str


def waiting(viewer: Principal, line_id: str) -> Waiting:
    """What of a line waits to be approved. Raises `DomainError` (`fund.no_line`)."""
    rows = payments(viewer, line_id, Standing.RESERVED).select_related(None)
    return Waiting(rows.count(), sum(rows.values_list("amount", flat=True)), digest_of(rows))


def to_settle(viewer: Principal) -> QuerySet[Payment]:
    """Every payment of which a bank has to say something yet, those that are unclear first, then the oldest."""
    rows = Payment.objects.filter(
        line__in=access.readable(viewer), standing__in=[standing.value for standing in TO_SETTLE]
    )
    return rows.select_related("person", "line").order_by("-standing", "pk")


def rows(listed: Iterable[Payment]) -> tuple[PaymentRow, ...]:
    """The lines of a page."""
    payments = list(listed)
    last = Attempt.objects.filter(payment__in=payments, number=F("payment__attempt")).order_by()
    ends = {key: masked(number) for key, number in last.values_list("payment_id", "account__number")}
    return tuple(
        PaymentRow(
            payment_id=row.public_id.hex,
            line_id=row.line.public_id.hex,
            who=mask_name(row.person.name) if row.person else row.organisation,
            what=row.what,
            amount=row.amount,
            standing=Standing(row.standing),
            attempt=row.attempt,
            account=ends.get(row.pk, ""),
            credited_on=row.credited_on,
            recovered=row.recovered,
        )
        for row in payments
    )


def payment(viewer: Principal, payment_id: str) -> PaymentPage:
    """One payment of a line that the viewer reads. Raises `DomainError` (`payment.not_found`)."""
    listed = Payment.objects.filter(public_id=public_uuid(payment_id), line__in=access.readable(viewer))
    row = listed.select_related("person", "line").first()
    if row is None:
        raise NotFound(code="payment.not_found", what="没有这笔付款", do="请刷新列表再看")
    return PaymentPage(
        row=rows([row])[0], moved=history(viewer, payment_id), recoveries=tuple(_recoveries(row))
    )


def batch(viewer: Principal, batch_id: str) -> BatchPage:
    """One batch of a line that the viewer reads. Raises `DomainError` (`batch.not_found`)."""
    listed = Batch.objects.filter(public_id=public_uuid(batch_id), line__in=access.readable(viewer))
    row = listed.select_related("line").first()
    if row is None:
        raise access.no_batch()
    view = next(
        each for each in batches(viewer, row.line.public_id.hex) if each.batch_id == row.public_id.hex
    )
    settled = (Outcome.CREDITED.value, Outcome.DROPPED.value)
    tried = Attempt.objects.filter(batch=row).exclude(outcome__in=settled).order_by("row")
    still = Payment.objects.filter(pk__in=tried.values("payment")).select_related("person", "line")
    return BatchPage(
        batch=view,
        fund=row.line.fund,
        status=Batch.Status(row.status),
        fetched=row.fetched_at is not None,
        own=same_official(viewer.account_id, row.maker),
        open=rows(still.order_by("pk")[:200]),
    )


def returned(viewer: Principal) -> tuple[Returned, ...]:
    """The last hundred files that banks gave back to the viewer's offices, the newest first."""
    files = ReturnFile.objects.filter(of_offices(viewer, Permission.FUND_READ)).order_by("-pk")[:100]
    return tuple(_returned(each) for each in files)


def returned_file(viewer: Principal, file_id: str) -> Returned:
    """One of them. Raises `DomainError` (`return_file.not_found`)."""
    files = ReturnFile.objects.filter(of_offices(viewer, Permission.FUND_READ))
    row = files.filter(public_id=public_uuid(file_id)).first()
    if row is None:
        raise NotFound(code="return_file.not_found", what="没有这份回单", do="请刷新列表再看")
    return _returned(row)


def bank_files(region: str, *, back: bool = False) -> tuple[tuple[str, str], ...]:
    """The bank's kinds of file in a place, as (id, name); `back` for those that say how an answer is read."""
    known: dict[str, str] = {}
    for code in reversed(lineage(region)):
        for (where, name), profile in profiles().items():
            if where == code and (profile.returns is not None or not back):
                known[name] = profile.name
    return tuple(known.items())


def funds(region: str, *, on: date) -> tuple[tuple[str, str, Nature], ...]:
    """Every fund that holds in a place on a day: id, name, whose money it is."""
    layers = (shelf().layers(name, on=on, region=region) for name in shelf().ids)
    return tuple(
        (each[0].id, each[0].entry["name"] or each[0].id, each[0].entry["nature"]) for each in layers if each
    )


def names() -> Mapping[str, str]:
    """Fund → what it is called by the newest of its files."""
    whole = sorted((each for each in shelf().written if not each.inherits), key=lambda written: written.since)
    return {each.id: each.entry["name"] or each.id for each in whole}


def offices(viewer: Principal, permission: Permission) -> tuple[str, ...]:
    """The offices with lines of money for which the viewer has the permission."""
    lines = FundLine.objects.filter(of_offices(viewer, permission)).order_by("office")
    held = {office for grant in viewer.grants_for(permission) for office in grant.offices}
    return tuple(sorted(held | set(lines.values_list("office", flat=True).distinct())))


def subjects() -> Iterator[str]:
    """Every line, account and batch, as the trail names it."""
    for model in (FundLine, PayeeAccount, Batch):
        ids = model.objects.order_by("pk").values_list("public_id", flat=True)
        yield from (f"{kind_of(model)}{public_id.hex}" for public_id in ids.iterator())


def _recoveries(row: Payment) -> Iterable[RecoveryView]:
    for recovery in Recovery.objects.filter(payment=row).order_by("pk"):
        parts = Instalment.objects.filter(recovery=recovery).order_by("number")
        yield RecoveryView(
            recovery_id=recovery.public_id.hex,
            amount=recovery.amount,
            reason=recovery.reason,
            parts=tuple(Part(each.number, each.due_on, each.amount, each.received) for each in parts),
        )


def _returned(row: ReturnFile) -> Returned:
    return Returned(
        file_id=row.public_id.hex,
        office=row.office,
        profile=row.profile,
        lines=row.lines,
        refused=tuple(row.refused),
        taken_at=row.taken_at,
    )
