"""Reading what is new for people: each their own, officers only in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count

from huigong.catalogue.models import News
from huigong.catalogue.screening_many.small_cells import hidden, read_small_cells
from huigong.catalogue.services import catalogue
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, region_prefix
from huigong.directory.reach import within
from huigong.kernel import packs, regions
from huigong.registry import lookup
from huigong.registry.access import look


@dataclass(frozen=True)
class NewService:
    """A service that is new for a person: where, since which day, and when the person was shown it (None: not yet)."""

    service_id: str
    name: str
    region: str
    since: date
    first_seen_at: datetime
    told_at: datetime | None


@dataclass(frozen=True)
class NewsCount:
    """How many people of a region a service is new for, and how many of them have been told; None where too few to show."""

    service_id: str
    name: str
    people: int | None
    told: int | None


@transaction.atomic
def for_person(viewer: Principal, person_id: str, *, now: datetime) -> tuple[NewService, ...]:
    """What the last screening found new for a person and still is, newest first; a look that is recorded.

    Raises `DomainError`: `person.not_found`, `access.denied`, `person.purpose_needed`.
    """
    person = lookup.person(person_id)
    look(viewer, person, permission=Permission.PERSON_FIND, now=now, fields=["新符合事项"])
    known = catalogue()
    return tuple(
        NewService(
            service_id=row.service_id,
            name=known.name_of(row.service_id),
            region=row.region,
            since=row.since,
            first_seen_at=row.first_seen_at,
            told_at=row.told_at,
        )
        for row in News.objects.filter(person=person, ended_on=None)
    )


def counts(viewer: Principal, *, region: str) -> tuple[NewsCount, ...]:
    """By service, the most people first; services whose counts are too small to show come last, without counts.

    Raises `DomainError`: `access.denied`, `regions.unknown`.
    """
    code = regions.find(region).code
    viewer.require(Permission.DUTY_BOARD_READ, region=code)
    there = News.objects.filter(within("region", region_prefix(code)), ended_on=None).order_by()
    rows = list(
        there.values("service_id")
        .annotate(people=Count("pk"), told=Count("told_at"))
        .order_by("-people", "service_id")
    )
    smallest = read_small_cells(packs.folder()).smallest
    away = hidden([row["people"] for row in rows], smallest) | hidden([row["told"] for row in rows], smallest)
    untold = hidden([row["people"] - row["told"] for row in rows], smallest)
    known = catalogue()
    numbers = [
        (None, None) if place in away | untold else (row["people"], row["told"])
        for place, row in enumerate(rows)
    ]
    shown = [
        NewsCount(row["service_id"], known.name_of(row["service_id"]), people, told)
        for row, (people, told) in zip(rows, numbers, strict=True)
    ]
    return tuple(sorted(shown, key=lambda count: count.people is None))
