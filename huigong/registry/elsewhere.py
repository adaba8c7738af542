"""What is known of a person by others than themselves: which fact, from whom, how surely, since when.

What the person has only said is left out: an office has that from them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from huigong.registry import factnames, factvalues, providers
from huigong.registry.factvalues import FactValue
from huigong.registry.freshness import is_stale
from huigong.registry.models import Person, PersonFact
from huigong.registry.statements import surest_first
from huigong.rules.facts import holds_in

_SAID = PersonFact.Verification.CLAIMED


@dataclass(frozen=True)
class Told:
    """One fact. `source` is who says so, as the statement names them, and "" where a register of the platform does, of the
    name `register`; `since` is the day from which it holds, None for what a register says today; `sure` the word for how
    surely; `stale` where it is so old that it must be looked up anew."""

    fact: str
    value: FactValue
    source: str
    register: str
    since: date | None
    sure: str
    stale: bool = False


def told_of(person: Person, facts: Collection[str], *, region: str, on: date) -> tuple[Told, ...]:
    """By fact in the order given, registers first, then statements, the surest first; what counts in another place is left out.

    Whoever shows it records the look.
    """
    told = [*_of_registers(person, facts, on), *_stated(person, facts, region, on)]
    order = {fact: place for place, fact in enumerate(facts)}
    return tuple(sorted(told, key=lambda line: order[line.fact]))


def _of_registers(person: Person, facts: Collection[str], on: date) -> list[Told]:
    return [
        Told(fact, value, source="", register=provider.says, since=None, sure="")
        for provider in providers.giving(frozenset(facts))
        for fact, value in provider.read([person], on, None).get(person.pk, {}).items()
        if fact in facts
    ]


def _stated(person: Person, facts: Collection[str], region: str, on: date) -> list[Told]:
    rows = PersonFact.objects.known_at().valid_on(on).filter(person=person, fact__in=facts)
    declared = factnames.dictionary()
    return [
        Told(
            fact=row.fact,
            value=factvalues.decode(row.value),
            source=row.source,
            register="",
            since=row.valid_from,
            sure=row.get_verification_display(),
            stale=is_stale(row, on),
        )
        for row in surest_first(rows.exclude(verification=_SAID), on)
        if holds_in(declared.get(row.fact), said_of=row.region, asked_in=region)
    ]
