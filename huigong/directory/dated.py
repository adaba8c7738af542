"""Rows that hold from one day to another: `valid_from` to `valid_until`, its last day; NULL where no end is known."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q


class DatedQuerySet(models.QuerySet):
    """Rows that say when something was so."""

    def valid_on(self, day: date) -> Self:
        """What holds on `day`, both ends included."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)
