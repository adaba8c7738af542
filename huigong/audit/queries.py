"""Reading the trail: a page for the auditor, the looks at a person for that person, and the state of the seal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractHour

from huigong.audit import former
from huigong.audit.actors import Reader
from huigong.audit.looks import READ_VERB, WITHHELD
from huigong.audit.models import AuditBatch, AuditCheck, AuditEvent
from huigong.audit.verification import unsealed_faults

AUDIT_READ = "audit.read"
PAGE = 50
EVENING, MORNING = 22, 6  # hours between which few offices work
_CHUNK = 500


@dataclass(frozen=True)
class Wanted:
    """Which events: empty parts ask for nothing.

    `actor` is a whole name, `actor_id` the one account where two have a name, `purpose` a part of what was
    said, `until` is not included, `by_night` asks for the hours of `of_nights` alone.
    """

    person: str = ""
    subject: str = ""
    verb: str = ""
    actor: str = ""
    actor_id: str = ""
    purpose: str = ""
    since: datetime | None = None
    until: datetime | None = None
    by_night: bool = False


@dataclass(frozen=True)
class EventRow:
    """One event as a page shows it. `office` is an office id, a region code, or ""; `sequence` None until sealed;
    `visit` is the same for what one sitting did, "" where it was none."""

    sequence: int | None
    at: datetime
    actor: str
    actor_id: str
    office: str
    verb: str
    subject: str
    person: str
    purpose: str
    region: str
    data: Mapping[str, Any]
    digest: str
    visit: str

    @property
    def fields(self) -> tuple[str, ...]:
        """What of a person was seen, where the event is a look."""
        return tuple(self.data.get("fields", ()))


@dataclass(frozen=True)
class EventPage:
    """Newest first; `older` asks for the next page as `before`, None on the last."""

    rows: tuple[EventRow, ...]
    older: int | None


@dataclass(frozen=True)
class SealState:
    """How far the trail is in order, and what the last verification found.

    `whole` are the stretches (first and last time) without a fault, as of `checked_at`;
    `alarms` say in Chinese what must be looked at now.
    """

    sealed: int
    sealed_at: datetime | None
    unsealed: int
    checked_at: datetime | None
    whole: tuple[tuple[datetime, datetime], ...]
    alarms: tuple[str, ...]


@dataclass(frozen=True)
class Tail:
    """How many events wait to be sealed, what is wrong with them, and when the whole trail was last walked."""

    unsealed: int
    alarms: tuple[str, ...]
    checked_at: datetime | None


def events(
    viewer: Reader, *, subject: str | None = None, person: str | None = None, wanted: Wanted | None = None
) -> QuerySet[AuditEvent]:
    """Events in the order in which they were written, within the regions where `viewer` may read the trail.

    A person may always see who did what with their own record.
    Raises `DomainError` (`access.denied`) for anyone else.
    """
    wanted = wanted or Wanted()
    rows: QuerySet[AuditEvent] = AuditEvent.objects.order_by("pk").filter(_asked(wanted))
    if wanted.by_night:
        rows = of_nights(rows)
    if subject is not None:
        rows = rows.filter(subject=subject)
    if person is not None:
        rows = rows.filter(person_ref__in=former.ids_of(person))
    if person and viewer.person_id == person:
        return rows
    viewer.require(AUDIT_READ)
    return rows.filter(_within(viewer.regions(AUDIT_READ)))


def page(viewer: Reader, *, wanted: Wanted, before: int | None = None, size: int = PAGE) -> EventPage:
    """One page of what is wanted, one question. Raises as `events`."""
    return _page(events(viewer, wanted=wanted), before=before, size=size)


def looks_at(viewer: Reader, person: str, *, before: int | None = None, size: int = PAGE) -> EventPage:
    """Who looked at a person, newest first: for the person, but for what is withheld, and for an auditor. Raises as `events`."""
    return _page(_looks_at(viewer, person), before=before, size=size)


def count_of_looks_at(viewer: Reader, person: str) -> int:
    """How many looks `looks_at` has on all its pages. Raises as `events`."""
    return _looks_at(viewer, person).count()


def stream(viewer: Reader, *, wanted: Wanted, at_most: int) -> Iterator[EventRow]:
    """What is wanted, oldest first, for a file. Raises as `events`, before the first row."""
    rows = events(viewer, wanted=wanted)[:at_most]
    return map(_row, rows.iterator(chunk_size=_CHUNK))


def of_verb(verb: str, *, regions: Collection[str], since: datetime, at_most: int) -> tuple[EventRow, ...]:
    """The latest events of one kind within these regions (code prefixes). The caller has checked who asks."""
    rows = AuditEvent.objects.filter(_within(regions), verb=verb, at__gte=since).order_by("-pk")
    return tuple(map(_row, rows[:at_most]))


def seal_state(viewer: Reader, *, now: datetime) -> SealState:
    """Six quick queries; the verification itself is `actions.verify`. Raises `DomainError` (`access.denied`)."""
    viewer.require(AUDIT_READ)
    last = AuditBatch.objects.order_by("-number").first()
    check = AuditCheck.objects.order_by("-pk").first()
    alarms = [str(finding) for finding in unsealed_faults(now=now)]
    return SealState(
        sealed=last.last_sequence if last else 0,
        sealed_at=last.sealed_at if last else None,
        unsealed=AuditEvent.objects.filter(sequence__isnull=True).count(),
        checked_at=check.at if check else None,
        whole=tuple(_span(span) for span in check.spans) if check else (),
        alarms=(*alarms, *(check.findings if check else ())),
    )


def of_nights(rows: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    """Those that happened from ten at night until six in the morning, by the clock of the people served."""
    hour = {"hour": ExtractHour("at")}
    return rows.alias(**hour).filter(Q(hour__gte=EVENING) | Q(hour__lt=MORNING))


def tail(*, now: datetime) -> Tail:
    """For whoever keeps the machine: counts only, nothing of any event. The caller has checked who asks."""
    check = AuditCheck.objects.order_by("-pk").first()
    return Tail(
        unsealed=AuditEvent.objects.filter(sequence__isnull=True).count(),
        alarms=tuple(str(finding) for finding in unsealed_faults(now=now)),
        checked_at=check.at if check else None,
    )


def last_of(verb: str, *, subject: str) -> datetime | None:
    """When something was last done to a thing; the caller has checked who asks."""
    rows = AuditEvent.objects.filter(verb=verb, subject=subject).order_by("-pk")
    return rows.values_list("at", flat=True).first()


def _looks_at(viewer: Reader, person: str) -> QuerySet[AuditEvent]:
    looks = events(viewer, person=person).filter(verb=READ_VERB)
    return looks.exclude(data__has_key=WITHHELD) if viewer.person_id == person else looks


def _page(events: QuerySet[AuditEvent], *, before: int | None, size: int) -> EventPage:
    rows = events.order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    some = list(rows[: size + 1])
    return EventPage(tuple(map(_row, some[:size])), some[size - 1].pk if len(some) > size else None)


def _row(event: AuditEvent) -> EventRow:
    return EventRow(
        sequence=event.sequence,
        at=event.at,
        actor=event.actor_name,
        actor_id=event.actor_id,
        office=event.actor_office,
        verb=event.verb,
        subject=event.subject,
        person=event.person_ref,
        purpose=event.purpose,
        region=event.region,
        data=event.data,
        digest=event.digest,
        visit=event.visit,
    )


def _span(times: list[str]) -> tuple[datetime, datetime]:
    since, until = map(datetime.fromisoformat, times)
    return since, until


def _asked(wanted: Wanted) -> Q:
    parts = {
        "person_ref": wanted.person,
        "subject": wanted.subject,
        "verb": wanted.verb,
        "actor_name": wanted.actor,
        "actor_id": wanted.actor_id,
        "purpose__icontains": wanted.purpose,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
    }
    return Q(**{name: value for name, value in parts.items() if value})


def _within(prefixes: Collection[str]) -> Q:
    if "" in prefixes:
        return Q()
    inside = Q(pk__in=[])
    for prefix in prefixes:
        inside |= Q(region__startswith=prefix)
    return inside
