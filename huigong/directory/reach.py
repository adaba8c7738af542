"""Conditions on columns that hold region codes or office ids, such that an index serves them in every collation."""

from __future__ import annotations

from django.db.models import Q

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, region_prefix

_DIGITS = 6


def of_offices(
    viewer: Principal, permission: Permission, *, region: str = "region", office: str = "office"
) -> Q:
    """Rows for which the viewer has the permission: of the region of a grant, or of its office and those it took over.

    `region` and `office` name the columns. Nothing without a grant.
    """
    reach = Q(pk__in=[])
    for grant in viewer.grants_for(permission):
        here = within(region, region_prefix(grant.region))
        reach |= here & Q(**{f"{office}__in": grant.offices}) if grant.office else here
    return reach


def within(field: str, prefix: str) -> Q:
    """Rows whose region code begins with `prefix` (see `region_prefix`); `""` is the whole country."""
    return Q(**{field: prefix}) if len(prefix) == _DIGITS else begins(field, prefix)


def begins(field: str, prefix: str) -> Q:
    """Rows whose code or office id begins with these digits, as a range: `LIKE` has no index outside C."""
    if not prefix:
        return Q(pk__isnull=False)  # an empty Q would vanish from a union and leave nothing
    return Q(**{f"{field}__gte": prefix, f"{field}__lt": str(int(prefix) + 1).zfill(len(prefix))})
