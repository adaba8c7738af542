"""Habits of looking at people that an auditor should ask about, each with what leads to its events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huigong.audit import patterns as looks
from huigong.audit.patterns import Habit, Period
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.queries import workers_among
from huigong.registry import officials

REFUSED = 3  # looks in a day; our own measure: one is a slip, several are a search


@dataclass(frozen=True)
class Patterns:
    """Habits of officials: several refused looks in a day, many people in a day, by night, one person again and again, colleagues, and
    themselves or who is on a household roll with them."""

    refused: tuple[Habit, ...]
    many: tuple[Habit, ...]
    nights: tuple[Habit, ...]
    again: tuple[Habit, ...]
    colleagues: tuple[Habit, ...]
    family: tuple[Habit, ...]


def patterns(viewer: Principal, *, period: Period, many: int, again: int, today: date) -> Patterns:
    """`many` people in a day and `again` days with one person are the least that are listed.

    Workers who look at their own family are left out. Raises `DomainError` (`access.denied`).
    """
    viewer.require(Permission.AUDIT_READ)
    known = officials.on_record(on=today)
    near = looks.at_people(viewer, period=period, people={*known.selves, *known.homes})
    theirs = {
        habit
        for habit in near
        if habit.actor_id in known.selves.get(habit.person, ())
        or habit.actor_id in known.homes.get(habit.person, ())
    }
    return Patterns(
        refused=_of_officials(looks.refused(viewer, period=period, least=REFUSED)),
        many=_of_officials(looks.at_many(viewer, period=period, least=many)),
        nights=_of_officials(looks.at_night(viewer, period=period)),
        again=_of_officials(looks.again(viewer, period=period, least=again)),
        colleagues=_of_officials(h for h in near if h.person in known.selves and h not in theirs),
        family=_of_officials(habit for habit in near if habit in theirs),
    )


def _of_officials(habits: Iterable[Habit]) -> tuple[Habit, ...]:
    known = tuple(habits)
    workers = workers_among({habit.actor_id for habit in known})
    return tuple(habit for habit in known if habit.actor_id not in workers)
