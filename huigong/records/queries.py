"""Reading records: what somebody has, one with its history, and which record a key belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from huigong.audit.actions import record_access
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.forms.types import type_of
from huigong.forms.values import Answered, Typed
from huigong.records import keys
from huigong.records.access import reader_of, require_purpose, writes
from huigong.records.folding import Folded, corrected, fold
from huigong.records.judging import judged
from huigong.records.kinds import UNKNOWN_STATE, EventKind, Reader, RecordKind
from huigong.records.lookup import not_found, record_of
from huigong.records.models import Record, RecordEvent
from huigong.records.projecting import happened
from huigong.records.shelf import book
from huigong.registry import lookup
from huigong.registry.access import within_reach
from huigong.registry.models import Person
from huigong.rules.values import Unknown


@dataclass(frozen=True)
class Step:
    """One thing that was recorded. `counts` is False for what was annulled; `office` is an office id; `typed` is what would
    be typed for its values as they count today, None for what is not corrected."""

    id: str
    event: str
    on: date | None
    recorded_at: datetime
    office: str
    values: tuple[tuple[str, str], ...]
    target: str
    counts: bool
    typed: Mapping[str, Typed] | None = None


@dataclass(frozen=True)
class RecordView:
    """A record as a reader sees it. `values` are names and texts in the order of the fields; `state` is 未知 where it is
    not known; `steps` is empty for who may not see all fields; `writable` where the viewer records the kind, `events` what
    they may record now."""

    id: str
    kind: str
    name: str
    number: str
    state: str
    flags: tuple[str, ...]
    began: date | None
    ended: date | None
    region: str
    office: str
    values: tuple[tuple[str, str], ...]
    declared: RecordKind
    steps: tuple[Step, ...] = ()
    writable: bool = False
    events: tuple[EventKind, ...] = ()


def of_person(viewer: Principal, person_id: str, *, now: datetime) -> tuple[RecordView, ...]:
    """Every record about a person that the viewer may read, of all kinds, by kind; the same queries however many.

    Leaves an access event unless it is the person's own. Raises `DomainError`: `person.not_found`, `record.purpose_needed`.
    """
    person = lookup.person(person_id)
    records = list(Record.objects.filter(person=person, began__isnull=False).order_by("kind", "pk"))
    views = _views(viewer, records, person, now=now)
    near = within_reach(viewer, Permission.RECORD_READ).filter(pk=person.pk)
    if not (views or lookup.is_own(viewer, person) or near.exists()):
        raise lookup.person_not_found()  # whether there is somebody elsewhere is told to nobody
    return views


def record(viewer: Principal, record_id: str, *, now: datetime) -> RecordView:
    """One record with its history. Raises `DomainError`: `record.not_found`, `record.purpose_needed`."""
    row = record_of(record_id)
    views = _views(viewer, [row], row.person, now=now)
    if not views:
        raise not_found()
    return views[0]


def with_key(
    viewer: Principal, kind: str, values: Mapping[str, str], *, region: str, now: datetime
) -> tuple[RecordView, ...]:
    """The records of a kind with these values of a key (field → text as it is shown) that the viewer may read.

    Raises `DomainError`: `record_kind.*`, `record.purpose_needed`.
    """
    declared = book().kind(kind, on=localdate(now), region=region)
    unique = next((each for each in declared.unique if set(each.of) == set(values)), None)
    if unique is None:
        return ()
    text = keys.text_of(values[name] for name in unique.of)
    held = keys.holders(kind, unique.name, text).values("record")
    records = list(Record.objects.filter(pk__in=held).select_related("person").order_by("pk"))
    return tuple(view for row in records for view in _views(viewer, [row], row.person, now=now))


def _views(
    viewer: Principal, records: Sequence[Record], person: Person | None, *, now: datetime
) -> tuple[RecordView, ...]:
    today = localdate(now)
    known = book()
    kinds = {row.pk: known.kind(row.kind, on=today, region=row.region) for row in records}
    readers = {row.pk: reader_of(viewer, kinds[row.pk], row, person) for row in records}
    seen = [(row, reader) for row in records if (reader := readers[row.pk]) is not None]
    require_purpose(viewer, (reader for _, reader in seen))
    if person is not None and seen and viewer.person_id != person.public_id.hex:
        fields = {
            f"{row.kind}.{name}" for row, reader in seen for name in reader.fields or kinds[row.pk].fields
        }
        purpose = viewer.purpose or next(
            (reader.purpose for _, reader in seen if reader.purpose), "查看登记记录"
        )
        record_access(
            viewer=viewer,
            now=now,
            person=person.public_id.hex,
            purpose=purpose,
            fields=fields,
            region=person.residence,
        )
    events: defaultdict[int, list[RecordEvent]] = defaultdict(list)
    for event in RecordEvent.objects.filter(record__in=[row.pk for row, _ in seen]):
        events[event.record_id].append(event)
    return tuple(_view(viewer, row, kinds[row.pk], reader, events[row.pk], today) for row, reader in seen)


def _view(
    viewer: Principal, row: Record, kind: RecordKind, reader: Reader, events: Sequence[RecordEvent], on: date
) -> RecordView:
    folded = fold(kind, happened(kind, events), on=on)
    here = judged(kind, folded.answers(kind), on)
    return RecordView(
        id=row.public_id.hex,
        kind=kind.id,
        name=kind.head.name,
        number=row.number,
        state=(here.state or UNKNOWN_STATE) if folded.began else "",
        flags=here.flags,
        began=folded.began,
        ended=folded.ended,
        region=row.region,
        office=row.office,
        values=_shown(kind, folded.values, reader.fields or tuple(kind.fields)),
        declared=kind,
        steps=() if reader.fields else tuple(_steps(kind, folded, events)),
        writable=writes(viewer, kind, row.region),
        events=_offered(viewer, kind, row, folded),
    )


def _steps(kind: RecordKind, folded: Folded, events: Sequence[RecordEvent]) -> list[Step]:
    opened = {each.id: each for each in happened(kind, events)}
    counting = {each.id: each for each in corrected(kind, list(opened.values()))}
    targets = {event.target_id for event in events if kind.events[event.event].annuls}
    return [
        Step(
            id=event.public_id.hex,
            event=event.event,
            on=event.effective_on,
            recorded_at=event.recorded_at,
            office=event.office,
            values=_shown(kind, opened[event.public_id.hex].says, tuple(kind.fields)),
            target=opened[event.public_id.hex].target,
            typed=_typed(
                kind, event.event, counting.get(event.public_id.hex, opened[event.public_id.hex]).says
            ),
            counts=event.public_id.hex in folded.counting or event.pk not in targets,
        )
        for event in events
    ]


def _offered(viewer: Principal, kind: RecordKind, row: Record, folded: Folded) -> tuple[EventKind, ...]:
    """What may still happen to a record, for who may record it; nothing once it has ended."""
    if folded.ended is not None or not writes(viewer, kind, row.region):
        return ()
    return tuple(
        event for event in kind.events.values() if event.of_the_world and event.name != kind.issued_on
    )


def _typed(kind: RecordKind, event: str, says: Mapping[str, Answered]) -> dict[str, Typed] | None:
    """What would be typed for what an event of the world says."""
    if not kind.events[event].of_the_world:
        return None
    known = {
        name: value for name, value in says.items() if value is not None and not isinstance(value, Unknown)
    }
    return {
        name: type_of(kind.fields[name].kind).written(kind.fields[name], value)
        for name, value in known.items()
    }


def _shown(
    kind: RecordKind, values: Mapping[str, Answered], names: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (kind.fields[name].name, _text(kind, name, values[name]))
        for name in names
        if name in kind.fields and values.get(name) is not None
    )


def _text(kind: RecordKind, name: str, value: Answered) -> str:
    if value is None or isinstance(value, Unknown):
        return UNKNOWN_STATE
    return type_of(kind.fields[name].kind).display(kind.fields[name], value)
