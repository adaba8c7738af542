"""The places that somebody has or had, for declarations that act on their end: `charging-bay.exit`."""

from __future__ import annotations

from huigong.offers.models import Claim
from huigong.registry.happenings import Thing
from huigong.registry.models import Person

_EXIT = ".exit"


def exit_of(kind: str) -> str:
    """How declarations write that a place of the kind ended."""
    return f"{kind}{_EXIT}"


def things(name: str, person: Person) -> list[Thing]:
    """The person's places of the kind whose end is so called, the oldest first."""
    if not name.endswith(_EXIT):
        return []
    rows = Claim.objects.filter(person=person, offer__kind=name.removesuffix(_EXIT))
    return [
        Thing(row.public_id.hex, row.offer.name, row.ended_on)
        for row in rows.select_related("offer").order_by("pk")
    ]
