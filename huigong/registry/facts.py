"""What rules may know about people from the register: one query a group of facts.

Silence is never a no: without a current engagement the register does not say
that somebody has no job, it says nothing. Of a relative only those facts are read
that the dictionary declares as the person's own (`监护人.持有居住证`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.registry import factnames, factvalues, households, lookup
from huigong.registry.access import look, look_at_related
from huigong.registry.factvalues import FactValue
from huigong.registry.freshness import is_stale
from huigong.registry.households import Home
from huigong.registry.models import Engagement, Person, PersonFact

_STRENGTH = {
    PersonFact.Verification.CLAIMED: 0,
    PersonFact.Verification.SHARED: 1,
    PersonFact.Verification.VERIFIED: 2,
    PersonFact.Verification.DECIDED: 3,
}


@dataclass(frozen=True)
class Gathered:
    """What is known of a person, and which facts of whom were read for it besides."""

    values: dict[str, FactValue]
    related: dict[Person, tuple[str, ...]]


@transaction.atomic
def known(
    viewer: Principal, person_id: str, on: date, *, now: datetime, known_at: datetime | None = None
) -> dict[str, FactValue]:
    """Fact name → value, true on `on`, as this register believed at `known_at` (now, when None).

    The look is recorded with the person, and with every relative whose facts were read.
    Raises `DomainError`: `person.not_found`, `access.denied`, `person.purpose_needed`.
    """
    person = lookup.person(person_id)
    found = gather(person, on, known_at=known_at)
    look(viewer, person, permission=Permission.PERSON_FIND, now=now, fields=found.values)
    look_at_related(viewer, found.related, now=now)
    return found.values


def gather(person: Person, on: date, *, known_at: datetime | None = None) -> Gathered:
    """What `known` gives, for callers that check and record the looks themselves.

    The same number of questions however large the household is. What the roll and the relatives'
    own records say goes before what was stated about the person in their place.
    """
    own = _by_person([person], on, known_at)
    if not own:
        return Gathered({}, {})
    home = households.home_of(person, on, known_at=known_at)
    if home is None:
        return Gathered(own[person], {})
    theirs = _of_related(home, on, known_at)
    read = {one: tuple(sorted(values)) for one, values in theirs.items() if values}
    return Gathered({**own[person], **_counted(home), **_agreed(home, theirs)}, read)


def _counted(home: Home) -> dict[str, FactValue]:
    totals = {name: home.total(word) for name, word in factnames.dictionary().counted.items()}
    return {name: total for name, total in totals.items() if total is not None}


def _of_related(home: Home, on: date, known_at: datetime | None) -> dict[Person, dict[str, FactValue]]:
    """Relative → what is known of the facts that are asked of them, and of no others."""
    wanted: dict[Person, set[str]] = defaultdict(set)
    for relation, asked in factnames.dictionary().related.values():
        for one in home.related(relation):
            wanted[one].add(asked)
    if not wanted:
        return {}
    found = _by_person(list(wanted), on, known_at, only=set().union(*wanted.values()))
    return {
        one: {name: value for name, value in found.get(one, {}).items() if name in names}
        for one, names in wanted.items()
    }


def _agreed(home: Home, theirs: Mapping[Person, Mapping[str, FactValue]]) -> dict[str, FactValue]:
    """The dotted facts, each as the relatives together answer it."""
    values: dict[str, FactValue] = {}
    for name, (relation, asked) in factnames.dictionary().related.items():
        together = _together([theirs[one].get(asked) for one in home.related(relation)])
        if together is not None:
            values[name] = together
    return values


def _together(answers: Sequence[FactValue | None]) -> FactValue | None:
    """One yes is a yes; anything else only where it is known of all and the same of all."""
    if any(one is True for one in answers):
        return True
    return answers[0] if answers and all(one == answers[0] for one in answers) else None


def _by_person(
    people: Collection[Person], on: date, known_at: datetime | None, *, only: Collection[str] | None = None
) -> dict[Person, dict[str, FactValue]]:
    """Person → what their own records say; who was registered later is left out. `only`: statements of these facts."""
    engagements = _from_engagements(people, on, known_at)
    stated = _stated(people, on, known_at, only)
    return {
        person: {
            **engagements.get(person.pk, {}),
            **stated.get(person.pk, {}),
            **_from_registration(as_kept, on),
        }
        for person, as_kept in _as_kept(people, known_at).items()
    }


def _as_kept(people: Collection[Person], known_at: datetime | None) -> dict[Person, Person]:
    """Each person's row as it stood then; who was not registered yet is left out."""
    if known_at is None:
        return {person: person for person in people}
    rows = Person.history.as_of(known_at).filter(id__in=[person.pk for person in people])
    return {row: row for row in rows}


def _from_registration(person: Person, on: date) -> dict[str, FactValue]:
    """Dates, not what follows from them: the rules derive age and months of residence for any day they ask about."""
    values: dict[str, FactValue] = {
        "出生日期": person.born_on,
        "性别": person.get_sex_display(),
        "户籍地": person.hukou_place,
        "现居住地": person.residence,
    }
    if person.residence_since is not None and person.residence_since <= on:
        values["居住起始日期"] = person.residence_since
    return values


def _from_engagements(
    people: Collection[Person], on: date, known_at: datetime | None
) -> dict[int, dict[str, FactValue]]:
    current: dict[int, list[Engagement]] = defaultdict(list)
    for row in Engagement.objects.known_at(known_at).valid_on(on).filter(person__in=people):
        current[row.person_id].append(row)
    return {key: _engaged(rows) for key, rows in current.items()}


def _engaged(current: Sequence[Engagement]) -> dict[str, FactValue]:
    values: dict[str, FactValue] = {"与用人单位建立劳动关系": True}
    signed = [row.contract_signed for row in current if row.contract_signed is not None]
    if signed:
        values["签订劳动合同"] = any(signed)
    if any(row.project for row in current):
        values["在建筑工地工作"] = True
    return values


def _stated(
    people: Collection[Person], on: date, known_at: datetime | None, only: Collection[str] | None
) -> dict[int, dict[str, FactValue]]:
    """The surest statement of each fact that is still good; of equally sure ones that which began, then was recorded, last."""
    rows = PersonFact.objects.known_at(known_at).valid_on(on).filter(person__in=people)
    if only is not None:
        rows = rows.filter(fact__in=only)
    surest_last = sorted(
        (row for row in rows if not is_stale(row, on)),
        key=lambda row: (
            _STRENGTH[PersonFact.Verification(row.verification)],
            row.valid_from,
            row.recorded_at,
            row.pk,
        ),
    )
    values: dict[int, dict[str, FactValue]] = defaultdict(dict)
    for row in surest_last:
        values[row.person_id][row.fact] = factvalues.decode(row.value)
    return values
