"""When `while` has to be asked again though nobody says anything: by age, by a day in a rule, by what runs out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from django.db.models import Q

from huigong.obligations.declaring.reading import Declaration, book
from huigong.records.judging import next_turn, unsteady
from huigong.records.kinds import About, RecordKind, State
from huigong.records.models import Record
from huigong.registry.models import Person, PersonFact
from huigong.rules.nodes import fact_names
from huigong.rules.values import Answer

_ONE_DAY = timedelta(days=1)


def next_answer(declared: Declaration, values: Mapping[str, Answer], region: str, today: date) -> date | None:
    """The first day after today on which the rule says something else of the same values; None where it never does.

    Tomorrow for a rule of which that cannot be told.
    """
    if declared.rule is None:
        return None
    if unsteady(declared.rule):
        return today + _ONE_DAY
    owed, not_owed = State("yes", declared.rule), State("no")
    asked = RecordKind(
        declared.head, About.PERSON, {}, {}, (owed, not_owed), parameters=book().parameters.lookup(region)
    )
    return next_turn(asked, values, today)


def running_out(
    people: Collection[Person], declared: Collection[Declaration], today: date
) -> Mapping[int, date]:
    """Person → the first day after today on which something on record of which these rules ask begins, ends or turns."""
    days: dict[int, list[date]] = defaultdict(list)
    for person, day in _turns(people, declared, today):
        if day is not None and day > today:
            days[person].append(day)
    return {person: min(each) for person, each in days.items()}


def earliest(*given: date | None) -> date | None:
    """The first of those that there are."""
    return min((day for day in given if day is not None), default=None)


def of_record(record: Record, today: date) -> date | None:
    """The day on which the record's state or a flag turns by itself; tomorrow where its night has not been yet."""
    day = record.next_change_on
    return None if day is None else max(day, today + _ONE_DAY)


def _turns(
    people: Collection[Person], declared: Collection[Declaration], today: date
) -> Iterator[tuple[int, date | None]]:
    rules = [each.rule for each in declared if each.rule is not None]
    asked = {name for rule in rules for name in fact_names(rule, into_derived=True)}
    rows = PersonFact.objects.known_at().filter(
        Q(valid_from__gt=today) | Q(valid_until__gte=today), person__in=people, fact__in=asked
    )
    for row in rows.order_by("pk"):
        yield row.person_id, row.valid_from
        yield row.person_id, row.valid_until + _ONE_DAY if row.valid_until else None
    if asked & set(book().facts_of_records):
        records = Record.objects.filter(person__in=people, next_change_on__isnull=False).order_by("pk")
        for record in records.only("person_id", "next_change_on"):
            if record.person_id is not None:
                yield record.person_id, of_record(record, today)
