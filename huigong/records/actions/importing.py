"""Records from a filled-in workbook: each row goes in whole or not at all, and a whole file can be taken back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record as record_event
from huigong.directory.principals import Principal
from huigong.kernel.errors import DomainError, Invalid
from huigong.kernel.identity import ResidentId
from huigong.kernel.sentences import say, wording
from huigong.records import sheets
from huigong.records.access import require_writer
from huigong.records.actions.recording import Subject, add, annul, begin
from huigong.records.facts import events_of
from huigong.records.folding import standing
from huigong.records.kinds import About, RecordKind
from huigong.records.lookup import not_found
from huigong.records.models import Record, RecordEvent
from huigong.records.projecting import happened
from huigong.records.shelf import book
from huigong.registry.lookup import person_not_found
from huigong.registry.models import Person

_BATCH = wording("表格")


@dataclass(frozen=True)
class Problem:
    """A row that cannot be taken, counted from 1 below the header, and why."""

    row: int
    error: DomainError


@dataclass(frozen=True)
class Imported:
    """What became of a file: how many rows were taken and why others were not. `batch` names it for taking it back."""

    batch: str
    taken: int
    problems: tuple[Problem, ...]


def take(
    *, by: Principal, now: datetime, kind: str, event: str, region: str, data: bytes, dry_run: bool = False
) -> Imported:
    """The rows of a workbook as events; the same file again changes nothing. With `dry_run` nothing stays.

    Each trial leaves one event all the same: its rows tell who is on record. A kind about people begins records by resident number; any other event is about a record by its number. Each row
    leaves the event that its action leaves. Raises `DomainError`: `record_kind.*`, `record.event`, `form.workbook`, `form.sheet`.
    """
    with transaction.atomic():
        if not dry_run:
            return _take(by, now, kind, event, region, data)
        with transaction.atomic():
            tried = _take(by, now, kind, event, region, data)
            transaction.set_rollback(True)
        told = {"kind": kind, "event": event, "batch": tried.batch, "rows": tried.taken + len(tried.problems)}
        record_event(
            by=by, now=now, verb="records.records.tried", subject="records.Record", region=region, data=told
        )
    return tried


def take_back(*, by: Principal, now: datetime, batch: str, reason: str) -> int:
    """Annuls every event that came with a file and still counts; how many. Raises as `annul` does, and then nothing is taken back."""
    with transaction.atomic():
        rows = RecordEvent.objects.filter(basis__startswith=f"{batch}#", target=None).order_by("-pk")
        events = _counting(rows.select_related("record"), now)
        for row in events:
            annul(by=by, now=now, event_id=row.public_id.hex, reason=reason)
    return len(events)


def begins_with(kind: RecordKind, event: str) -> bool:
    """Whether a row of such a sheet is a new record: the first event of a kind about people that ends nothing."""
    first = next(each.name for each in kind.events.values() if each.of_the_world and not each.ends)
    return kind.about is About.PERSON and event == first


def _take(by: Principal, now: datetime, kind: str, event: str, region: str, data: bytes) -> Imported:
    today = localdate(now)
    declared = book().kind(kind, on=today, region=region)
    what = declared.events.get(event)
    if what is None or not what.of_the_world:
        raise Invalid("record.event", what=say("没有“{event}”这件事", event=event), about="event")
    batch = f"{_BATCH}{hashlib.sha256(data).hexdigest()[:16]}"
    begins, problems, taken = begins_with(declared, event), [], 0
    for line in sheets.lines(declared, what, data, begins=begins, today=today):
        try:
            with transaction.atomic():
                taken += _line(by, now, declared, event, region, batch, line, begins=begins)
        except DomainError as error:
            problems.append(Problem(line.number, error))
    return Imported(batch, taken, tuple(problems))


def _line(
    by: Principal,
    now: datetime,
    kind: RecordKind,
    event: str,
    region: str,
    batch: str,
    line: sheets.Line,
    *,
    begins: bool,
) -> bool:
    """Whether the row said something that was not there."""
    require_writer(by, kind)
    basis = f"{batch}#{line.number}"
    if line.on is None:
        raise Invalid(
            "record.day", what="没有写生效日期，或者写的不是日期", do="请写成 2026-06-01", about="on"
        )
    if not begins:
        record = Record.objects.filter(kind=kind.id, number=line.about).exclude(number="").first()
        if record is None:
            raise not_found()
        before = record.events.count()
        add(
            by=by,
            now=now,
            record_id=record.public_id.hex,
            event=event,
            on=line.on,
            said=line.said,
            basis=basis,
        )
        return record.events.count() > before
    person = _person(line.about)
    same = RecordEvent.objects.filter(record__person=person, record__kind=kind.id, basis=basis)
    if _counting(same.select_related("record"), now):
        return False
    begin(
        by=by,
        now=now,
        kind=kind.id,
        subject=Subject(About.PERSON, person.public_id.hex),
        region=region,
        event=event,
        on=line.on,
        said=line.said,
        basis=basis,
    )
    return True


def _counting(rows: Iterable[RecordEvent], now: datetime) -> list[RecordEvent]:
    """Those that nobody has annulled."""
    listed = list(rows)
    records = {row.record_id: row.record for row in listed}
    events, counting = events_of(list(records.values())), set[str]()
    for key, record in records.items():
        kind = book().kept(record.kind, on=localdate(now), region=record.region)
        counting |= standing(kind, happened(kind, events[key]))
    return [row for row in listed if row.public_id.hex in counting]


def _person(number: str) -> Person:
    wanted = ResidentId.parse(number).number
    person = Person.objects.on_record().by_index("resident_number", wanted).first()
    if person is None:
        raise person_not_found()
    return person
