"""Messages that were told long ago, with what was sent of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q

from huigong.audit.actors import Actor
from huigong.kernel.retention import Listed
from huigong.messages.models import Message, Sending

_WAITING = Q(sendings__state=Sending.State.WAITING)


class Messages:
    """By the day on which they were told; one that still has to reach a phone is not over."""

    def listed(self, *, before: date, after: int, size: int) -> Listed:
        rows = Message.objects.filter(told_at__date__lt=before, pk__gt=after).exclude(_WAITING).order_by("pk")
        pairs = list(rows.values_list("pk", "about")[:size])
        return Listed(pairs, pairs[-1][0] if len(pairs) == size else None)

    def remove(self, keys: Collection[int], *, by: Actor, now: datetime) -> None:
        Message.objects.filter(pk__in=keys).exclude(_WAITING).delete()
