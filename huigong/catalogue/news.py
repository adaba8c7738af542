"""Reading what is new for people: each their own, officers only in numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from huigong.audit.actions import record_accesses
from huigong.catalogue.models import News
from huigong.catalogue.screening_many.small_cells import hidden, read_small_cells
from huigong.catalogue.services import catalogue
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, region_prefix
from huigong.directory.reach import within
from huigong.kernel import packs, regions
from huigong.registry import lookup
from huigong.registry.access import look
from huigong.registry.shapes import PersonView, view_of

TELLING = "告知新符合的事项"
Shown = tuple[str, str]  # region and service


@dataclass(frozen=True)
class NewService:
    """A service that is new for a person: where, since which day, and when the person was shown it (None: not yet)."""

    service_id: str
    name: str
    region: str
    since: date
    first_seen_at: datetime
    told_at: datetime | None

    @property
    def key(self) -> Shown:
        """By what a page says that it showed this."""
        return self.region, self.service_id


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
    return tuple(_new_service(row) for row in News.objects.filter(person=person, ended_on=None))


def _new_service(row: News) -> NewService:
    return NewService(
        service_id=row.service_id,
        name=catalogue().name_of(row.service_id),
        region=row.region,
        since=row.since,
        first_seen_at=row.first_seen_at,
        told_at=row.told_at,
    )


@dataclass(frozen=True)
class Untold:
    """Somebody whom a clerk has to tell, masked, and of what: services, and since when the first is new."""

    person: PersonView
    services: tuple[NewService, ...]
    since: date


def untold(viewer: Principal, *, region: str = "") -> QuerySet[News]:
    """Who has something new, no login and has not been told, where the viewer registers people: of each the first thing.

    With `region` those of that place and the ones below it. County by county, who waits longest first: so they stand in
    the index, and a page of a long list reads no more than itself. Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.PERSON_REGISTER)
    reach = Q(pk__in=[])
    for prefix in viewer.regions(Permission.PERSON_REGISTER):
        reach |= within("region", prefix)
    there = within("region", region_prefix(region)) if region else Q()
    fresh = News.objects.filter(reach, there, ended_on=None, told_at=None)
    earlier = Q(region__lt=OuterRef("region")) | Q(region=OuterRef("region")) & (
        Q(since__lt=OuterRef("since")) | Q(since=OuterRef("since"), pk__lt=OuterRef("pk"))
    )
    first = fresh.filter(~Exists(fresh.filter(earlier, person=OuterRef("person")).order_by()))
    return first.exclude(person__account__is_active=True).order_by("region", "since", "person_id")


def where_in_list(person_id: str) -> tuple[str, date, int] | None:
    """Region, day and key by which somebody stands in `untold`, or stood before they were told; None for whoever never did."""
    theirs = News.objects.filter(person__public_id=lookup.public_uuid(person_id)).order_by(
        "region", "since", "pk"
    )
    columns = ("region", "since", "person_id")
    waiting = theirs.filter(ended_on=None, told_at=None).values_list(*columns).first()
    return waiting or theirs.values_list(*columns).first()


@transaction.atomic
def untold_rows(viewer: Principal, waiting: Iterable[News], *, now: datetime) -> list[Untold]:
    """These people of `untold` (with their persons) and what is new for each; a look at each is in the trail."""
    listed, today = [row.person for row in waiting], localdate(now)
    record_accesses(
        viewer=viewer,
        now=now,
        people={person.public_id.hex: person.residence for person in listed},
        purpose=TELLING,
        fields=("name", "phone", "新符合事项"),
    )
    rows = defaultdict[int, list[News]](list)
    for row in News.objects.filter(person__in=listed, ended_on=None, told_at=None):
        rows[row.person_id].append(row)
    return [
        Untold(
            view_of(person, on=today),
            tuple(_new_service(row) for row in rows[person.pk]),
            min(row.since for row in rows[person.pk]),
        )
        for person in listed
        if person.pk in rows  # a colleague may have told them since the list was read
    ]


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
