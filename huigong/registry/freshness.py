"""How long a statement counts: once its verification is too old it is treated as unknown and asked again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate

from huigong.registry import factnames
from huigong.registry.models import PersonFact
from huigong.rules import facts
from huigong.rules.nodes import Fact


def stale_from(row: PersonFact) -> date | None:
    """The first day on which a statement no longer counts; None where it does not age.

    It counts from the day on which it was recorded, for as long as the packs say (`good_for`). A
    statement with a last day of its own holds until then.
    """
    return _stale_from(row, factnames.dictionary().get(row.fact))


def still_good(rows: Iterable[PersonFact], on: date) -> list[PersonFact]:
    """Those of many statements that count on `on`; the dictionary is loaded once."""
    declared = factnames.dictionary()
    return [row for row in rows if not _stale(row, declared.get(row.fact), on)]


def is_stale(row: PersonFact, on: date) -> bool:
    """Whether a statement no longer counts on `on`."""
    return _stale(row, factnames.dictionary().get(row.fact), on)


def _stale(row: PersonFact, fact: Fact | None, on: date) -> bool:
    day = _stale_from(row, fact)
    return day is not None and day <= on


def _stale_from(row: PersonFact, fact: Fact | None) -> date | None:
    if fact is None or row.valid_until is not None:
        return None
    return facts.stale_from(fact, verified_on=localdate(row.recorded_at))
