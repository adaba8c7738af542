"""Links between cases: an appeal of another, what follows it, the same matter."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from huigong.casework.access import case_not_found, readable
from huigong.casework.actions import heirs, steps
from huigong.casework.actions.opening import Opened, open_case
from huigong.casework.models import CaseLink
from huigong.casework.timekeeping import day_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import SYSTEM, Principal
from huigong.kernel.errors import Invalid

_BY_HAND = (CaseLink.Kind.APPEAL, CaseLink.Kind.FOLLOWS, CaseLink.Kind.SAME_MATTER)


@transaction.atomic
def open_because(*, of: str, by: Principal, now: datetime, **opening: Any) -> Opened:
    """Opens a case as `open_case` takes it, following the one with the number `of`, where one is given.

    Raises as `open_case` and `link`.
    """
    opened = open_case(by=by, now=now, **opening)
    if of:
        link(case_id=opened.case.public_id.hex, number=of, kind=CaseLink.Kind.FOLLOWS, by=by, now=now)
    return opened


@transaction.atomic
def link(*, case_id: str, number: str, kind: str, by: Principal, now: datetime) -> CaseLink:
    """Says how the case stands to the one with this number; said again, it is the same link.

    A case that the official may not read is not found. Raises `DomainError`: `case.not_found`, `case.link_unfit`, `case.own_matter`, `access.denied`.
    """
    case = steps.locked(case_id)
    by.require(Permission.CASE_DECIDE, region=case.region, office=case.accountable_office)
    steps.require_uninvolved(case, by=by, on=day_of(now))
    other = readable(by).filter(number=number.strip()).first()
    if other is None:
        raise case_not_found()
    if kind not in _BY_HAND or other.pk == case.pk:
        raise Invalid(
            code="case.link_unfit",
            about="number",
            what="不能这样关联",
            why="办件不能关联自己，关联的种类只能从列出的里面选",
            do="请核对编号和种类",
        )
    heirs.settle(case, by=SYSTEM, now=now)
    row, fresh = CaseLink.objects.get_or_create(
        case=case, other=other, kind=kind, defaults={"linked_at": now, "linked_by": by.account_id}
    )
    if fresh:
        steps.record_on(case, "casework.case.linked", by=by, now=now, data={"to": other.number, "kind": kind})
    return row
