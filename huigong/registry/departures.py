"""Whom the officials of another place have written down as living there: the place where they lived sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huigong.audit import queries as trail
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.identity import mask_name
from huigong.registry.models import Person

VERB = "registry.person.moved_away"
_MOST = 20


@dataclass(frozen=True)
class Departure:
    """One of them: the name masked, the region codes, and who wrote it; `office` is an office id or a region code."""

    at: datetime
    name: str
    came_from: str
    to: str
    by: str
    office: str


def departures(viewer: Principal, *, since: datetime) -> tuple[Departure, ...]:
    """The latest from the places whose people the viewer registers. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.PERSON_REGISTER)
    places = viewer.regions(Permission.PERSON_REGISTER)
    rows = trail.of_verb(VERB, regions=places, since=since, at_most=_MOST)
    people = Person.objects.filter(public_id__in=[row.person for row in rows])
    names = {person.public_id.hex: mask_name(person.name) for person in people}
    return tuple(
        Departure(row.at, names.get(row.person, "—"), row.data["from"], row.data["to"], row.actor, row.office)
        for row in rows
    )
