"""Files of a holder whose time is over: their places go, with the last place the file and its bytes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.audit.actors import Actor
from huigong.files.actions import detach
from huigong.files.models import Attachment

_AT_ONCE = 500


def holders(purpose: str, among: Collection[str]) -> frozenset[str]:
    """Which of these hold any file for the purpose; at most as many as both databases take in one query."""
    wanted, known = list(among), set[str]()
    for first in range(0, len(wanted), _AT_ONCE):
        rows = Attachment.objects.filter(
            purpose=purpose, holder__in=wanted[first : first + _AT_ONCE]
        ).order_by()
        known |= set(rows.values_list("holder", flat=True))
    return frozenset(known)


def erase(*, purpose: str, holder: str, by: Actor, now: datetime) -> int:
    """Every file of the holder but those that are kept until a day to come; how many. In a transaction."""
    rows = list(_over(purpose, holder, on=localdate(now)).select_for_update().order_by("pk"))
    for row in rows:
        detach(row)
    if rows:
        data = {"purpose": purpose, "number": len(rows)}
        record(by=by, now=now, verb="files.erased", subject=f"{purpose}:{holder}", data=data)
    return len(rows)


def _over(purpose: str, holder: str, *, on: date) -> QuerySet[Attachment]:
    rows = Attachment.objects.filter(purpose=purpose, holder=holder)
    return rows.filter(Q(keep_until__isnull=True) | Q(keep_until__lt=on))
