"""Who is on record with which number: the one look-up for everybody who has a number in hand.

A number is one of its kind of paper: what stands in a passport is nobody's resident number, and no travel permit's; and of
a passport it is one of its country. Where one of two says no country, it may be that of the other.

Somebody who stood in the register twice has two numbers on paper and one record. Whoever asks by the number that is gone
is led to the record that stays, so that no sheet, counter or provider registers that number anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huigong.audit.fields import BlindIndexField, blind_indexes
from huigong.directory.assurance import Assurance
from huigong.kernel.errors import DomainError
from huigong.kernel.identity import ResidentId
from huigong.registry import countries
from huigong.registry.models import Person, UnitedRecord
from huigong.registry.models.people import NUMBER_CONTEXT

_INDEX: BlindIndexField = Person._meta.get_field("resident_number_index")
_AT_ONCE = 500  # values a question; both databases take as many


@dataclass(frozen=True)
class Holder:
    """Who is on record with a number. `besides` is the name of the record with that number that became part of theirs,
    "" where the number is the record's own."""

    person: Person
    besides: str = ""

    def is_named(self, name: str) -> bool:
        """Whether the register knows, or knew, who has this number by that name."""
        return bool(name) and name in (self.person.name, self.besides)


def holders(numbers: Iterable[str]) -> dict[str, Holder]:
    """Number → who is on record with it, in a few questions for 500; who only said so by phone is nobody.

    A record with the number itself comes before one that took in another with it. A number that is no resident's is that of
    any other paper, and nobody's where papers of two kinds or countries have it.
    """
    return _held({index: number for number in numbers for index in _any_index(number)})


def holder_like(person: Person) -> Holder | None:
    """Who is on record with the number of a person's paper, of that kind and country; of several whose country one of the
    two does not say, whoever is named alike."""
    same = _held(dict.fromkeys(_indexes(person.resident_number, person.paper, person.paper_country), ""))
    if same or person.paper not in countries.FROM_SOMEWHERE:
        return same.get("")
    every = _held({index: index for index in _like(person)}).values()
    return next((each for each in every if each.is_named(person.name)), next(iter(every), None))


def on_paper(papers: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[Person]]:
    """(kind of paper, number) → who is on record with it, of whatever country, in a few questions for 500; nothing for what
    nobody has."""
    indexes = {
        index: (paper, number)
        for paper, number in papers
        for country in ("", *_countries(paper))
        for index in _indexes(number, paper, country)
    }
    known = defaultdict[tuple[str, str], list[Person]](list)
    for some in _batches(indexes):
        for person in Person.objects.on_record().filter(resident_number_index__in=some).order_by("pk"):
            known[indexes[person.resident_number_index]].append(person)
    return dict(known)


def _held(indexes: Mapping[str, str]) -> dict[str, Holder]:
    known = dict[str, Holder]()
    for some in _batches(_gone_among(indexes)):
        for row in _unions(some):
            known[indexes[row.gone_number_index]] = Holder(row.kept, row.gone_name)
    own = defaultdict[str, list[Person]](list)
    for some in _batches(indexes):
        for person in Person.objects.on_record().filter(resident_number_index__in=some):
            own[indexes[person.resident_number_index]].append(person)
    for number, people in own.items():
        known[number] = Holder(people[0])
        if len(people) > 1:
            del known[number]
    return known


def _gone_among(indexes: Collection[str]) -> Collection[str]:
    """Those that a record which is gone may have: a large file is asked about by all such records, which are fewer."""
    gone = UnitedRecord.objects.filter(parted_at=None)
    if len(indexes) <= _AT_ONCE or gone.count() > len(indexes):
        return indexes
    every = gone.order_by().values_list("gone_number_index", flat=True)
    return [index for index in every if index in indexes]


def holder(number: str) -> Holder | None:
    """The same for one number."""
    return holders([number]).get(number)


def on_record(number: str, *, name: str) -> Person | None:
    """Who is on record with this number and name; None for a number or a name that the register does not know."""
    known = holder(number)
    return known.person if known is not None and known.is_named(name) else None


def is_of(said: Person, person: Person) -> bool:
    """Whether the number that somebody said is that of a person's row, or of a record that became part of it."""
    return bool(said.resident_number) and (_same_paper(said, person) or person in _took_in(said))


def is_who(said: Person, person: Person) -> bool:
    """Whether what somebody said, paper and name, is what the row says, or a record that became part of it.

    A resident number says birth and sex itself; beside the number of another paper both have to agree.
    """
    if not said.resident_number:
        return False
    if said.paper != Person.Paper.RESIDENT and (said.born_on, said.sex) != (person.born_on, person.sex):
        return False
    if _same_paper(said, person):
        return said.name == person.name
    besides = _took_in(said).get(person)
    return besides is not None and Holder(person, besides).is_named(said.name)


def rows(*numbers: str) -> QuerySet[Person]:
    """Every row of these numbers: on record, said by phone, and what took in a record with one of them."""
    every: QuerySet[Person, Any] = Person.objects.filter(having(*numbers))
    return every.order_by("pk")


def rows_like(person: Person) -> QuerySet[Person]:
    """Every row of the number of a person's paper, as `rows`."""
    every: QuerySet[Person, Any] = Person.objects.filter(_having(_like(person)))
    return every.order_by("pk")


def with_number(paper: str, number: str, country: str) -> Q:
    """As a condition on people: those whose own number this is, of this kind of paper and country."""
    return Q(resident_number_index__in=_indexes(number, paper, country))


def counted_once() -> QuerySet[Person]:
    """Everybody, without what somebody said of themselves whom the register knows: they are on record already."""
    same = OuterRef("resident_number_index")
    known = Person.objects.on_record().filter(resident_number_index=same)
    united = UnitedRecord.objects.filter(gone_number_index=same, parted_at=None)
    everybody: QuerySet[Person, Any] = Person.objects.filter(
        ~Q(assurance=Assurance.PHONE) | ~(Exists(known) | Exists(united))
    )
    return everybody


def having(*numbers: str) -> Q:
    """The same as a condition on people."""
    return _having([index for number in numbers for index in _any_index(number)])


def _having(indexes: Collection[str]) -> Q:
    return Q(resident_number_index__in=indexes) | Q(pk__in=[row.kept_id for row in _unions(indexes)])


def named_before(indexes: Collection[str]) -> list[int]:
    """The keys of people of whom a record with one of these names, as indexes, has become part."""
    gone = UnitedRecord.objects.filter(gone_name_index__in=indexes, parted_at=None).order_by()
    return list(gone.values_list("kept", flat=True))


def _same_paper(said: Person, person: Person) -> bool:
    if (said.paper, said.resident_number) != (person.paper, person.resident_number):
        return False
    return said.paper_country == person.paper_country or not (said.paper_country and person.paper_country)


def _took_in(said: Person) -> dict[Person, str]:
    """Whoever's record took in one with this number of this kind → the name of that one."""
    return {row.kept: row.gone_name for row in _unions(_like(said))}


def _unions(indexes: Iterable[str]) -> QuerySet[UnitedRecord]:
    """The records with one of these numbers that are part of another, without what has to be put back to part them."""
    gone = UnitedRecord.objects.filter(gone_number_index__in=tuple(indexes), parted_at=None)
    return (
        gone.select_related("kept").defer("before", "gone_number", "reason", "parted_because").order_by("pk")
    )


def _indexes(number: str, paper: str, country: str = "") -> tuple[str, ...]:
    text = _INDEX.text_of(number, paper, country)
    return blind_indexes(text, context=NUMBER_CONTEXT) if text else ()


def _like(person: Person) -> list[str]:
    """Under which the same paper may be kept: where no country is said, that of any; else its own, or none."""
    named = (person.paper_country,) if person.paper_country else _countries(person.paper)
    number = person.resident_number
    return [index for country in ("", *named) for index in _indexes(number, person.paper, country)]


def _any_index(number: str) -> Iterator[str]:
    """Under every kind of paper and country that may have this number; a resident number is none of the others'."""
    for paper in (Person.Paper.RESIDENT,) if is_resident(number) else Person.Paper:
        for country in ("", *_countries(paper)):
            yield from _indexes(number, paper, country)


def _countries(paper: str) -> tuple[str, ...]:
    return countries.codes() if paper in countries.FROM_SOMEWHERE else ()


def is_resident(number: str) -> bool:
    """Whether the text is a resident number that can be."""
    try:
        ResidentId.parse(number)
    except DomainError:
        return False
    return True


def _batches(values: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
