"""The night: records whose day has come are looked at again, and no others."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record as record_event
from huigong.directory.principals import SYSTEM
from huigong.records import keys
from huigong.records.actions import claiming
from huigong.records.facts import events_of
from huigong.records.models import Record
from huigong.records.projecting import COMPUTED, TURNING, happened, projected, turned
from huigong.records.shelf import book

_AT_ONCE = 500


def turn(*, now: datetime) -> int:
    """Brings every record up to the day whose next change has come; how many. May be run again at any time."""
    count = 0
    while turned := _turn_some(now):
        count += turned
    return count


@transaction.atomic
def _turn_some(now: datetime) -> int:
    today = localdate(now)
    due = (
        Record.objects.select_for_update().filter(next_change_on__lte=today).order_by("next_change_on", "pk")
    )
    rows = list(due[:_AT_ONCE])
    if not rows:
        return 0
    known = book()
    unread = [row for row in rows if not turned(known, row, on=today)]
    events = events_of(unread)
    opened = {row.pk: projected(known, row, events[row.pk], on=today, now=now) for row in unread}
    Record.objects.bulk_update(rows, COMPUTED if unread else TURNING)
    for row in unread:
        kind = known.kept(row.kind, on=today, region=row.region)
        claiming.claim_at_night(kind, row, opened[row.pk], on=today)
    record_event(
        by=SYSTEM,
        now=now,
        verb="records.records.turned",
        subject="records.Record",
        data={"turned": len(rows)},
    )
    return len(rows)


@transaction.atomic
def contested(*, now: datetime) -> int:
    """Asks again for every key that two records had; how many records still have one: 0, or an office has to say which is right."""
    today, known = localdate(now), book()
    rows = list(keys.contesting().select_for_update(of=("self",)))
    events = events_of(rows)
    for row in rows:
        kind = known.kept(row.kind, on=today, region=row.region)
        claiming.claim_at_night(kind, row, happened(kind, events[row.pk]), on=today)
    return keys.contesting().count()


def differing(*, now: datetime) -> int:
    """How many rows say something else than their events come to today: 0, or something is wrong."""
    today, count, last = localdate(now), 0, 0
    while rows := list(Record.objects.filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        events = events_of(rows)
        for row in rows:
            before = _values(row)
            projected(book(), row, events[row.pk], on=today, now=now)
            count += _values(row) != before
        last = rows[-1].pk
    return count


def _values(row: Record) -> dict[str, object]:
    left_out = {"folded_on", "changed_at", "version"}
    return {name: getattr(row, name) for name in COMPUTED if name not in left_out}
