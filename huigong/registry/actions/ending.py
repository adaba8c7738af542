"""How it ends that somebody acts for another; what was only said ends once it is known whose the record is."""

from __future__ import annotations

from datetime import datetime

from huigong.directory.principals import Principal
from huigong.registry import heard
from huigong.registry.models import Person, Representation
from huigong.registry.models.standing import BY_WORD, Ground
from huigong.registry.recording import record_on


def ended(row: Representation, *, by: Principal, now: datetime, told: bool = True) -> Representation:
    """Ends it with its event; the person hears of it, if `told`. The caller has checked who asks."""
    row.ended_at, row.ended_by = now, by.account_id
    row.save(update_fields=["ended_at", "ended_by"])
    record_on(row.person, "registry.representation.ended", by=by, now=now, data=in_trail(row))
    if told:
        heard.representation(row, "ended", by=by, now=now)
    return row


def in_trail(row: Representation) -> dict[str, object]:
    """What the trail keeps of it."""
    return {
        "representation": row.public_id.hex,
        "representative": row.representative.public_id.hex,
        "acting": row.acting,
        "ground": row.ground,
        "until": row.valid_until.isoformat() if row.valid_until else "",
    }


def unproved(person: Person, *, proved: str) -> list[int]:
    """Keys of what lets others act for somebody of whom nobody knew who they are.

    Whoever made the row could say it, or agree to it from a phone of their own; only what was agreed from `proved`,
    the phone that has been shown to be the person's, is theirs.
    """
    rows = Representation.objects.filter(person=person, ground__in=BY_WORD, ended_at__isnull=True)
    rows = rows.order_by("pk")
    return [row.pk for row in rows if row.ground != Ground.CODE or not proved or row.proof != proved]


def end_all(keys: list[int], *, by: Principal, now: datetime) -> None:
    """Ends those of `unproved`, of whatever person they are by now."""
    rows = Representation.objects.filter(pk__in=keys, ended_at__isnull=True).order_by("pk")
    for row in rows.select_related("person", "representative"):
        ended(row, by=by, now=now)
