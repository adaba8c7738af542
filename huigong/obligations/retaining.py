"""What obligations keep from being erased: a record about which something has still to be done."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from huigong.audit.subjects import kind_of
from huigong.obligations.forecast.states import TO_DO
from huigong.obligations.models import Occurrence
from huigong.records.models import Record


def staying(subjects: Collection[str], on: date) -> set[str]:
    """Of these subjects the records about which anything is owed."""
    records = [subject for subject in subjects if subject.startswith(kind_of(Record))]
    owed = Occurrence.objects.filter(
        obligation__subject__in=records, state__in=[state.value for state in TO_DO], ended_on__isnull=True
    )
    return set(owed.order_by().values_list("obligation__subject", flat=True))
