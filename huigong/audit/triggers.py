"""The trail is append-only: the one change lets an event that has no place yet take its sequence and digest."""

from __future__ import annotations

from huigong.audit.addonly import AddOnly, Kept, OneChange

_HAS_ITS_PLACE = "OLD.sequence IS NOT NULL OR NEW.sequence IS NULL"
_SEALING = OneChange(
    columns=("sequence", "digest"),
    kept=("id", "at", "actor_id", "actor_name", "actor_office", "verb", "subject", "person_ref", "purpose",
          "region", "visit", "data", "mark"),
    refused={"sqlite": _HAS_ITS_PLACE, "postgresql": _HAS_ITS_PLACE},
)  # fmt: skip
TRAIL = AddOnly(
    "audit events are append-only",
    (Kept("audit_auditevent", "audit_event", _SEALING), Kept("audit_auditbatch", "audit_batch")),
)
