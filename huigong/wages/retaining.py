"""The months of a project that has ended long ago: the workers' rows, what they said, and every earlier version. What a
warning was raised on stays in numbers.

They are what the ledger of a site is kept for: to show later what was owed and paid. While a warning stands it is not over.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from huigong.audit.actors import Actor
from huigong.audit.subjects import subject_of
from huigong.kernel.retention import Listed
from huigong.wages.models import (
    Difference,
    EarlyWarning,
    Ground,
    NumberClaim,
    ProjectMonth,
    WarningAnswer,
    WorkerMonth,
)

KIND = "wages"


class Months:
    """By the day on which the project ended, which is when its special account was closed with nothing owed."""

    def listed(self, *, before: date, after: int, size: int) -> Listed:
        rows = list(_over(before).filter(pk__gt=after).order_by("pk")[:size])
        pairs = [(row.pk, subject_of(row)) for row in rows]
        return Listed(pairs, pairs[-1][0] if len(pairs) == size else None)

    def remove(self, keys: Collection[int], *, before: date, by: Actor, now: datetime) -> int:
        known = list(_over(before).filter(pk__in=keys).order_by("pk").values_list("pk", flat=True))
        months = ProjectMonth.objects.filter(pk__in=known)
        for project, first in set(months.values_list("project", "month")):
            WarningAnswer.objects.filter(
                explanation__warning__record=project, explanation__warning__month=first
            ).delete()
        Ground.objects.filter(month__in=known).update(month=None)
        Difference.objects.filter(month__in=known).delete()
        for worker in WorkerMonth.objects.filter(month__in=known).order_by("pk").only("pk").iterator():
            worker.delete()
        for month in ProjectMonth.objects.filter(pk__in=known).order_by("pk"):
            month.delete()
        said = WorkerMonth.objects.filter(number_index=OuterRef("number_index"))
        NumberClaim.objects.exclude(Exists(said)).delete()
        return len(known)


def _over(before: date) -> QuerySet[ProjectMonth]:
    warned = EarlyWarning.objects.filter(closing="").values("record")
    return ProjectMonth.objects.filter(project__ended__lt=before).exclude(project__in=warned)


MONTHS = Months()
