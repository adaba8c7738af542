"""How many days a place keeps a kind of thing, said with its source, or taken back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huigong.audit.actions import record
from huigong.directory.keeping import require_keeps_all
from huigong.directory.models import LocalPeriod
from huigong.directory.periods import periods
from huigong.directory.principals import Principal
from huigong.directory.saying import in_turn
from huigong.kernel import retention, writing
from huigong.kernel.errors import Invalid, NotFound
from huigong.kernel.sentences import say

LONGEST = 36_600
_LONGEST_SOURCE = 120


@transaction.atomic
def put(*, by: Principal, now: datetime, kind: str, days: int | None, source: str) -> None:
    """From now on things of this kind are over after so many days; None: nothing of it is erased.

    Raises `DomainError`: `access.denied`, `retention.unknown`, `retention.too_short`, `retention.too_long`,
    `retention.source`.
    """
    require_keeps_all(by)
    in_turn()
    rule = retention.rules().get(kind)
    if rule is None or not rule.erased or rule.declared:
        raise NotFound(code="retention.unknown", what="这一种不由这里定", do="请从列表里选")
    if days is not None and days < rule.least_days:
        raise Invalid(
            code="retention.too_short", about="days", what=say("不能少于{n}天", n=rule.least_days), why=rule.why,
            do="请写长一些，或者留空",
        )  # fmt: skip
    if days is not None and days > LONGEST:
        raise Invalid(code="retention.too_long", about="days", what="太长了", do="请写一百年以内的天数")
    written = writing.line(source)[:_LONGEST_SOURCE]
    if not written:
        raise Invalid(code="retention.source", about="source", what="没有写根据什么", do="请写规定的名称")
    known = periods().get(kind)
    if known is not None and (known.days, known.source) == (days, written):
        return
    LocalPeriod.objects.create(
        kind=kind, days=days, source=written, said_at=now, said_by=by.account_id, said_by_name=by.name
    )
    data = {"days": days, "source": written}
    record(by=by, now=now, verb="directory.period.put", subject=f"directory.LocalPeriod:{kind}", data=data)
