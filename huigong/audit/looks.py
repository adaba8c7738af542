"""What one visit has already seen of a person, so that a look is recorded once and not once a page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import chain

from django.conf import settings

from huigong.audit.actors import Actor
from huigong.audit.models import AuditEvent

READ_VERB = "personal_data.read"


def not_recorded(
    viewer: Actor, *, person: str, purpose: str, fields: Collection[str], now: datetime
) -> frozenset[str]:
    """The fields that no event of this visit tells of; all of them for a viewer without a visit.

    A visit lasts `settings.AUDIT_VISIT` from each look. Events later than `now`, which a clock
    set back leaves behind, do not count.
    """
    if not viewer.visit:
        return frozenset(fields)
    recorded = AuditEvent.objects.filter(
        visit=viewer.visit,
        person_ref=person,
        actor_id=str(viewer.account_id),
        verb=READ_VERB,
        purpose=purpose,
        at__gt=now - settings.AUDIT_VISIT,
        at__lte=now,
    ).order_by()
    seen = chain.from_iterable(data["fields"] for data in recorded.values_list("data", flat=True))
    return frozenset(fields).difference(seen)
