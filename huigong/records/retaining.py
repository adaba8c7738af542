"""Records whose own `keep` has run out: so long after the event that it names, by the day as it counts now.

What is erased leaves the record's name and the days, and nothing of what it said or of whom.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from huigong.audit.actors import Actor
from huigong.audit.subjects import subject_of
from huigong.declarations import Span
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.retention import Listed
from huigong.records.folding import fold
from huigong.records.kinds import RecordKind
from huigong.records.models import ErasedRecord, Record, RecordEvent, RecordKey
from huigong.records.projecting import happened
from huigong.records.shelf import book

KIND = "records"


class Records:
    """By the day on which each is kept no longer."""

    def listed(self, *, before: date, after: int, size: int) -> Listed:
        rows = list(_candidates().filter(pk__gt=after).order_by("pk")[:size])
        pairs = [(row.pk, subject_of(row)) for row, kept_until in _kept(rows, before) if kept_until < before]
        return Listed(pairs, rows[-1].pk if len(rows) == size else None)

    def remove(self, keys: Collection[int], *, before: date, by: Actor, now: datetime) -> int:
        rows = list(_candidates().select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
        going = [(row, kept_until) for row, kept_until in _kept(rows, before) if kept_until < before]
        ErasedRecord.objects.bulk_create(
            ErasedRecord(
                record=row.pk,
                public_id=row.public_id,
                kind=row.kind,
                kept_until=kept_until,
                erased_on=localdate(now),
                erased_by=by.account_id,
            )
            for row, kept_until in going
        )
        gone = [row.pk for row, _ in going]
        RecordKey.objects.filter(record__in=gone).delete()
        for event in RecordEvent.objects.filter(record__in=gone).order_by("-pk"):
            event.delete()  # one that is about another goes before it
        Record.objects.filter(pk__in=gone).delete()
        return len(gone)


def kept_until(kind: RecordKind, events: QuerySet[RecordEvent], *, on: date) -> date | None:
    """The last day on which a record is kept; None while what it is counted from has not happened, or no length is known."""
    if kind.keep is None:
        return None
    happened_on = fold(kind, happened(kind, events.order_by("pk")), on=on).days.get(kind.keep.after)
    if happened_on is None:
        return None
    length = kind.keep.length.on(happened_on, book().forms.parameters.declarations, kind.parameters)
    return length.after(happened_on, WorkCalendar.published()) if isinstance(length, Span) else None


def _kept(rows: list[Record], today: date) -> Iterator[tuple[Record, date]]:
    """Those of these for which the declaration of today says how long they are kept, with the last day."""
    for row in rows:
        kind = book().kept(row.kind, on=today, region=row.region)
        last = kept_until(kind, RecordEvent.objects.filter(record=row), on=row.settled_on or row.folded_on)
        if last is not None:
            yield row, last


def _candidates() -> QuerySet[Record]:
    """Records of kinds with a `keep` about which no other record is: those that are left for others to rest on stay."""
    keeping = {kind.id for kind in book().every if kind.keep is not None}
    about = Record.objects.filter(of=OuterRef("pk"))
    return Record.objects.filter(~Exists(about), kind__in=keeping, settled_on__isnull=False)


RECORDS = Records()
