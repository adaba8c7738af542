"""What is kept how long, how much of it is over, and erasing what is over: in batches, each told, each whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
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
# Of one kind on a page: how many are counted at most, and after how many batches it stops.
_COUNTED, _LOOKED_AT = 1_000, 25
Row = tuple[int, str]


@dataclass(frozen=True)
class KindRow:
    """One kind: what is known of it, what the place said, and how many are over by that; None where nothing is erased.

    With `more` there are at least so many: it was not counted to the end.
    """

    rule: Rule
    period: Period | None
    over: int | None
    more: bool = False

    @property
    def days(self) -> int | None:
        """How long it is really kept: a law that came since lengthens what the place said; None without a period."""
        return _days(self.rule, self.period)


def report(viewer: Principal, *, now: datetime, whole: bool = False) -> tuple[KindRow, ...]:
    """Every kind in the order of the file, counted up to a thousand unless `whole`.

    Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.PLACE_MANAGE)
    known, today = periods(), localdate(now)
    rows = []
    for kind, rule in retention.rules().items():
        before = _before(rule, known.get(kind), today)
        keeper = retention.keepers().get(kind)
        if before is None or keeper is None:
            rows.append(KindRow(rule, known.get(kind), None))
        else:
            rows.append(KindRow(rule, known.get(kind), *_count(keeper, before, today, whole=whole)))
    return tuple(rows)


def _count(keeper: Keeper, before: date, today: date, *, whole: bool) -> tuple[int, bool]:
    """How many are over, and whether there may be more."""
    over = 0
    for looked_at, rows in enumerate(_batches(keeper, before, today)):
        if not whole and (over >= _COUNTED or looked_at >= _LOOKED_AT):
            return min(over, _COUNTED), True
        over += len(rows)
    return over, False


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
        if before is None:
            continue
        for rows in _batches(keeper, before, today):
            if rows:
                erased[kind] += _erase_batch(kind, keeper, rows, before=before, by=by, now=now, why=why)
    return +erased


def _before(rule: Rule, period: Period | None, today: date) -> date | None:
    """What ended before this day is over; None where nothing is. A law that came since lengthens what was said before."""
    if rule.erased and rule.declared:
        return today
    days = _days(rule, period)
    return None if days is None else today - timedelta(days=days)


def _days(rule: Rule, period: Period | None) -> int | None:
    if not rule.erased or period is None or period.days is None:
        return None
    return max(period.days, rule.least_days)


def _batches(keeper: Keeper, before: date, today: date) -> Iterator[list[Row]]:
    """What is over, a batch for each time that the keeper is asked: also the batches of which all stays."""
    after: int | None = 0
    while after is not None:
        listed = keeper.listed(before=before, after=after, size=_AT_ONCE)
        yield _going(listed.rows, today)
        after = listed.last


def _going(rows: Sequence[Row], today: date) -> list[Row]:
    stays = retention.staying({subject for _, subject in rows if subject}, today)
    return [(key, subject) for key, subject in rows if subject not in stays]


@transaction.atomic
def _erase_batch(
    kind: str, keeper: Keeper, rows: list[Row], *, before: date, by: Principal, now: datetime, why: str
) -> int:
    """How many went: a case may have been opened again, or carried on in another, since they were listed."""
    keys = [key for key, _ in _going(rows, localdate(now))]
    number = keeper.remove(keys, before=before, by=by, now=now) if keys else 0
    if not number:
        return 0
    data = {"kind": kind, "number": number}
    record(
        by=by,
        now=now,
        verb="directory.retention.erased",
        subject=f"directory.Retention:{kind}",
        purpose=why,
        data=data,
    )
    return number
