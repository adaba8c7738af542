"""When something was so, and when the register believed it.

Two times run through the folder. `valid_from`/`valid_until` say when something
was so in the world (`valid_until` is its last day, None while it lasts);
`recorded_at`/`superseded_at` say when this register believed it. A correction
never overwrites: it supersedes a row and adds another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from huigong.directory.dated import BitemporalQuerySet, DatedQuerySet


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name=name
    )


def _history_account(historical: Any, **_: Any) -> str | None:
    return historical.history_user_id


def _set_history_account(historical: Any, account_id: str | None) -> None:
    historical.history_user_id = account_id


def row_history(*, unindexed: Sequence[str]) -> HistoricalRecords:
    """Row history that names the account by its public id, so that it survives the account.

    `unindexed` are fields that the table has an index of and its history needs none, being sought by the key of its row
    and by its moment: each index is written with every row, and a file of people writes a hundred thousand.
    """
    return HistoricalRecords(
        no_db_index=list(unindexed),
        history_user_id_field=models.CharField(max_length=64, blank=True, null=True),
        history_user_getter=_history_account,
        history_user_setter=_set_history_account,
        custom_model_name=lambda name: f"{name}History",
    )


DatedRows = models.Manager.from_queryset(DatedQuerySet)
BitemporalRows = models.Manager.from_queryset(BitemporalQuerySet)
