"""Cases counted by service or by office, by the database and from an index alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from huigong.casework.models import Case
from huigong.casework.tone import near_until
from huigong.directory.reach import within


@dataclass(frozen=True)
class Tally:
    """How many cases; open ones are also near (due within three days), late or paused, or none of these."""

    open: int = 0
    near: int = 0
    late: int = 0
    paused: int = 0
    approved: int = 0
    refused: int = 0
    lodged: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def by_service(prefixes: Iterable[str], services: Collection[str], *, today: date) -> dict[str, Tally]:
    """Service id → tally of the cases in regions with these prefixes."""
    wanted = {
        "lodged": Count("*"),
        "approved": _count(Q(granted=True)),
        "refused": _count(Q(granted=False)),
        **_open(today, Q(is_open=True)),
    }
    rows = _counted(_within(prefixes).filter(service_id__in=services), "service_id", wanted)
    return {row.pop("service_id"): _tally(row) for row in rows}


def by_office(
    prefixes: Iterable[str], *, today: date, first: int, size: int
) -> tuple[tuple[str, Tally], ...]:
    """`size` offices from `first` on with open cases in these regions; those with the most late ones come first."""
    busy = _within(prefixes).filter(is_open=True)
    rows = _counted(busy, "accountable_office", _open(today, Q()))
    rows = rows.order_by("-late", "-near", "-open", "accountable_office")
    return tuple((row.pop("accountable_office"), _tally(row)) for row in rows[first : first + size])


def offices(prefixes: Iterable[str]) -> int:
    """How many offices have open cases in these regions."""
    busy = _within(prefixes).filter(is_open=True).order_by()
    return busy.values("accountable_office").distinct().count()


def _within(prefixes: Iterable[str]) -> QuerySet[Case]:
    held = set(prefixes)
    if "" in held:
        return Case.objects.all()
    reach = Q(pk__in=[])
    for prefix in held:
        reach |= within("region", prefix)
    return Case.objects.filter(reach)


def _counted(cases: QuerySet[Case], key: str, wanted: dict[str, Count]) -> Any:
    return cases.order_by().values(key).annotate(**wanted)


def _open(today: date, among: Q) -> dict[str, Count]:
    """What is counted of open cases; `among` tells them, empty where the rows are no others."""
    # While a clock is paused its kept due day is only a guess, so it makes nobody late.
    counting = among & Q(paused=False)
    return {
        "open": _count(among),
        "held": _count(among & Q(paused=True)),
        "late": _count(counting & Q(due_on__lt=today)),
        "near": _count(counting & Q(due_on__range=(today, near_until(today)))),
    }


def _count(wanted: Q) -> Count:
    """By the region, which every index of a tally holds, and never by a column that only the table holds."""
    return Count("region", filter=wanted or None)


def _tally(row: dict[str, int]) -> Tally:
    return Tally(paused=row.pop("held"), **row)
