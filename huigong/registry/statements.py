"""What was stated about people, the surest word that is still good last, and which of it counts in a place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from huigong.registry import factnames, factvalues
from huigong.registry.factvalues import FactValue
from huigong.registry.freshness import is_stale, still_good
from huigong.registry.models import Person, PersonFact
from huigong.rules.facts import holds_in

_STRENGTH = {
    PersonFact.Verification.CLAIMED: 0,
    PersonFact.Verification.SHARED: 1,
    PersonFact.Verification.VERIFIED: 2,
    PersonFact.Verification.DECIDED: 3,
}


class Word(NamedTuple):
    """One value of a fact, and the region of which it was said."""

    fact: str
    value: FactValue
    region: str


def sureness(row: PersonFact) -> tuple[int, date, datetime, int]:
    """Sorts statements so that the surest is last; of equally sure ones that which began, then was recorded, last."""
    return _STRENGTH[PersonFact.Verification(row.verification)], row.valid_from, row.recorded_at, row.pk


def surest_first(rows: Iterable[PersonFact], on: date) -> list[PersonFact]:
    """Statements by fact; of each fact the one that counts on `on` first, and what has grown old last."""
    surest = sorted(rows, key=lambda row: (not is_stale(row, on), sureness(row)), reverse=True)
    return sorted(surest, key=lambda row: row.fact)


def counting_in(words: Iterable[Word], region: str) -> dict[str, FactValue]:
    """Fact → value: the last word of each that counts in a region; what was said of another place is not known here."""
    declared = factnames.dictionary()
    return {
        word.fact: word.value
        for word in words
        if holds_in(declared.get(word.fact), said_of=word.region, asked_in=region)
    }


def stated(
    people: Sequence[Person], on: date, known_at: datetime | None, *, only: Collection[str] | None = None
) -> dict[int, list[Word]]:
    """Person's primary key → words, the surest last (`sureness`).

    `only` leaves all other facts sealed. A value of another type than the dictionary declares
    today is not known: nobody can say what it would mean now.
    """
    rows = PersonFact.objects.known_at(known_at).valid_on(on).filter(person__in=people)
    if only is not None:
        rows = rows.filter(fact__in=only)
    surest_last = sorted(still_good(rows, on), key=sureness)
    words: dict[int, list[Word]] = defaultdict(list)
    declared = factnames.dictionary()
    for row in surest_last:
        value = factvalues.decode(row.value)
        if factnames.fits(declared.get(row.fact), value):
            words[row.person_id].append(Word(row.fact, value, row.region))
    return words
