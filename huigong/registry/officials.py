"""Which people of the register are officials, and who lives with them: for whoever watches over looks at people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huigong.directory.queries import numbers_of_officials
from huigong.registry.households import homes_of
from huigong.registry.models import Person
from huigong.registry.numbers import holders

_AT_ONCE = 500  # both databases take this many values in one query


@dataclass(frozen=True)
class OnRecord:
    """Public ids of people → accounts of officials: `selves` are the officials, `homes` who is on a roll with one."""

    selves: Mapping[str, frozenset[str]]
    homes: Mapping[str, frozenset[str]]


def on_record(*, on: date) -> OnRecord:
    """As the numbers of accounts and the household rolls of that day say; a few questions for any number.

    Only ids leave. Asks nobody's right: the caller has checked who watches.
    """
    people = _people(numbers_of_officials())
    selves: dict[str, set[str]] = defaultdict(set)
    homes: dict[str, set[str]] = defaultdict(set)
    rolls = homes_of(list(people), on)
    for person, accounts in people.items():
        selves[person.public_id.hex] |= accounts
        others = rolls[person].relations if person in rolls else ()
        for other in others:
            if other != person:
                homes[other.public_id.hex] |= accounts
    return OnRecord(_frozen(selves), _frozen(homes))


def _people(numbers: Mapping[str, frozenset[str]]) -> dict[Person, frozenset[str]]:
    """Every row of these numbers, also what somebody said of themselves by phone, and what took in a record with one."""
    wanted, people = sorted(numbers), defaultdict[Person, frozenset[str]](frozenset)
    for first in range(0, len(wanted), _AT_ONCE):
        rows = Person.objects.by_index("resident_number", *wanted[first : first + _AT_ONCE])
        for row in rows.order_by("pk"):
            people[row] |= numbers[row.resident_number]
    for number, holder in holders(wanted).items():
        people[holder.person] |= numbers[number]
    return people


def _frozen(accounts: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {person: frozenset(known) for person, known in accounts.items()}
