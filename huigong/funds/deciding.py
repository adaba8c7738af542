"""What waits for somebody's word: money asked from one line for another, and deposits whose matter nothing tells of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.queries import same_official
from huigong.funds import access
from huigong.funds.models import Deposit, FundLine, LineTransfer
from huigong.kernel.errors import NotFound
from huigong.kernel.identity import mask_name
from huigong.registry.lookup import public_uuid


@dataclass(frozen=True)
class TransferView:
    """Fen that were asked from one line for another and are not decided; `may_decide` whether the viewer may."""

    transfer_id: str
    out_of: str
    into: str
    amount: int
    reason: str
    asked_at: datetime
    may_decide: bool


@dataclass(frozen=True)
class DepositPage:
    """A deposit, fen; who gave it is masked. `ended_on` while it is owed back, `due_on` where the law says by when."""

    deposit_id: str
    line_id: str
    line: str
    office: str
    region: str
    who: str
    what: str
    amount: int
    left: int
    received_at: datetime
    ended_on: date | None
    due_on: date | None
    overdue: bool


def waiting_transfers(viewer: Principal, line_id: str) -> tuple[TransferView, ...]:
    """What was asked out of a line or into it and waits, the oldest first. Raises `DomainError` (`fund.no_line`)."""
    line = access.allowed(line_id, Permission.FUND_READ, by=viewer)
    rows = LineTransfer.objects.filter(Q(source=line) | Q(target=line), decided_by="")
    return tuple(
        TransferView(
            transfer_id=row.public_id.hex,
            out_of=_named(row.source),
            into=_named(row.target),
            amount=row.amount,
            reason=row.reason,
            asked_at=row.asked_at,
            may_decide=not same_official(viewer.account_id, row.asked_by)
            and all(_approves(viewer, each) for each in (row.source, row.target)),
        )
        for row in rows.select_related("source", "target").order_by("pk")
    )


def deposit(viewer: Principal, deposit_id: str, *, on: date) -> DepositPage:
    """One deposit of a line that the viewer reads. Raises `DomainError` (`deposit.not_found`)."""
    listed = Deposit.objects.filter(public_id=public_uuid(deposit_id), line__in=access.readable(viewer))
    row = listed.select_related("line", "person").first()
    if row is None:
        raise NotFound(code="deposit.not_found", what="没有这笔代管款", do="请刷新列表再看")
    return DepositPage(
        deposit_id=row.public_id.hex,
        line_id=row.line.public_id.hex,
        line=row.line.purpose,
        office=row.line.office,
        region=row.line.region,
        who=mask_name(row.person.name) if row.person else row.organisation,
        what=row.what,
        amount=row.amount,
        left=row.amount - row.claimed,
        received_at=row.received_at,
        ended_on=row.ended_on,
        due_on=row.due_on,
        overdue=row.due_on is not None and row.due_on < on and row.claimed < row.amount,
    )


def _approves(viewer: Principal, line: FundLine) -> bool:
    return viewer.can(Permission.FUND_APPROVE, region=line.region, office=line.office)


def _named(line: FundLine) -> str:
    return f"{line.purpose} {line.year or ''}".strip()
