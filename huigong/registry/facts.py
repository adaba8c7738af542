"""What rules may know about people: what every provider gives, and what was stated about them.

Which word goes before which stands in `providers.py`. What was said of a place counts only there, and what is asked
without a place is asked where the person lives. Of a relative only those facts are read
that the dictionary declares as the person's own (`监护人.持有居住证`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.registry import factnames, households, lookup, providers
from huigong.registry.access import look, look_at_related
from huigong.registry.factvalues import FactValue
from huigong.registry.households import Home
from huigong.registry.models import Person, PersonFact
from huigong.registry.statements import Word, counting_in, stated

_A_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Gathered:
    """What is known of a person, and which facts of whom were read for it besides."""

    values: dict[str, FactValue]
    related: dict[Person, tuple[str, ...]]


@transaction.atomic
def known(
    viewer: Principal,
    person_id: str,
    on: date,
    *,
    now: datetime,
    region: str = "",
    known_at: datetime | None = None,
) -> dict[str, FactValue]:
    """Fact name → value, true on `on`, as this register believed at `known_at` (now, when None).

    `region` is the place that is asked about; "" is where the person lives.

    The look is recorded with the person, and with every relative whose facts were read.
    Raises `DomainError`: `person.not_found`, `access.denied`, `person.purpose_needed`.
    """
    person = lookup.person(person_id)
    gathered = gather(person, on, region=region, known_at=known_at)
    look(viewer, person, permission=Permission.PERSON_FIND, now=now, fields=gathered.values)
    look_at_related(viewer, gathered.related, now=now)
    return gathered.values


def gather(person: Person, on: date, *, region: str = "", known_at: datetime | None = None) -> Gathered:
    """What `known` gives, for callers that check and record the looks themselves."""
    return gather_many([person], on, region=region, known_at=known_at).get(person, Gathered({}, {}))


def gather_many(
    people: Sequence[Person], on: date, *, region: str = "", known_at: datetime | None = None
) -> dict[Person, Gathered]:
    """What `gather` gives of each, in the same number of queries however many people and relatives there are.

    Who was not registered yet at `known_at` is left out.
    """
    own = _own(people, on, known_at)
    if not own:
        return {}
    homes = households.homes_of(list(own), on, known_at=known_at)
    theirs = _of_related(homes.values(), on, known_at)
    return {
        person: _gathered(words, homes.get(person), theirs, region=region or person.residence)
        for person, words in own.items()
    }


def believed_before(row: PersonFact) -> FactValue | None:
    """What counted of the fact on the first day of this statement until it was recorded; None where nothing did."""
    return _believed(row, row.valid_from, row.recorded_at - _A_MOMENT)


def believed_about(row: PersonFact, on: date) -> tuple[FactValue | None, FactValue | None]:
    """What counted of the fact on a day until this statement was recorded, and what has from then on."""
    return _believed(row, on, row.recorded_at - _A_MOMENT), _believed(row, on, row.recorded_at)


def _believed(row: PersonFact, on: date, known_at: datetime) -> FactValue | None:
    return gather(row.person, on, region=row.region, known_at=known_at).values.get(row.fact)


def _gathered(
    words: Sequence[Word], home: Home | None, theirs: Mapping[Person, Sequence[Word]], *, region: str
) -> Gathered:
    """The roll and the relatives' own records go before what was stated about the person in their place."""
    own = counting_in(words, region)
    if home is None:
        return Gathered(own, {})
    related = factnames.dictionary().related
    known = {
        relative: counting_in(theirs[relative], region) for relative in home.relations if relative in theirs
    }
    read: dict[Person, set[str]] = defaultdict(set)
    values = {**own, **_counted(home)}
    for name, (relation, asked) in related.items():
        relatives = home.related(relation)
        for relative in relatives:
            if asked in known[relative]:
                read[relative].add(asked)
        together = _together([known[relative].get(asked) for relative in relatives])
        if together is not None:
            values[name] = together
    return Gathered(values, {relative: tuple(sorted(names)) for relative, names in read.items()})


def _counted(home: Home) -> dict[str, FactValue]:
    totals = {name: home.total(word) for name, word in factnames.dictionary().counted.items()}
    return {name: total for name, total in totals.items() if total is not None}


def _of_related(homes: Collection[Home], on: date, known_at: datetime | None) -> dict[Person, list[Word]]:
    """Relative → what is said of the facts that are asked of them, and of no others."""
    wanted: dict[Person, set[str]] = defaultdict(set)
    for relation, asked in factnames.dictionary().related.values():
        for home in homes:
            for relative in home.related(relation):
                wanted[relative].add(asked)
    if not wanted:
        return {}
    words = _own(list(wanted), on, known_at, only=set().union(*wanted.values()))
    return {
        relative: [word for word in words.get(relative, []) if word.fact in names]
        for relative, names in wanted.items()
    }


def _together(answers: Sequence[FactValue | None]) -> FactValue | None:
    """Yes if any relative has it; any other value only if it is known, and the same, for all of them."""
    if any(answer is True for answer in answers):
        return True
    return answers[0] if answers and all(answer == answers[0] for answer in answers) else None


def _own(
    people: Sequence[Person], on: date, known_at: datetime | None, *, only: Collection[str] | None = None
) -> dict[Person, list[Word]]:
    """Person → what their own records say, the word that counts last; who was registered later is left out.

    `only`: of these facts. What a provider says of a place, it says of where the person lives.
    """
    rows = _as_kept(people, known_at)
    asked = providers.giving(only)
    yielding = [provider.read(rows, on, known_at) for provider in asked if not provider.prevails]
    prevailing = [provider.read(rows, on, known_at) for provider in asked if provider.prevails]
    words = stated(rows, on, known_at, only=only)
    return {
        person: [*_given(yielding, person), *words.get(person.pk, ()), *_given(prevailing, person)]
        for person in rows
    }


def _given(layers: Sequence[Mapping[int, Mapping[str, FactValue]]], person: Person) -> list[Word]:
    given = [values for layer in layers for values in layer.get(person.pk, {}).items()]
    return [Word(name, value, person.residence) for name, value in given]


def _as_kept(people: Sequence[Person], known_at: datetime | None) -> Sequence[Person]:
    """Each person's row as it stood then; who was not registered yet is left out."""
    if known_at is None:
        return people
    return list(Person.history.as_of(known_at).filter(id__in=[person.pk for person in people]))
