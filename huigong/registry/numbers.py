"""Who is on record with which resident number: the one look-up for everybody who has a number in hand.

Somebody who stood in the register twice has two numbers on paper and one record. Whoever asks by the number that is gone
is led to the record that stays, so that no sheet, counter or provider registers that number anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from huigong.audit.fields import blind_indexes
from huigong.directory.assurance import Assurance
from huigong.registry.models import Person, UnitedRecord
from huigong.registry.models.people import NUMBER_CONTEXT

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
    """Resident number → who is on record with it, in a few questions for 500; who only said so by phone is nobody.

    A record with the number itself comes before one that took in another with it.
    """
    indexes = {index: number for number in numbers for index in _indexes(number)}
    known = dict[str, Holder]()
    for some in _batches(_gone_among(indexes)):
        for row in _unions(some):
            known[indexes[row.gone_number_index]] = Holder(row.kept, row.gone_name)
    for some in _batches(indexes):
        for person in Person.objects.on_record().filter(resident_number_index__in=some):
            known[indexes[person.resident_number_index]] = Holder(person)
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


def is_of(number: str, person: Person) -> bool:
    """Whether the number is that of a person's row, or of a record that became part of it."""
    return bool(number) and (number == person.resident_number or person in _took_in(number))


def is_who(said: Person, person: Person) -> bool:
    """Whether what somebody said, number and name, is what the row says, or a record that became part of it."""
    if not said.resident_number:
        return False
    if said.resident_number == person.resident_number:
        return said.name == person.name
    besides = _took_in(said.resident_number).get(person)
    return besides is not None and Holder(person, besides).is_named(said.name)


def rows(*numbers: str) -> QuerySet[Person]:
    """Every row of these numbers: on record, said by phone, and what took in a record with one of them."""
    every: QuerySet[Person, Any] = Person.objects.filter(having(*numbers))
    return every.order_by("pk")


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
    indexes = [index for number in numbers for index in _indexes(number)]
    return Q(resident_number_index__in=indexes) | Q(pk__in=[row.kept_id for row in _unions(indexes)])


def named_before(indexes: Collection[str]) -> list[int]:
    """The keys of people of whom a record with one of these names, as indexes, has become part."""
    gone = UnitedRecord.objects.filter(gone_name_index__in=indexes, parted_at=None).order_by()
    return list(gone.values_list("kept", flat=True))


def _took_in(number: str) -> dict[Person, str]:
    """Whoever's record took in one with this number → the name of that one."""
    return {row.kept: row.gone_name for row in _unions(_indexes(number))}


def _unions(indexes: Iterable[str]) -> QuerySet[UnitedRecord]:
    """The records with one of these numbers that are part of another, without what has to be put back to part them."""
    gone = UnitedRecord.objects.filter(gone_number_index__in=tuple(indexes), parted_at=None)
    return (
        gone.select_related("kept").defer("before", "gone_number", "reason", "parted_because").order_by("pk")
    )


def _indexes(number: str) -> tuple[str, ...]:
    return blind_indexes(number, context=NUMBER_CONTEXT) if number else ()


def _batches(values: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(values)
    while some := list(islice(rest, _AT_ONCE)):
        yield some
