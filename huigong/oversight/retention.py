"""What is kept how long, how much of it is over, and erasing what is over: in batches, each told, each whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.directory.keeping import require_keeps_all
from huigong.directory.periods import Period, periods
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import retention
from huigong.kernel.errors import Invalid
from huigong.kernel.retention import Keeper, Rule
from huigong.kernel.writing import said

_AT_ONCE = 200


@dataclass(frozen=True)
class KindRow:
    """One kind: what is known of it, what the place said, and how many are over by that; None where nothing is erased."""

    rule: Rule
    period: Period | None
    over: int | None


def report(viewer: Principal, *, now: datetime) -> tuple[KindRow, ...]:
    """Every kind in the order of the file. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.PLACE_MANAGE)
    known, today = periods(), localdate(now)
    rows = []
    for kind, rule in retention.rules().items():
        before = _before(rule, known.get(kind), today)
        keeper = retention.keepers().get(kind)
        over = None if before is None or keeper is None else sum(map(len, _batches(keeper, before)))
        rows.append(KindRow(rule, known.get(kind), over))
    return tuple(rows)


def erase(*, by: Principal, now: datetime, reason: str) -> Counter[str]:
    """Erases what is over by the days that the place has said; how many of each kind.

    Each batch is a transaction of its own with one event: broken off, it is whole up to there, and the next run goes
    on. Never what belongs to an open case. Raises `DomainError`: `access.denied`, `retention.reason`.
    """
    require_keeps_all(by)
    why = said(reason)
    if not why:
        raise Invalid(code="retention.reason", about="reason", what="没有写为什么删", do="请写明理由")
    erased: Counter[str] = Counter()
    known, today = periods(), localdate(now)
    for kind, keeper in retention.keepers().items():
        rule = retention.rules().get(kind)
        before = _before(rule, known.get(kind), today) if rule else None
        for keys in _batches(keeper, before) if before else ():
            _erase_batch(kind, keeper, keys, by=by, now=now, why=why)
            erased[kind] += len(keys)
    return erased


def _before(rule: Rule, period: Period | None, today: date) -> date | None:
    """What ended before this day is over; None where nothing is. A law that came since lengthens what was said before."""
    if not rule.erased or period is None or period.days is None:
        return None
    return today - timedelta(days=max(period.days, rule.least_days))


def _batches(keeper: Keeper, before: date) -> Iterator[list[int]]:
    after: int | None = 0
    while after is not None:
        listed = keeper.listed(before=before, after=after, size=_AT_ONCE)
        stays = retention.staying({subject for _, subject in listed.rows if subject})
        keys = [key for key, subject in listed.rows if subject not in stays]
        if keys:
            yield keys
        after = listed.last


@transaction.atomic
def _erase_batch(
    kind: str, keeper: Keeper, keys: list[int], *, by: Principal, now: datetime, why: str
) -> None:
    keeper.remove(keys, by=by, now=now)
    data = {"kind": kind, "number": len(keys)}
    record(
        by=by,
        now=now,
        verb="directory.retention.erased",
        subject=f"directory.Retention:{kind}",
        purpose=why,
        data=data,
    )
