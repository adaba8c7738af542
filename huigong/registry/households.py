"""What the household roll says of a person on a day: who is related to them, and how many they are.

No age and no law of guardianship is read into it: a 监护人 is the head, or the head's spouse, of
the household in which the person is written down as a child; a child is whoever is written down
as one, however old. Who stands on another roll is not seen from here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huigong.registry.models import HouseholdMember, Person
from huigong.registry.registration import PLAIN

_CHILD = HouseholdMember.Relation.CHILD
_HEADS = (HouseholdMember.Relation.HEAD, HouseholdMember.Relation.SPOUSE)

# The word → as what the person is written down, and as what those are whom it means.
_RELATED = {"监护人": ((_CHILD,), _HEADS)}


@dataclass(frozen=True)
class Home:
    """The household of a person on a day; `relations` says of each member how they are related to the head."""

    person: Person
    relations: Mapping[Person, str]

    def related(self, word: str) -> list[Person]:
        """Whom `监护人` means for this person; nobody where the roll does not say."""
        mine, theirs = _RELATED[word]
        return self._written_as(theirs) if self.relations[self.person] in mine else []

    def total(self, word: str) -> int | None:
        """How many `子女` or `家庭人口` the household has; None where the roll does not say."""
        return _TOTALS[word](self)

    def _written_as(self, relations: tuple[str, ...]) -> list[Person]:
        return [person for person, held in self.relations.items() if held in relations]


def homes_of(people: Sequence[Person], on: date, *, known_at: datetime | None = None) -> dict[Person, Home]:
    """Person → the household in which the person is on `on`, with its members of that day, in one query.

    Left out is who is in no household, and who is in two: the roll contradicts itself then.
    The roll keeps since when somebody belongs to a household, not when that was written down, so
    `known_at` only leaves out households and people that were registered later. Nothing is unsealed.
    """
    rolls = HouseholdMember.objects.valid_on(on)
    if known_at is not None:
        rolls = rolls.filter(household__registered_at__lte=known_at, person__registered_at__lte=known_at)
    theirs = rolls.filter(person__in=people).order_by().values("household_id")
    rows = rolls.filter(household_id__in=theirs).select_related("person")
    relations: dict[int, dict[Person, str]] = defaultdict(dict)
    homes: dict[Person, set[int]] = defaultdict(set)
    # In the order of the roll, so that a relation changed on this very day is the later one.
    for row in rows.only("household_id", "relation", *_PLAIN):
        relations[row.household_id][row.person] = row.relation
        homes[row.person].add(row.household_id)
    return {
        person: Home(person, relations[next(iter(homes[person]))])
        for person in people
        if len(homes[person]) == 1
    }


_PLAIN = tuple(f"person__{name}" for name in PLAIN)


def _children(home: Home) -> int | None:
    # The roll tells whose child somebody is only by way of the head.
    return len(home._written_as((_CHILD,))) if home.relations[home.person] in _HEADS else None


_TOTALS: dict[str, Callable[[Home], int | None]] = {
    "子女": _children,
    "家庭人口": lambda home: len(home.relations),
}
RELATIONS, TOTALS = tuple(_RELATED), tuple(_TOTALS)
