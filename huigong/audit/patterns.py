"""Habits of looking: who looked at many people, by night, or at one person on day after day. A pattern asks, it proves nothing.

Each row counts looks (`looks.READ_VERB`) of one actor in a period, within the regions where the viewer reads the
trail, and leads to its events: `queries.Wanted` with the same actor, person, period and hours finds them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max
from django.db.models.functions import TruncDate

from huigong.audit import queries
from huigong.audit.actors import Reader
from huigong.audit.looks import READ_VERB, REFUSED_VERB
from huigong.audit.queries import Wanted

MOST = 100
_AT_ONCE = 500  # both databases take this many values in one query


@dataclass(frozen=True)
class Period:
    """From `since` on; `until` is not included."""

    since: datetime
    until: datetime


@dataclass(frozen=True)
class Habit:
    """What one actor did. `person` and `day` are empty where the row is not about one person or one day.

    `looks` counts events, `people` different people, `days` different days.
    """

    actor_id: str
    actor: str
    office: str
    looks: int
    people: int
    days: int
    person: str = ""
    day: date | None = None


def at_many(viewer: Reader, *, period: Period, least: int) -> tuple[Habit, ...]:
    """Days on which somebody looked at `least` or more different people, most people first. Raises as `queries.events`."""
    days = _looks(viewer, period).annotate(day=_DAY).values("actor_id", "day")
    rows = days.annotate(**_COUNTED).filter(people__gte=least).order_by("-people", "day", "actor_id")
    return tuple(_habit(row) for row in rows[:MOST])


def at_night(viewer: Reader, *, period: Period) -> tuple[Habit, ...]:
    """Who looked between ten at night and six in the morning, most looks first. Raises as `queries.events`."""
    by_night: Any = queries.of_nights(_looks(viewer, period))
    rows = by_night.values("actor_id").annotate(**_COUNTED).order_by("-looks", "actor_id")
    return tuple(_habit(row) for row in rows[:MOST])


def again(viewer: Reader, *, period: Period, least: int) -> tuple[Habit, ...]:
    """Who looked at the same person on `least` or more different days, most days first. Raises as `queries.events`."""
    pairs = _looks(viewer, period).values("actor_id", "person_ref")
    rows = pairs.annotate(**_COUNTED).filter(days__gte=least).order_by("-days", "actor_id", "person_ref")
    return tuple(_habit(row) for row in rows[:MOST])


def at_people(viewer: Reader, *, period: Period, people: Collection[str]) -> tuple[Habit, ...]:
    """Who looked at these people (public ids), a row for each actor and person, most days first. Raises as `queries.events`."""
    wanted, rows = sorted(people), list[Any]()
    for first in range(0, len(wanted), _AT_ONCE):
        some = _looks(viewer, period).filter(person_ref__in=wanted[first : first + _AT_ONCE])
        rows += some.values("actor_id", "person_ref").annotate(**_COUNTED).order_by("actor_id", "person_ref")
    return tuple(sorted(map(_habit, rows), key=lambda habit: -habit.days))


def refused(viewer: Reader, *, period: Period, least: int) -> tuple[Habit, ...]:
    """Days on which somebody was refused a look at `least` or more different things, most first. Raises as `queries.events`.

    `people` counts the different people, cases, letters and files that they were refused.
    """
    wanted = Wanted(verb=REFUSED_VERB, since=period.since, until=period.until)
    days: Any = queries.events(viewer, wanted=wanted).order_by().annotate(day=_DAY).values("actor_id", "day")
    counted = days.annotate(**{**_COUNTED, "people": Count("subject", distinct=True)})
    rows = counted.filter(people__gte=least).order_by("-people", "day", "actor_id")
    return tuple(_habit(row) for row in rows[:MOST])


_DAY = TruncDate("at")
_COUNTED: dict[str, Any] = {
    "looks": Count("pk"),
    "people": Count("person_ref", distinct=True),
    "days": Count(_DAY, distinct=True),
    "actor": Max("actor_name"),
    "office": Max("actor_office"),
}


def _looks(viewer: Reader, period: Period) -> Any:
    """A query set of looks at people in the period; a look at nobody in particular, such as at a shared file, is no look at a person."""
    wanted = Wanted(verb=READ_VERB, since=period.since, until=period.until)
    return queries.events(viewer, wanted=wanted).exclude(person_ref="").order_by()


def _habit(row: dict[str, Any]) -> Habit:
    return Habit(
        actor_id=row["actor_id"],
        actor=row["actor"],
        office=row["office"],
        looks=row["looks"],
        people=row["people"],
        days=row["days"],
        person=row.get("person_ref", ""),
        day=row.get("day"),
    )
