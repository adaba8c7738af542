"""The order of those who wish for the same offer.

A province has millions of wishes, so each is a number here, its slot: those of an entry one behind the other, the
dearest first, entries as they stand in the list.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import takewhile

from huigong.offers.frozen import FARTHEST, Criterion, Frozen
from huigong.offers.lots import Urn

_SLOT_BITS = 40
_SLOTS = (1 << _SLOT_BITS) - 1


@dataclass(frozen=True)
class Ordered:
    """`slots`: offer → its slots, first to last, barred ones left out; `entry_of`: slot → place of its entry in the list;
    `rank_of`: slot → rank from 0, -1 where it is barred; `first`: place of an entry → its first slot, and one more."""

    slots: Mapping[str, list[int]]
    entry_of: array[int]
    rank_of: array[int]
    first: array[int]


def in_order(frozen: Frozen, seed: str) -> Ordered:
    """Lots are drawn only where everything before them is equal. `ValueError` where a seed is needed and none is given."""
    if frozen.by_lot and not seed:
        raise ValueError("these entries are ordered by lot: a seed is needed")
    ids = [entry.id for entry in frozen.entries]
    wished, entry_of, first = _numbered(frozen)
    rank_of = array("i", [-1]) * len(entry_of)
    slots = {}
    for offer, codes in wished.items():
        ordered = _sorted(codes, _last(ids, entry_of, Urn(seed, offer) if frozen.by_lot else None))
        for rank, slot in enumerate(ordered):
            rank_of[slot] = rank
        slots[offer] = ordered
    return Ordered(slots, entry_of, rank_of, first)


def _numbered(frozen: Frozen) -> tuple[dict[str, list[int]], array[int], array[int]]:
    """Offer → its slots, each behind a number that grows with what decides before the lot."""
    wished: dict[str, list[int]] = {offer.id: [] for offer in frozen.offers}
    entry_of, first = array("i"), array("i")
    weight = _weights(frozen.order)
    by_tier, by_points, by_arrival = (
        weight.get(each, 0) for each in (Criterion.TIER, Criterion.POINTS, Criterion.ARRIVED)
    )
    slot = 0
    for at, entry in enumerate(frozen.entries):
        first.append(slot)
        for wish in entry.wishes:
            if not wish.barred:
                code = wish.tier * by_tier - wish.points * by_points + entry.arrived * by_arrival
                wished[wish.offer].append((code << _SLOT_BITS) + slot)
            entry_of.append(at)
            slot += 1
    first.append(slot)
    return wished, entry_of, first


def _weights(order: Iterable[Criterion]) -> dict[Criterion, int]:
    """How much one of each counts, so that no number of a later one outweighs it; what follows a lot never decides."""
    before = list(takewhile(lambda criterion: criterion is not Criterion.LOT, order))
    return {criterion: (2 * FARTHEST) ** power for power, criterion in enumerate(reversed(before))}


def _sorted(codes: list[int], last: Callable[[int], bytes]) -> list[int]:
    """The slots of these numbers; those whose numbers are the same by `last`."""
    codes.sort()
    ordered: list[int] = []
    tied: list[int] = []
    before = None
    for code in codes:
        number = code >> _SLOT_BITS
        if number != before and tied:
            ordered += sorted(tied, key=last) if len(tied) > 1 else tied
            tied = []
        tied.append(code & _SLOTS)
        before = number
    return ordered + sorted(tied, key=last)


def _last(ids: list[str], entry_of: array[int], urn: Urn | None) -> Callable[[int], bytes]:
    """What decides where nothing else does: no two lots are the same, and no two ids."""
    if urn is None:
        return lambda slot: ids[entry_of[slot]].encode()
    lot = urn.lot
    return lambda slot: lot(ids[entry_of[slot]])
