"""What is published of an allocation: the closed list, where the seed came from, and what came out. No names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huigong.offers.lots import PublicEvent, Revealed, seed_of_event, seed_of_parties
from huigong.offers.mechanisms.allocating import Allocation

FORMAT = "huigong.allocation/1"
Source = PublicEvent | Sequence[Revealed] | None


def seed_of(list_digest: str, source: Source, *, round: str = "") -> str:
    """The seed; `round` is what secrets were promised for. Empty where nothing is drawn. Raises `DomainError` (`lots.seed_of_parties`)."""
    if source is None:
        return ""
    if isinstance(source, PublicEvent):
        return seed_of_event(list_digest, source)
    return seed_of_parties(list_digest, source, round=round)


def document_of(allocation: Allocation, source: Source) -> dict[str, Any]:
    """As JSON, for `kernel.canonical.written`: enough for anybody to work out and to verify the result.

    `placed` names every entry of the list, null for those without a place; `order` has the ranks of each offer, first to last.
    """
    frozen = allocation.frozen
    return {
        "format": FORMAT,
        "list": frozen.document,
        "list_digest": frozen.digest,
        "seed": allocation.seed,
        "seed_from": _source(source),
        "placed": {entry.id: allocation.placed.get(entry.id) for entry in frozen.entries},
        "order": {offer: list(order) for offer, order in allocation.order.items()},
    }


def _source(source: Source) -> dict[str, Any] | None:
    if source is None:
        return None
    if isinstance(source, PublicEvent):
        return {"event": source.name, "outcome": source.outcome}
    return {
        "parties": [
            {"party": each.party, "secret": each.secret, "commitment": each.commitment} for each in source
        ]
    }
