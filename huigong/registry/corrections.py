"""Reading what was put right in somebody's ledger of work."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.errors import NotFound
from huigong.registry import lookup
from huigong.registry.access import look
from huigong.registry.heard import Correction
from huigong.registry.models import Engagement


@transaction.atomic
def correction(viewer: Principal, person_id: str, engagement_id: str, *, now: datetime) -> Correction:
    """The correction that made this row of the person's, a look that is recorded.

    Raises `DomainError`: `person.not_found`, `engagement.not_found`, `engagement.not_corrected`, `access.denied`,
    `person.purpose_needed`.
    """
    person = lookup.person(person_id)
    look(viewer, person, permission=Permission.PERSON_FIND, now=now, fields=["engagements"])
    row = lookup.engagement(engagement_id, of=person)
    corrected = Engagement.objects.select_related("employer").filter(pk=row.corrects_id or 0)
    was = corrected.first()
    if was is None:
        raise NotFound(
            "engagement.not_corrected",
            what="这条用工登记没有更正过",
            why="它是第一次登记的样子",
            do="请回到档案页",
        )
    return Correction(person, was, row)


def corrected(rows: list[Engagement]) -> frozenset[str]:
    """Public ids of those rows that took the place of others which stood wrong."""
    return frozenset(row.public_id.hex for row in rows if row.corrects_id is not None)
