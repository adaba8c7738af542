"""What records say of obligations: the event from which one runs, whether it is owed by the record's state, what proves it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.db.models import Q

from huigong.audit.subjects import subject_of
from huigong.casework.timekeeping import day_of
from huigong.directory.principals import SYSTEM
from huigong.obligations.actions.entries import add
from huigong.obligations.actions.papers import Paper, written_days
from huigong.obligations.actions.standing import answered, holds
from huigong.obligations.asking_again import earliest, next_answer, of_record
from huigong.obligations.declaring.reading import Declaration, book
from huigong.obligations.keeping import Entry, Kind
from huigong.obligations.models import HistoryEntry, Obligation
from huigong.obligations.offices import office_for
from huigong.records import shelf
from huigong.records.folding import corrected
from huigong.records.models import Record, RecordEvent
from huigong.records.projecting import folded_row, happened
from huigong.rules.values import Answer

_ANNULLED = None


def changed_records(*, since: datetime, now: datetime) -> list[int]:
    """Records from which an obligation may run, that changed since or whose person's proofs did, or that none runs from yet."""
    kinds = book().records
    if not kinds:
        return []
    abouts = {each.entry["about"] for each in book().shelf.written if each.entry["about"]}
    changed = Record.objects.filter(kind__in=kinds, changed_at__gte=since, person__isnull=False)
    begun = set(Obligation.objects.values_list("subject", flat=True))
    mine = Record.objects.filter(kind__in=abouts, person__isnull=False)
    touched = mine.filter(Q(pk__in=changed.values("pk")) | Q(person__in=changed.values("person")))
    new = [row.pk for row in mine.only("public_id") if subject_of(row) not in begun]
    beginning = {id for id, _ in book().beginning(since, day_of(now))}
    again = {each.entry["about"] for each in book().shelf.written if each.id in beginning}
    of_new = mine.filter(kind__in=again - {""}).values_list("pk", flat=True)
    return sorted({*touched.values_list("pk", flat=True), *new, *of_new})


def gather_records(records: Sequence[Record], *, now: datetime) -> list[Obligation]:
    """Notes what these records say; the obligations of whom something new was noted."""
    today = day_of(now)
    events = _events(records)
    obligations: list[Obligation] = []
    asked, told = [], []
    for record in records:
        values = _row(record, events[record.pk], today)
        for declared in _declared(record, today) if record.person is not None else ():
            row = _obligation(declared, record, today)
            obligations.append(row)
            before = _anchored(row)
            anchors = list(_anchors(declared, record, before, events[record.pk], today))
            told += [(row, each) for each in anchors]
            told += [(row, each) for each in _proofs(declared, record, today)]
            if declared.rule is not None and (before or anchors):
                asked.append((row, declared, holds(declared, values, record.region, today)))
                turns = next_answer(declared, values, record.region, today)
                row.ask_again_on = earliest(of_record(record, today), turns)
    Obligation.objects.bulk_update([row for row, _, _ in asked], ["ask_again_on"])
    added = add(told, by=SYSTEM, now=now)
    added += add(answered(asked, today), by=SYSTEM, now=now)
    return obligations if added else []


def _declared(record: Record, today: date) -> Iterator[Declaration]:
    """What is owed about a record, with what is owed no more of which something may still be open."""
    here = {each.id: each for each in book().in_region(record.region, on=today)}
    known = Obligation.objects.filter(subject=subject_of(record)).values_list("declared", flat=True)
    for id in known:
        if id not in here and (past := book().declaration(id, record.region, on=today)):
            here[id] = past
    return (each for each in here.values() if each.about == record.kind and each.versions is not None)


def _obligation(declared: Declaration, record: Record, today: date) -> Obligation:
    assert record.person is not None
    row, _ = Obligation.objects.get_or_create(
        declared=declared.id,
        subject=subject_of(record),
        defaults={
            "person": record.person,
            "region": record.region,
            "office": office_for(declared.performer, record.region, on=today),
        },
    )
    return row


def _anchored(row: Obligation) -> Mapping[str, tuple[date | None, date | None]]:
    """By its key the day and the last day of each anchor, as noted last."""
    noted = HistoryEntry.objects.filter(obligation=row, kind=Kind.ANCHORED).order_by("said_on", "pk")
    return {entry.key: (entry.day, entry.until) for entry in noted}


def _anchors(
    declared: Declaration,
    record: Record,
    before: Mapping[str, tuple[date | None, date | None]],
    events: Sequence[RecordEvent],
    today: date,
) -> Iterator[Entry]:
    """Each event of the name as its last correction has it; one that no longer counts is annulled."""
    kind = shelf.book().kept(record.kind, on=today, region=record.region)
    said = {event.public_id.hex: day_of(event.recorded_at) for event in events}
    world = corrected(kind, happened(kind, events))
    if declared.due:
        counting = written_days(declared, world, said, today)
    else:
        counting = {
            event.id: Paper(event.effective_on, None, said[event.id])
            for event in world
            if event.name == declared.anchor and event.effective_on is not None
        }
    for key, paper in counting.items():
        if key not in before:
            yield Entry(Kind.ANCHORED, key, paper.said_on, paper.day, paper.last_day)
        elif before[key] != (paper.day, paper.last_day):
            yield Entry(Kind.ANCHORED, key, today, paper.day, paper.last_day)
    for key, (known_day, _) in before.items():
        if key not in counting and known_day is not _ANNULLED:
            yield Entry(Kind.ANCHORED, key, today, _ANNULLED)


def _proofs(declared: Declaration, record: Record, today: date) -> Iterator[Entry]:
    """Records of the same person, of this record where they are about one."""
    if declared.proof is None:
        return
    proving = Record.objects.filter(kind=declared.proof.record).filter(
        Q(of=record) | Q(of__isnull=True, person=record.person)
    )
    rows = list(proving.order_by("pk"))
    events = _events(rows)
    for row in rows:
        values = _row(row, events[row.pk], today)
        day = values.get(declared.proof.date)
        if isinstance(day, date):
            good = declared.proof.rule is None or holds(
                declared, values, row.region, today, declared.proof.rule
            )
            refused = "" if good else f"没有达到：{declared.proof.needs}"
            yield Entry(Kind.PROVED, f"record {row.public_id.hex}", today, day, refused=refused)


def _row(record: Record, events: Sequence[RecordEvent], today: date) -> Mapping[str, Answer]:
    return folded_row(shelf.book(), record, events, on=today, known_at=None) or {}


def _events(records: Sequence[Record]) -> Mapping[int, list[RecordEvent]]:
    by_record: defaultdict[int, list[RecordEvent]] = defaultdict(list)
    for event in RecordEvent.objects.filter(record__in=records).order_by("pk") if records else ():
        by_record[event.record_id].append(event)
    return by_record
