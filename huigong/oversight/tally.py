"""Cases counted by service or by office, in one question."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from huigong.casework.models import Case, Decision, Pause
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
    reach = Q(pk__in=[])
    for prefix in prefixes:
        reach |= Q(region__startswith=prefix)
    return Case.objects.filter(reach)


def _tallies(cases: QuerySet[Case], key: str, *, today: date) -> dict[str, Tally]:
    is_open = Q(status__in=Case.OPEN)
    # While a clock is paused its kept due day is only a guess, so it makes nobody late.
    open_pause = Pause.objects.filter(
        clock__case=OuterRef("pk"), clock__stopped_on__isnull=True, resumed_on__isnull=True
    )
    rows = (
        cases.annotate(held=Exists(open_pause))
        .order_by()
        .values(key)
        .annotate(
            lodged=Count("pk"),
            open=Count("pk", filter=is_open),
            paused=Count("pk", filter=is_open & Q(held=True)),
            late=Count("pk", filter=is_open & Q(held=False, due_on__lt=today)),
            near=Count("pk", filter=is_open & Q(held=False, due_on__range=(today, near_until(today)))),
            approved=Count("pk", filter=Q(decision__verdict=Decision.Verdict.APPROVED)),
            refused=Count("pk", filter=Q(decision__verdict=Decision.Verdict.REFUSED)),
        )
    )
    return {row.pop(key): Tally(**row) for row in rows}
