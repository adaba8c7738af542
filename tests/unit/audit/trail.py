"""The trail of a test: sealed now, and told whether it is whole."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from huigong.audit.actions import record, seal
from huigong.audit.models import AuditEvent
from huigong.audit.published import Head
from huigong.audit.verification import TrailReport, verify

LATER = datetime(2099, 1, 1, tzinfo=UTC)


def recorded(**event: Any) -> AuditEvent:
    """The event of an action that does nothing else, as `record` takes it."""
    with transaction.atomic():
        return record(**event)


def sealed(*, published: Collection[Head] = (), now: datetime = LATER) -> TrailReport:
    """What verification says after everything was sealed."""
    seal(now=now)
    return verify(now=now, published=published)


def is_whole() -> bool:
    return sealed().ok
