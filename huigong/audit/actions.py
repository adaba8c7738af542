"""Writing to the trail, in the same transaction as the thing it tells of."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from huigong.audit.actors import Actor
from huigong.audit.chain import digest_of
from huigong.audit.models import AuditEvent, AuditHead
from huigong.kernel.errors import Denied

READ_VERB = "personal_data.read"


def record(
    *,
    by: Actor,
    now: datetime,
    verb: str,
    subject: str,
    region: str = "",
    person: Any = None,
    purpose: str = "",
    data: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Adds one event to the chain.

    `subject` is `"casework.Case:<public id>"`; `person` a public id or an object
    that has one; `data` is JSON without floats and without plain personal data.
    Must run inside the caller's atomic block: `RuntimeError` otherwise, because
    an action whose trail could be lost must not happen. `ValueError` for a naive
    time, `TypeError` for data that JSON or both databases would not keep exactly.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("audit.record must run inside the transaction of the action it records")
    if now.tzinfo is None:
        raise ValueError("now must be an aware datetime")
    head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1)
    event = AuditEvent(
        sequence=head.sequence + 1,
        at=now,
        actor_id=str(by.account_id),
        actor_name=by.name,
        verb=verb,
        subject=subject,
        person_ref=_reference(person),
        purpose=purpose or by.purpose,
        region=region,
        data=_exact(data or {}),
        previous_digest=head.digest,
    )
    event.digest = digest_of(event)
    event.save(force_insert=True)
    head.sequence, head.digest = event.sequence, event.digest
    head.save(update_fields=["sequence", "digest"])
    return event


def record_access(
    *, viewer: Actor, now: datetime, person: Any, purpose: str, fields: Collection[str], region: str = ""
) -> AuditEvent:
    """Records that `viewer` read the named fields of a person.

    Raises `DomainError` (`audit.purpose_missing`) when no purpose is given.
    """
    purpose = (purpose or viewer.purpose).strip()
    if not purpose:
        raise Denied(
            code="audit.purpose_missing",
            what="请先说明查看这个人的信息是为了什么",
            why="查看个人信息要有明确、合理的目的，每次查看都会记录",
            do="请写明事由，例如正在办理的办件编号",
        )
    reference = _reference(person)
    return record(
        by=viewer,
        now=now,
        verb=READ_VERB,
        subject=f"registry.Person:{reference}",
        region=region,
        person=reference,
        purpose=purpose,
        data={"fields": sorted(fields)},
    )


def _reference(person: Any) -> str:
    return str(getattr(person, "public_id", person or ""))


def _exact(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data as both databases will give it back; floats would not come back the same."""
    _refuse_floats(data)
    kept: dict[str, Any] = json.loads(json.dumps(data, ensure_ascii=False))
    return kept


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("audit data holds no floats; use whole fen or text")
    if isinstance(value, Mapping):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
