"""Who somebody is by the law and by statistics, as the packs define it: `policies/<region>/statuses.yaml`.

statuses:
  - id: statutory
    name: 农民工（法律口径）
    fact: 法律口径的农民工       # what rules read; how it follows stands in the dictionary of facts
    kinds: [外出农民工]          # yes-or-no facts that tell kinds of it apart
    clause: 100000/wage-payment-regulation#第二条
    source: …                    # whose definition it is, in words
    from: 2020-05-01             # since when it is the definition; without it, of old

Of one id the row of the latest day that has come counts. The same facts are read by rules, screenings and statistics.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huigong.catalogue.answers import Reason, reasons_of
from huigong.catalogue.services import catalogue
from huigong.kernel.packs import Kept, Report, Shape, entries, speaks
from huigong.kernel.packs.kinds import day, rows, text, texts
from huigong.kernel.regions import lineage
from huigong.registry import facts, lookup
from huigong.registry.factvalues import FactValue
from huigong.registry.shapes import PersonRecord
from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import explained
from huigong.rules.nodes import FactReference, Node
from huigong.rules.values import UNKNOWN, Unknown

FILE = "statuses.yaml"
_STATUS = Shape(
    "身份",
    {
        "id": text(),
        "name": text(said=True),
        "fact": text(),
        "kinds": texts(),
        "clause": text(""),
        "source": text(said=True),
        "from": day(None),
    },
    named="id",
)
SHAPE = Shape("身份文件", {"statuses": rows(_STATUS)})
speaks("services", after="questions", packs=(FILE,), shape=SHAPE)


@dataclass(frozen=True)
class Status:
    """One definition; `since` is the first day on which it was one, None for one of old."""

    id: str
    region: str
    name: str
    fact: str
    kinds: tuple[str, ...]
    clause: str
    source: str
    since: date | None


@dataclass(frozen=True)
class Held:
    """Where somebody stands by a definition: the answer, which kinds they are, and why."""

    status: Status
    answer: bool | Unknown
    kinds: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def verdict(self) -> str:
        """`yes`, `no` or `unknown`."""
        return "unknown" if self.answer is UNKNOWN else "yes" if self.answer else "no"


def read_statuses(folder: Path, report: Report) -> tuple[Status, ...]:
    """All definitions below the policies folder, in the order of their files."""
    return tuple(
        Status(
            id=row["id"],
            region=file.region,
            name=row["name"],
            fact=row["fact"],
            kinds=row["kinds"],
            clause=row["clause"],
            source=row["source"],
            since=row["from"],
        )
        for file, entry in entries(folder, FILE, SHAPE, report)
        for row in entry["statuses"]
    )


statuses: Kept[tuple[Status, ...]] = Kept(read_statuses)


def standing_on(day: date, *, region: str) -> tuple[Status, ...]:
    """The definition of each id that stands on a day in a region; one whose day has not come is left out."""
    there = [each for each in statuses() if each.region in lineage(region)]
    begun = sorted(
        (each for each in there if each.since is None or each.since <= day),
        key=lambda each: each.since or date.min,
    )
    latest = {each.id: each for each in begun}
    return tuple(each for each in latest.values() if each in there)


def of_record(record: PersonRecord, *, on: date) -> tuple[Held, ...]:
    """Where the person of a record stands by each definition; nothing where the reader does not see the whole record.

    Whoever has the record has been entered in the trail as its reader, with all that this follows from.
    """
    if not record.whole:
        return ()
    person = lookup.person(record.person.public_id)
    return by_values(facts.gather(person, on).values, on=on, region=person.residence)


def by_values(values: Mapping[str, FactValue], *, on: date, region: str) -> tuple[Held, ...]:
    """Where somebody of whom these facts are known stands by each definition."""
    here = Situation(values, on, catalogue().parameters.lookup(region))
    return tuple(_held(each, here) for each in standing_on(on, region=region))


def _held(status: Status, here: Situation) -> Held:
    known = catalogue().facts
    explanation = explained(_definition(status.fact, here), here.afresh())
    kinds = (name for name in status.kinds if answer(_reference(name), here.afresh()) is True)
    held = UNKNOWN if explanation.answer is UNKNOWN else bool(explanation.answer)
    return Held(status, held, tuple(kinds), reasons_of(explanation, known, said=here.values))


def _definition(name: str, here: Situation) -> Node:
    """How the fact follows; the fact itself where somebody has settled it, or it follows from nothing."""
    derivation = catalogue().facts[name].derivation
    return _reference(name) if derivation is None or name in here.values else derivation


def _reference(name: str) -> FactReference:
    return FactReference(name, catalogue().facts[name])
