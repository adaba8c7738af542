"""By whose word the register knows where somebody lives."""

from __future__ import annotations

from huigong.directory.models import Account
from huigong.registry import lookup
from huigong.registry.models import Person

SEEN = "home seen"  # why a row of the history was written: an official has the home before them, proved


def is_own_word(person: Person) -> bool:
    """Whether where the person lives, and since when, is what somebody with a phone has said; no clerk or office has.

    Whoever first wrote what stands there now counts, or who has seen it proved (`SEEN`): a later change
    of something else says nothing of the home.
    """
    writer, home = "", (person.residence, person.residence_since)
    rows = person.history.order_by("-history_date", "-history_id")
    wanted = ("residence", "residence_since", "history_user_id", "history_change_reason")
    for residence, since, by, reason in rows.values_list(*wanted):
        if (residence, since) != home:
            break
        if reason == SEEN:
            return False
        writer = by or ""
    worker = Account.objects.filter(public_id=lookup.public_uuid(writer), kind=Account.Kind.WORKER)
    return worker.exists()
