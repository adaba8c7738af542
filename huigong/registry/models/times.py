"""When something was so, and when the register believed it.

Two times run through the folder. `valid_from`/`valid_until` say when something
was so in the world (`valid_until` is its last day, None while it lasts);
`recorded_at`/`superseded_at` say when this register believed it. A correction
never overwrites: it supersedes a row and adds another.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from huigong.directory.dated import DatedQuerySet


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name=name
    )


def _history_account(historical: Any, **_: Any) -> str | None:
    return historical.history_user_id


def _set_history_account(historical: Any, account_id: str | None) -> None:
    historical.history_user_id = account_id


def row_history() -> HistoricalRecords:
    """Row history that names the account by its public id, so that it survives the account."""
    return HistoricalRecords(
        history_user_id_field=models.CharField(max_length=64, blank=True, null=True),
        history_user_getter=_history_account,
        history_user_setter=_set_history_account,
        custom_model_name=lambda name: f"{name}History",
    )


class BitemporalQuerySet(DatedQuerySet):
    """Rows that carry both times."""

    def known_at(self, moment: datetime | None = None) -> BitemporalQuerySet:
        """Believed by this register at `moment`; None means what it believes today."""
        if moment is None:
            return self.filter(superseded_at__isnull=True)
        still = Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
        return self.filter(still, recorded_at__lte=moment)


DatedRows = models.Manager.from_queryset(DatedQuerySet)
BitemporalRows = models.Manager.from_queryset(BitemporalQuerySet)
