"""The sealer: puts what was written in order, chains it and signs the end of each batch.

Only another sealer ever waits for a sealer. An event is taken when it is committed and
has no place yet, whatever its id, so one that was long on its way is taken late,
never lost. A killed sealer leaves its batch undone as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from huigong.audit.chain import batch_digest, digest_of
from huigong.audit.models import GENESIS, AuditBatch, AuditEvent
from huigong.audit.signing import signer

BATCH = 200  # some ten milliseconds of SQLite's only write lock
_LOCK = 0x6875_6967_6F6E_67  # "huigong": any number that nobody else takes
_TOLERANCE = timedelta(minutes=1)  # windows work side by side; only more than this is a clock set back
_ASSIGN = (
    f"UPDATE {AuditEvent._meta.db_table} SET sequence = %s, digest = %s WHERE id = %s AND sequence IS NULL"
)


def seal_all(*, now: datetime, at_most: int) -> int:
    """Seals what is committed, in batches of `at_most`, a transaction each; returns how many events.

    Another sealer at work means 0. Asks the database once where there is nothing to do.
    """
    sealed = 0
    while AuditEvent.objects.filter(sequence__isnull=True).exists():
        batch = _seal_batch(now=now, at_most=at_most)
        if batch is None:
            break
        sealed += batch.last_sequence - batch.first_sequence + 1
    return sealed


@transaction.atomic
def _seal_batch(*, now: datetime, at_most: int) -> AuditBatch | None:
    if not _only_sealer():
        return None
    last = AuditBatch.objects.order_by("-number").first()
    events = list(AuditEvent.objects.filter(sequence__isnull=True).order_by("pk")[:at_most])
    if not events:
        return None
    batch = _chained(events, last=last, now=now)
    rows = [(event.sequence, event.digest, event.pk) for event in events]
    with connection.cursor() as cursor:
        cursor.executemany(_ASSIGN, rows)
    batch.save(force_insert=True)
    return batch


def _chained(events: Sequence[AuditEvent], *, last: AuditBatch | None, now: datetime) -> Any:
    """Gives each event its place and digest, in memory, and returns the signed batch.

    After whatever has a place, also where somebody removed the batch that gave it:
    sealing goes on, and verification tells.
    """
    reached = AuditEvent.objects.aggregate(Max("sequence"))["sequence__max"] or 0
    first = max(reached, last.last_sequence if last else 0) + 1
    before = last.head if last else GENESIS
    head = before
    for sequence, event in enumerate(events, start=first):
        head = digest_of(event, sequence=sequence, previous=head)
        event.sequence, event.digest = sequence, head
    return signed(events, last=last, previous_head=before, now=now)


def signed(
    events: Sequence[Any], *, last: Any, previous_head: str, now: datetime, model: Any = AuditBatch
) -> Any:
    """The batch of these chained events after `last`, not saved; `model` is the migration's own where it asks."""
    times = [event.at for event in events]
    batch = model(
        number=last.number + 1 if last else 1,
        first_sequence=events[0].sequence,
        last_sequence=events[-1].sequence,
        earliest_at=min(times),
        latest_at=max(times),
        previous_head=previous_head,
        head=events[-1].digest,
        previous_digest=last.digest if last else GENESIS,
        sealed_at=now,
        notes=_notes(events, last=last, now=now),
    )
    batch.digest = batch_digest(batch)
    batch.key_id, batch.signature = signer().sign(batch.digest)
    return batch


def _notes(events: Sequence[Any], *, last: Any, now: datetime) -> dict[str, Any]:
    """Events told as earlier than one already in order, and a sealer whose clock went back."""
    notes: dict[str, Any] = {}
    times = [*([last.latest_at] if last else []), *(event.at for event in events)]
    latest = accumulate(times, max)
    back = [at for at, reached in zip(times, latest, strict=True) if at < reached - _TOLERANCE]
    if back:
        notes["set_back"] = {"events": len(back), "earliest": min(back).isoformat()}
    if last and now < last.sealed_at - _TOLERANCE:
        notes["sealed_before"] = last.sealed_at.isoformat()
    return notes


def _only_sealer() -> bool:
    """SQLite has one writer anyway; on PostgreSQL a second sealer returns at once."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])
