"""Rows that hold from one day to another: `valid_from` to `valid_until`, its last day; NULL where no end is known.

Where `recorded_at` and `superseded_at` stand beside them, the rows also say when that was believed. Both stand in one
module: the type checker finds no manager of a query set whose base is another module's.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q


class DatedQuerySet(models.QuerySet):
    """Rows that say when something was so."""

    def valid_on(self, day: date) -> Self:
        """What holds on `day`, both ends included."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)


class BitemporalQuerySet(DatedQuerySet):
    """Rows that carry both times."""

    def known_at(self, moment: datetime | None = None) -> BitemporalQuerySet:
        """Believed by this register at `moment`; None means what it believes today."""
        if moment is None:
            return self.filter(superseded_at__isnull=True)
        still = Q(superseded_at__isnull=True) | Q(superseded_at__gt=moment)
        return self.filter(still, recorded_at__lte=moment)
