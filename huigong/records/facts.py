"""What rules may know of people from records: each fact that a kind declares, of many people in the same two queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from huigong.declarations.aggregates import Asked, Row, worked_out
from huigong.kernel.sentences import wording
from huigong.records.kinds import About, RecordKind
from huigong.records.models import Record, RecordEvent
from huigong.records.projecting import folded_row, read_row
from huigong.records.shelf import RecordBook, book
from huigong.registry.factvalues import FactValue
from huigong.registry.models import Person
from huigong.registry.providers import Provider
from huigong.rules.values import UNKNOWN, Answer


def provided() -> frozenset[str]:
    """The facts that the kinds of the installed packs give."""
    return frozenset(book().facts)


def read(
    people: Sequence[Person], on: date, known_at: datetime | None
) -> Mapping[int, Mapping[str, FactValue]]:
    """Person's primary key → fact → value; what is not known is left out.

    A "no" and a count come only from where the register is complete.
    """
    known = book()
    if not known.facts:
        return {}
    rows = _rows(known, people, on, known_at)
    made = {person.pk: _facts(known, person, rows, on) for person in people}
    return {key: facts for key, facts in made.items() if facts}


def _facts(
    known: RecordBook, person: Person, rows: Mapping[tuple[int, str], list[Row]], on: date
) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {}
    for kind in _kinds(known, person.residence, on):
        asked = Asked(on, kind.parameters, kind.covers(person.residence, on))
        for name, aggregate in kind.facts.items():
            value = worked_out(aggregate, rows.get((person.pk, kind.id), ()), asked)
            if isinstance(value, FactValue):
                facts[name] = value
    return facts


def _kinds(known: RecordBook, region: str, on: date) -> Iterator[RecordKind]:
    return (kind for kind in known.kinds(on=on, region=region) if kind.about is About.PERSON and kind.facts)


def _rows(
    known: RecordBook, people: Sequence[Person], on: date, known_at: datetime | None
) -> Mapping[tuple[int, str], list[Row]]:
    """(Person, kind) → rows; a row of the index answers where it knows the day, else its events are folded."""
    giving = {kind for kinds in known.facts.values() for kind in kinds}
    records = list(Record.objects.filter(person__in=people, kind__in=giving))
    opened: dict[int, dict[str, Answer] | None] = {}
    if known_at is None:
        opened = {record.pk: read_row(known, record, on) for record in records if record.began}
    unread = [record for record in records if opened.get(record.pk) is None]
    events = events_of(unread)
    rows: defaultdict[tuple[int, str], list[Row]] = defaultdict(list)
    for record in records:
        row = opened.get(record.pk) or folded_row(known, record, events[record.pk], on=on, known_at=known_at)
        if row is not None and record.person_id is not None:
            rows[record.person_id, record.kind].append(
                {name: None if value is UNKNOWN else value for name, value in row.items()}
            )
    return rows


def events_of(records: Sequence[Record]) -> Mapping[int, list[RecordEvent]]:
    """The events of each record by its primary key, in one query; none for no records."""
    by_record: defaultdict[int, list[RecordEvent]] = defaultdict(list)
    for event in RecordEvent.objects.filter(record__in=records) if records else ():
        by_record[event.record_id].append(event)
    return by_record


PROVIDER = Provider(
    "records.records", frozenset(), read, prevails=True, declared=provided, says=wording("登记册")
)
