"""How one audit event is bound to the one before it."""

from __future__ import annotations

import json
from datetime import UTC

from huigong.audit.models import AuditEvent
from huigong.audit.sealing import sm3_hex


def digest_of(event: AuditEvent) -> str:
    """SM3 over every field of the event and the digest of the event before it."""
    content = {
        "sequence": event.sequence,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": event.actor_id,
        "actor_name": event.actor_name,
        "verb": event.verb,
        "subject": event.subject,
        "person_ref": event.person_ref,
        "purpose": event.purpose,
        "region": event.region,
        "data": event.data,
        "previous_digest": event.previous_digest,
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sm3_hex(text.encode())
