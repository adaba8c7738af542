"""Cases counted by service or by office, in one question."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from huigong.casework.access import within
from huigong.casework.models import Case
from huigong.casework.tone import near_until


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
    return _tallies(_within(prefixes).filter(service_id__in=services), "service_id", today=today)


def by_office(prefixes: Iterable[str], *, today: date) -> dict[str, Tally]:
    """Accountable office → tally of the cases in regions with these prefixes."""
    return _tallies(_within(prefixes), "accountable_office", today=today)


def _within(prefixes: Iterable[str]) -> QuerySet[Case]:
    held = set(prefixes)
    if "" in held:
        return Case.objects.all()
    reach = Q(pk__in=[])
    for prefix in held:
        reach |= within("region", prefix)
    return Case.objects.filter(reach)


def _tallies(cases: QuerySet[Case], key: str, *, today: date) -> dict[str, Tally]:
    is_open = Q(is_open=True)
    # While a clock is paused its kept due day is only a guess, so it makes nobody late.
    counting = is_open & Q(paused=False)
    rows = (
        cases.order_by()
        .values(key)
        .annotate(
            lodged=Count("pk"),
            open=Count("pk", filter=is_open),
            held=Count("pk", filter=is_open & Q(paused=True)),
            late=Count("pk", filter=counting & Q(due_on__lt=today)),
            near=Count("pk", filter=counting & Q(due_on__range=(today, near_until(today)))),
            approved=Count("pk", filter=Q(granted=True)),
            refused=Count("pk", filter=Q(granted=False)),
        )
    )
    return {row.pop(key): Tally(paused=row.pop("held"), **row) for row in rows}
