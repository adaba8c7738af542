"""How an event is bound to the one before it, and a batch to the batch before it.

The digest of an event that has no office and no visit is the one that trails had
before events knew them, so that an older history verifies as it stands.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from huigong.audit.models import AuditBatch, AuditEvent
from huigong.audit.sealing import sm3_hex


def digest_of(event: AuditEvent, *, sequence: int, previous: str) -> str:
    """SM3 over what the event tells, its place in the order, and the digest of the event before it."""
    content = {
        "sequence": sequence,
        "at": _moment(event.at),
        "actor_id": event.actor_id,
        "actor_name": event.actor_name,
        "verb": event.verb,
        "subject": event.subject,
        "person_ref": event.person_ref,
        "purpose": event.purpose,
        "region": event.region,
        "data": event.data,
        "previous_digest": previous,
    }
    later = {"actor_office": event.actor_office, "visit": event.visit}
    return _digest(content | {name: value for name, value in later.items() if value})


def batch_digest(batch: AuditBatch) -> str:
    """SM3 over everything a batch says but its own digest and signature."""
    return _digest(
        {
            "number": batch.number,
            "first_sequence": batch.first_sequence,
            "last_sequence": batch.last_sequence,
            "earliest_at": _moment(batch.earliest_at),
            "latest_at": _moment(batch.latest_at),
            "previous_head": batch.previous_head,
            "head": batch.head,
            "previous_digest": batch.previous_digest,
            "sealed_at": _moment(batch.sealed_at),
            "notes": batch.notes,
        }
    )


def _digest(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sm3_hex(text.encode())


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
