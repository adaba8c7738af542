"""Conditions on columns that hold region codes or office ids, such that an index serves them in every collation."""

from __future__ import annotations

from django.db.models import Q

_DIGITS = 6


def within(field: str, prefix: str) -> Q:
    """Rows whose region code begins with `prefix` (see `region_prefix`); `""` is the whole country."""
    return Q(**{field: prefix}) if len(prefix) == _DIGITS else begins(field, prefix)


def begins(field: str, prefix: str) -> Q:
    """Rows whose code or office id begins with these digits, as a range: `LIKE` has no index outside C."""
    if not prefix:
        return ~Q(pk__in=[])  # every row; `other | Q()` would be `other` alone
    return Q(**{f"{field}__gte": prefix, f"{field}__lt": str(int(prefix) + 1).zfill(len(prefix))})
