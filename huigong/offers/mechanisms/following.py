"""Who is next where a place becomes free: the list of the round goes before anybody who comes later."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from huigong.offers.frozen import Offer
from huigong.offers.mechanisms.choosing import filled, signatures


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry on an offer's list: its rank there, its groups, and how often it was put behind everybody else."""

    entry: str
    rank: int
    groups: frozenset[str]
    behind: int = 0


def line(waiting: Iterable[Waiting]) -> tuple[Waiting, ...]:
    """Those who wait, the next one first: whoever was put at the end stands behind all who were not."""
    return tuple(sorted(waiting, key=lambda each: (each.behind, each.rank, each.entry)))


def next_of(offer: Offer, holding: Collection[Collection[str]], waiting: Iterable[Waiting]) -> Waiting | None:
    """Who gets the place that is free: the first of the list, or of those who fill a reserved place that stands empty.

    `holding` are the groups of each who has or is offered a place. None where nothing is free or nobody waits.
    """
    if len(holding) >= offer.capacity:
        return None
    counts = signatures(offer, holding)
    now = filled(offer.reserves, counts)
    first = None
    for each in line(waiting):
        first = first or each
        if filled(offer.reserves, _with(counts, offer, each.groups)) > now:
            return each
    return first


def _with(
    counts: Mapping[frozenset[str], int], offer: Offer, groups: frozenset[str]
) -> dict[frozenset[str], int]:
    (signature,) = signatures(offer, [groups])
    return {**counts, signature: counts.get(signature, 0) + 1}
