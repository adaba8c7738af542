"""What one visit has already seen of a person, so that a look is recorded once and not once a page."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings

from huigong.audit.actors import Actor
from huigong.audit.models import AuditEvent

READ_VERB = "personal_data.read"
WITHHELD = "withheld"
"""In the data of a look: not among those that the person sees."""
REFUSED_VERB = "personal_data.refused"
_REFUSED_ONCE_IN = timedelta(hours=1)


def refused_lately(viewer: Actor, subject: str, *, now: datetime) -> bool:
    """Whether an event tells already that the viewer was refused a look at this subject within the hour."""
    return AuditEvent.objects.filter(
        subject=subject,
        verb=REFUSED_VERB,
        actor_id=str(viewer.account_id),
        at__gt=now - _REFUSED_ONCE_IN,
        at__lte=now,
    ).exists()


def not_recorded(
    viewer: Actor, *, person: str, purpose: str, fields: Collection[str], now: datetime
) -> frozenset[str]:
    """The fields that no event of this visit tells of; all of them for a viewer without a visit.

    A visit lasts `settings.AUDIT_VISIT` from each look. Events later than `now`, which a clock
    set back leaves behind, do not count.
    """
    return not_recorded_of(viewer, people=[person], purpose=purpose, fields=fields, now=now)[person]


def not_recorded_of(
    viewer: Actor, *, people: Collection[str], purpose: str, fields: Collection[str], now: datetime
) -> dict[str, frozenset[str]]:
    """`not_recorded` for each of several people, in one question."""
    if not viewer.visit:
        return dict.fromkeys(people, frozenset(fields))
    recorded = AuditEvent.objects.filter(
        visit=viewer.visit,
        person_ref__in=list(people),
        actor_id=str(viewer.account_id),
        verb=READ_VERB,
        purpose=purpose,
        at__gt=now - settings.AUDIT_VISIT,
        at__lte=now,
    ).order_by()
    seen: dict[str, set[str]] = {person: set() for person in people}
    for person, data in recorded.values_list("person_ref", "data"):
        seen[person].update(data["fields"])
    return {person: frozenset(fields).difference(known) for person, known in seen.items()}
