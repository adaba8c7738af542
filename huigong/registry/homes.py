"""By whose word the register knows where somebody lives."""

from __future__ import annotations

from huigong.directory.models import Account
from huigong.registry import lookup
from huigong.registry.models import Person


def is_own_word(person: Person) -> bool:
    """Whether where the person lives, and since when, is what somebody with a phone has said; no clerk or office has.

    Whoever first wrote what stands there now counts: a later change of something else says nothing of the home.
    """
    writer, home = "", (person.residence, person.residence_since)
    rows = person.history.order_by("-history_date", "-history_id")
    for residence, since, by in rows.values_list("residence", "residence_since", "history_user_id"):
        if (residence, since) != home:
            break
        writer = by or ""
    worker = Account.objects.filter(public_id=lookup.public_uuid(writer), kind=Account.Kind.WORKER)
    return worker.exists()
