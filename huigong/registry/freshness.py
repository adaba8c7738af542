"""How long a statement counts: what was verified long ago is no longer known, and is asked again."""

from __future__ import annotations

from datetime import date

from django.utils.timezone import localdate

from huigong.registry import factnames
from huigong.registry.models import PersonFact
from huigong.rules import facts


def stale_from(row: PersonFact) -> date | None:
    """The first day on which a statement no longer counts; None where it does not age.

    It counts from the day on which it was recorded, for as long as the packs say (`good_for`). A
    statement with a last day of its own holds until then: whoever made it said how long.
    """
    fact = factnames.dictionary().get(row.fact)
    if fact is None or row.valid_until is not None:
        return None
    return facts.stale_from(fact, verified_on=localdate(row.recorded_at))


def is_stale(row: PersonFact, on: date) -> bool:
    """Whether a statement no longer counts on `on`."""
    day = stale_from(row)
    return day is not None and day <= on
