"""Names, numbers and words of people who were called back long ago. What they answered stays, without them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils.timezone import get_current_timezone

from huigong.audit.actors import Actor
from huigong.audit.subjects import subject_of
from huigong.kernel.retention import Listed
from huigong.safeguards.models import CallBack


class CallBacks:
    """By the day on which their sample was drawn."""

    def listed(self, *, before: date, after: int, size: int) -> Listed:
        rows = list(_over(before).filter(pk__gt=after).order_by("pk")[:size])
        pairs = [(row.pk, subject_of(row)) for row in rows]
        return Listed(pairs, pairs[-1][0] if len(pairs) == size else None)

    def remove(self, keys: Collection[int], *, before: date, by: Actor, now: datetime) -> int:
        rows = list(_over(before).filter(pk__in=keys).order_by("pk"))
        for row in rows:
            row.name = row.number = row.said = ""
            row.save(update_fields=["name", "number", "number_index", "said"])
        return len(rows)


def _over(before: date) -> QuerySet[CallBack]:
    midnight = datetime.combine(before, time.min, tzinfo=get_current_timezone())
    return CallBack.objects.filter(survey__drawn_at__lt=midnight, number_index__isnull=False)


CALL_BACKS = CallBacks()
