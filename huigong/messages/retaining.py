"""Messages that were told long ago, with what was sent of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils.timezone import get_current_timezone

from huigong.audit.actors import Actor
from huigong.kernel.retention import Listed
from huigong.messages.models import Message, Sending

_WAITING = Q(sendings__state=Sending.State.WAITING)


class Messages:
    """By the day on which they were told; one that still has to reach a phone is not over."""

    def listed(self, *, before: date, after: int, size: int) -> Listed:
        rows = _over(before).filter(pk__gt=after).order_by("pk")
        pairs = list(rows.values_list("pk", "about")[:size])
        return Listed(pairs, pairs[-1][0] if len(pairs) == size else None)

    def remove(self, keys: Collection[int], *, before: date, by: Actor, now: datetime) -> int:
        known = list(_over(before).filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
        Message.objects.filter(pk__in=known).delete()
        return len(known)


def _over(before: date) -> QuerySet[Message]:
    midnight = datetime.combine(before, time.min, tzinfo=get_current_timezone())
    return Message.objects.filter(told_at__lt=midnight).exclude(_WAITING)


MESSAGES = Messages()
