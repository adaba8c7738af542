"""What was stated about people: of each fact the surest word that is still good."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime

from huigong.registry import factnames, factvalues
from huigong.registry.factvalues import FactValue
from huigong.registry.freshness import still_good
from huigong.registry.models import Person, PersonFact

_STRENGTH = {
    PersonFact.Verification.CLAIMED: 0,
    PersonFact.Verification.SHARED: 1,
    PersonFact.Verification.VERIFIED: 2,
    PersonFact.Verification.DECIDED: 3,
}


def stated(
    people: Sequence[Person], on: date, known_at: datetime | None, *, only: Collection[str] | None = None
) -> dict[int, dict[str, FactValue]]:
    """Person's primary key → fact → value; of equally sure words that which began, then was recorded, last.

    `only` leaves all other facts sealed. A value of another type than the dictionary declares
    today is not known: nobody can say what it would mean now.
    """
    rows = PersonFact.objects.known_at(known_at).valid_on(on).filter(person__in=people)
    if only is not None:
        rows = rows.filter(fact__in=only)
    surest_last = sorted(
        still_good(rows, on),
        key=lambda row: (
            _STRENGTH[PersonFact.Verification(row.verification)],
            row.valid_from,
            row.recorded_at,
            row.pk,
        ),
    )
    values: dict[int, dict[str, FactValue]] = defaultdict(dict)
    declared = factnames.dictionary()
    for row in surest_last:
        value = factvalues.decode(row.value)
        if factnames.fits(declared.get(row.fact), value):
            values[row.person_id][row.fact] = value
    return values
