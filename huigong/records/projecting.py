"""From events to the row of the index, and back from a row to what rules read; the only place that writes a row."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from huigong.forms.types import type_of
from huigong.forms.values import Answered
from huigong.records import slots
from huigong.records.folding import Happened, corrected, fold
from huigong.records.judging import judged, next_turn, row_of
from huigong.records.kinds import RecordKind
from huigong.records.models import Record, RecordEvent
from huigong.records.shelf import RecordBook
from huigong.rules.values import UNKNOWN, Answer, Unknown

_NOT_KNOWN = {"unknown": True}
COMPUTED = (
    *(
        "state",
        "flags",
        "began",
        "ended",
        "settled_on",
        "folded_on",
        "next_change_on",
        "version",
        "changed_at",
    ),
    *(f"{kind}_{count}" for kind, most in slots.SLOTS.items() for count in range(1, most + 1)),
)
"""The columns that follow from the events."""
TURNING = ("state", "flags", "folded_on", "next_change_on", "version")
"""Those that a day alone may change."""


def as_text(kind: RecordKind, says: Mapping[str, Answered]) -> str:
    """The JSON that is sealed of what an event says."""
    kept = {
        name: _NOT_KNOWN
        if isinstance(value, Unknown)
        else type_of(kind.fields[name].kind).to_json(kind.fields[name], value)
        for name, value in says.items()
        if value is not None
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def from_text(kind: RecordKind, text: str) -> dict[str, Answered]:
    """What an event says, of its JSON. A field that no version declares any more is left out."""
    kept = json.loads(text or "{}")
    return {
        name: UNKNOWN
        if raw == _NOT_KNOWN
        else type_of(kind.fields[name].kind).from_json(kind.fields[name], raw)
        for name, raw in kept.items()
        if name in kind.fields
    }


def happened(kind: RecordKind, rows: Iterable[RecordEvent]) -> list[Happened]:
    """Events as the fold takes them, opened."""
    listed = list(rows)
    ids = {row.pk: row.public_id.hex for row in listed}
    return [
        Happened(
            row.public_id.hex,
            row.event,
            row.effective_on,
            row.recorded_at,
            from_text(kind, row.says),
            ids.get(row.target_id, "") if row.target_id else "",
        )
        for row in listed
    ]


def projected(
    book: RecordBook, record: Record, rows: Iterable[RecordEvent], *, on: date, now: datetime
) -> list[Happened]:
    """Puts into the row what the events come to on a day; the caller saves it. Gives the events, opened."""
    kind = book.kept(record.kind, on=on, region=record.region)
    events = happened(kind, rows)
    folded = fold(kind, events, on=on)
    answers = folded.answers(kind) if folded.began else {}
    record.began, record.ended, record.settled_on = folded.began, folded.ended, folded.settled
    record.changed_at = now
    for column, value in slots.as_columns(book.slots(kind.id), answers).items():
        setattr(record, column, value)
    effective = (event.effective_on for event in corrected(kind, events))
    later = min((day for day in effective if day and day > on), default=None)
    _judge(book, record, kind, answers, on=on, later=later)
    return events


def turned(book: RecordBook, record: Record, *, on: date) -> bool:
    """Brings a row to a later day without its events, where it knows all of them; False where it does not."""
    if record.settled_on is None or record.folded_on < record.settled_on or on < record.folded_on:
        return False
    kind = book.kept(record.kind, on=on, region=record.region)
    if kind.changes:
        return False
    _judge(book, record, kind, slots.as_answers(kind, book.slots(kind.id), record, on), on=on, later=None)
    return True


def _judge(
    book: RecordBook,
    record: Record,
    kind: RecordKind,
    answers: Mapping[str, Answer],
    *,
    on: date,
    later: date | None,
) -> None:
    """State, flags and the next day to look again; `later` is the day of the next event that is known already."""
    here = judged(kind, answers, on) if record.began else None
    record.state = here.state if here else ""
    record.flags = as_flags(here.flags) if here else ""
    record.folded_on, record.version = on, kind.head.version
    turn = next_turn(kind, answers, on) if record.began else None
    version = next((day for day in book.turns.get(kind.id, ()) if day > on), None)
    record.next_change_on = min(filter(None, (turn, later, version)), default=None)


def read_row(book: RecordBook, record: Record, on: date) -> dict[str, Answer] | None:
    """What rules read of a row on a day; None where the row does not know that day and its events have to be folded."""
    if record.settled_on is None or on < record.settled_on or record.folded_on < record.settled_on:
        return None
    kind = book.kept(record.kind, on=on, region=record.region)
    if kind.changes:  # what the row holds was read by the changes of its own day
        return None
    return row_of(kind, slots.as_answers(kind, book.slots(kind.id), record, on), on)


def folded_row(
    book: RecordBook, record: Record, rows: Iterable[RecordEvent], *, on: date, known_at: datetime | None
) -> dict[str, Answer] | None:
    """What rules read of a record on a day, by what was known at a moment; None where it had not begun."""
    kind = book.kept(record.kind, on=on, region=record.region)
    folded = fold(kind, happened(kind, rows), on=on, known_at=known_at)
    if folded.began is None:
        return None
    where = book.slots(kind.id)
    answers = {
        name: answer
        for name, answer in folded.answers(kind).items()
        if name in where or name.partition(".")[0] in kind.events
    }
    return row_of(kind, answers, on)


def as_flags(flags: Iterable[str]) -> str:
    """`|即将到期|`, so that one is found by its name between bars; "" for none."""
    text = "|".join(flags)
    return f"|{text}|" if text else ""
