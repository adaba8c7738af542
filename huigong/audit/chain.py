"""How an event is bound to the one before it, and a batch to the batch before it.

The digest of an event that has no office, no visit and no mark is the one that trails
had before events knew them, so that an older history verifies as it stands.
"""

from __future__ import annotations

import hmac
import json
import secrets
from datetime import UTC, datetime
from typing import Any

from huigong.audit.fields import blind_index, blind_indexes
from huigong.audit.models import AuditBatch, AuditEvent
from huigong.kernel.signing import sm3_hex

_MARK = "audit.AuditEvent.mark"
_ONCE_DIGITS = 16


def digest_of(event: AuditEvent, *, sequence: int, previous: str) -> str:
    """SM3 over what the event tells, its place in the order, and the digest of the event before it."""
    later = {"actor_office": event.actor_office, "visit": event.visit, "mark": event.mark}
    place = {"sequence": sequence, "previous_digest": previous}
    return _digest(_told(event) | place | {name: value for name, value in later.items() if value})


def mark_of(event: AuditEvent) -> str:
    """HMAC-SM3 over what the event tells, under a key that the database does not hold; no two are the same."""
    once = secrets.token_hex(_ONCE_DIGITS // 2)
    return once + blind_index(_markable(event, once), context=_MARK)


def is_marked(event: AuditEvent) -> bool:
    """Whether this event was written by `record`, under any sealing key in force."""
    once, code = event.mark[:_ONCE_DIGITS], event.mark[_ONCE_DIGITS:]
    known = blind_indexes(_markable(event, once), context=_MARK)
    return any(hmac.compare_digest(code.encode(), each.encode()) for each in known)


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


def _markable(event: AuditEvent, once: str) -> str:
    more = {"actor_office": str(event.actor_office), "visit": str(event.visit), "once": once}
    return _text(_told(event) | more)


def _told(event: AuditEvent) -> dict[str, Any]:
    words = ("actor_id", "actor_name", "verb", "subject", "person_ref", "purpose", "region")
    return {
        "at": _moment(event.at),
        "data": event.data,
        **{name: str(getattr(event, name)) for name in words},
    }


def _digest(content: dict[str, Any]) -> str:
    return sm3_hex(_text(content).encode())


def _text(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
