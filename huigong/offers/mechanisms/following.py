"""Who is next where a place becomes free: the list of the round goes before anybody who comes later."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from huigong.offers.frozen import Offer
from huigong.offers.mechanisms.choosing import filled, signatures


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry on an offer's list, and its groups."""

    entry: str
    groups: frozenset[str]


def next_of(offer: Offer, holding: Collection[Collection[str]], waiting: Iterable[Waiting]) -> Waiting | None:
    """Who gets the place that is free: the first of the list, or of those who fill a reserved place that stands empty.

    `waiting` comes in order, whoever was put at the end behind all who were not, and no more of it is read than is
    needed. `holding` are the groups of each who has or is offered a place. None where nothing is free or nobody waits.
    """
    if len(holding) >= offer.capacity:
        return None
    counts = signatures(offer, holding)
    now = filled(offer.reserves, counts)
    reserved = sum(reserve.at_least for reserve in offer.reserves)
    first = None
    for each in waiting:
        first = first or each
        if now == reserved:
            break
        if filled(offer.reserves, _with(counts, offer, each.groups)) > now:
            return each
    return first


def _with(
    counts: Mapping[frozenset[str], int], offer: Offer, groups: frozenset[str]
) -> dict[frozenset[str], int]:
    (signature,) = signatures(offer, [groups])
    return {**counts, signature: counts.get(signature, 0) + 1}
