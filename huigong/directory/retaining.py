"""Approvals of looks that ended long ago."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from huigong.directory.models import LookApproval
from huigong.directory.principals import Principal
from huigong.kernel.retention import Listed


class Approvals:
    """By their last day."""

    def listed(self, *, before: date, after: int, size: int) -> Listed:
        rows = LookApproval.objects.filter(valid_until__lt=before, pk__gt=after).order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[:size])
        return Listed([(key, "") for key in keys], keys[-1] if len(keys) == size else None)

    def remove(self, keys: Collection[int], *, before: date, by: Principal, now: datetime) -> int:
        number, _ = LookApproval.objects.filter(pk__in=keys, valid_until__lt=before).delete()
        return number


APPROVALS = Approvals()
