"""Who wants to hear what happened to a person's standing: folders above register themselves here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huigong.directory.principals import Principal
from huigong.kernel.registries import Registered
from huigong.registry.models import Person, Representation


@dataclass(frozen=True)
class Line:
    """One thing of what was put right: what was registered, and what is registered in its place; "" for nothing."""

    label: str
    was: str
    now: str


@dataclass(frozen=True)
class Correction:
    """What the register believed until `at`, and what has counted instead for the days from `since` on.

    `what` names the record (用工登记) or the fact; `was` and `now` say it in short, `lines` piece by piece (`putright.py`).
    """

    person: Person
    at: datetime
    what: str
    was: str
    now: str
    since: date
    lines: tuple[Line, ...]

    def days(self, today: date) -> tuple[date, ...]:
        """The days for which it is asked what changed: the first that differs, tomorrow at the latest, and today."""
        return tuple(sorted({min(self.since, today + timedelta(days=1)), today}))


PhoneHeard = Callable[[Person, str, Principal, datetime], None]
ActingHeard = Callable[[Representation, str, Principal, datetime], None]
PersonHeard = Callable[[Person, Principal, datetime], None]
HouseholdHeard = Callable[[Sequence[Person], Principal, datetime], None]
UnitingHeard = Callable[[Person, Person, Principal, datetime], None]
CorrectionHeard = Callable[[Correction, Principal, datetime], None]
_phones: Registered[PhoneHeard] = Registered()
_acting: Registered[ActingHeard] = Registered()
_moved: Registered[PersonHeard] = Registered()
_households: Registered[HouseholdHeard] = Registered()
_uniting: Registered[UnitingHeard] = Registered()
_corrections: Registered[CorrectionHeard] = Registered()


def register(
    *,
    phones: PhoneHeard | None = None,
    acting: ActingHeard | None = None,
    moved: PersonHeard | None = None,
    households: HouseholdHeard | None = None,
    uniting: UnitingHeard | None = None,
    corrections: CorrectionHeard | None = None,
) -> None:
    """`phones` hears of a new phone, with the old one; `acting` of a representation that has begun or ended;
    `moved` of a home elsewhere that an official has written; `households` of one that somebody has left, with its people;
    `uniting` of two records that are about to become one, to settle what one person cannot have twice: the one that goes,
    then the one that stays; `corrections` of work, a home or a fact that was put right, once it stands."""
    if phones is not None:
        _phones.add(phones)
    if acting is not None:
        _acting.add(acting)
    if moved is not None:
        _moved.add(moved)
    if households is not None:
        _households.add(households)
    if uniting is not None:
        _uniting.add(uniting)
    if corrections is not None:
        _corrections.add(corrections)


def phone_changed(person: Person, *, old: str, by: Principal, now: datetime) -> None:
    """The person is reached, and logs in, with another phone than `old` from now on."""
    if old and old != person.phone:
        for listener in _phones:
            listener(person, old, by, now)


def home_changed(person: Person, *, by: Principal, now: datetime) -> None:
    """An official has written that the person lives in another region."""
    for listener in _moved:
        listener(person, by, now)


def representation(row: Representation, what: str, *, by: Principal, now: datetime) -> None:
    """A representation has `begun`, or `ended`."""
    for listener in _acting:
        listener(row, what, by, now)


def household_left(people: Sequence[Person], *, by: Principal, now: datetime) -> None:
    """One of these people has left the household of them all."""
    for listener in _households:
        listener(people, by, now)


def about_to_unite(said: Person, known: Person, *, by: Principal, now: datetime) -> None:
    """All that names `said` will name `known` in a moment."""
    for listener in _uniting:
        listener(said, known, by, now)


def corrected(correction: Correction, *, by: Principal, now: datetime) -> None:
    """Something in the record was put right."""
    for listener in _corrections:
        listener(correction, by, now)
