"""What becomes of the cases in which somebody acts for another, once that has ended or been narrowed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from huigong.casework.actions import steps
from huigong.casework.models import Party
from huigong.casework.procedures.roles import Role
from huigong.casework.timekeeping import day_of
from huigong.directory.principals import SYSTEM, Principal
from huigong.registry.acting import authorities_of
from huigong.registry.models import Person, Representation


def acting_changed(row: Representation, _what: str, _by: Principal, now: datetime) -> None:
    """Removes from cases the agents whose authority in the matter has ended.

    What has begun may have taken the place of something wider. No event but that of the beginning or ending.
    """
    _leave(_without(row.representative, now=now), now=now)


def household_left(people: Iterable[Person], _by: Principal, now: datetime) -> None:
    """The same for those of a household, whose roll says whose guardian somebody is. No event but that of the roll."""
    for person in people:
        _leave(_without(person, now=now), now=now)


def end_over(*, now: datetime) -> int:
    """Removes agents left without anybody to act for, as when a child comes of age; returns how many.

    Each has a transaction of its own.
    """
    acting = Party.objects.filter(role=Role.AGENT, left_on__isnull=True, person__isnull=False)
    keys = acting.order_by("person_id").values_list("person_id", flat=True).distinct()
    return sum(_end_over(key, now=now) for key in list(keys))


@transaction.atomic
def _end_over(key: int, *, now: datetime) -> int:
    person = Person.objects.filter(pk=key).first()
    over = [] if person is None else _without(person, now=now)
    _leave(over, now=now)
    for agent in over:
        steps.record_on(agent.case, "casework.agent.left", by=SYSTEM, now=now)
    return len(over)


def _without(representative: Person, *, now: datetime) -> list[Party]:
    """The agent roles that are not backed by an authority in the case's matter, by case."""
    agents = Party.objects.filter(role=Role.AGENT, person=representative, left_on__isnull=True)
    rows = list(agents.select_related("case").order_by("pk"))
    if not rows:
        return []
    held = authorities_of(representative, on=day_of(now))
    applicants = Party.objects.filter(case__in=[row.case_id for row in rows], role=Role.APPLICANT)
    whose = set(applicants.order_by().values_list("case_id", "person_id"))
    return [
        row
        for row in rows
        if not any(
            each.covers(row.case.service_id) and (row.case_id, each.person.pk) in whose for each in held
        )
    ]


def _leave(agents: Iterable[Party], *, now: datetime) -> None:
    Party.objects.filter(pk__in=[agent.pk for agent in agents]).update(left_on=day_of(now))
