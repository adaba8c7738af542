"""How many of those who work have signed a contract and stand in the register, by project and by general contractor.

Of a project its newest month counts. Rates are whole percents, rounded down: nobody who is missing is lost in them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, region_prefix
from huigong.directory.reach import within
from huigong.wages.models import ProjectMonth
from huigong.wages.sites import sites


@dataclass(frozen=True)
class Rate:
    """`attended` people worked in `month`, `contracted` of them on days with a contract, `registered` on days on the roster.
    Of a general contractor `month` is None and `site_id` "": its projects are added up."""

    name: str
    site_id: str
    month: date | None
    attended: int
    contracted: int
    registered: int

    @property
    def signed(self) -> int | None:
        """Percent; None where nobody worked."""
        return self.contracted * 100 // self.attended if self.attended else None

    @property
    def enrolled(self) -> int | None:
        """Percent; None where nobody worked."""
        return self.registered * 100 // self.attended if self.attended else None


def by_project(viewer: Principal, *, now: datetime) -> tuple[tuple[Rate, ...], tuple[Rate, ...]]:
    """The rates of projects and those of general contractors, the lowest first. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.CASE_READ)
    reached = Q(pk__in=[])
    for grant in viewer.grants_for(Permission.CASE_READ):
        reached |= within("region", region_prefix(grant.region))
    rows = ProjectMonth.objects.filter(reached, current=True, project__ended__isnull=True)
    newest: dict[int, ProjectMonth] = {}
    for row in rows.select_related("project").order_by("project_id", "-month"):
        newest.setdefault(row.project_id, row)
    months = list(newest.values())
    shown = sites((row.project for row in months), on=localdate(now))
    projects = [
        Rate(
            site.name,
            site.id,
            row.month,
            *(row.accounts[name] for name in ("attended", "contracted", "registered")),
        )
        for row, site in zip(months, shown, strict=True)
    ]
    employers: dict[str, list[Rate]] = {}
    for rate, site in zip(projects, shown, strict=True):
        employers.setdefault(site.uscc or site.contractor, []).append(rate)
    names = {site.uscc or site.contractor: site.contractor for site in shown}
    added = [_added(names[key], rates) for key, rates in employers.items() if key]
    return _lowest_first(projects), _lowest_first(added)


def _added(name: str, rates: list[Rate]) -> Rate:
    return Rate(
        name,
        "",
        None,
        sum(rate.attended for rate in rates),
        sum(rate.contracted for rate in rates),
        sum(rate.registered for rate in rates),
    )


def _lowest_first(rates: Iterable[Rate]) -> tuple[Rate, ...]:
    return tuple(sorted(rates, key=lambda rate: (101 if rate.signed is None else rate.signed, rate.name)))
