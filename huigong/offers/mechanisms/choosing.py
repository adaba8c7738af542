"""Which of those whom an offer holds it lets go, with some places reserved.

A set is as good as the number of reserved places that it fills, each place by one person; of sets that
are equally good in this, the one whose people stand first. Such sets are the bases of a matroid, so
letting go the last one who is not needed gives the best set whatever the order in which people came.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import combinations

from huigong.offers.frozen import Offer, Reserve

Signature = frozenset[str]
"""The groups with a reserve here that somebody belongs to."""


class Held:
    """Whom an offer holds for now, by rank (0 is first)."""

    def __init__(self, offer: Offer) -> None:
        self.capacity, self.reserves = offer.capacity, offer.reserves
        self._groups = frozenset(reserve.group for reserve in offer.reserves)
        self._worst: dict[Signature, list[int]] = {}  # heaps of minus rank
        self._size = 0

    def take(self, rank: int, groups: Iterable[str]) -> int | None:
        """Takes one more; gives the rank of whoever has to go for it, perhaps the same."""
        signature = self._groups.intersection(groups)
        heapq.heappush(self._worst.setdefault(signature, []), -rank)
        self._size += 1
        if self._size <= self.capacity:
            return None
        self._size -= 1
        return self._let_go()

    def _let_go(self) -> int:
        last = sorted((heap[0], signature) for signature, heap in self._worst.items() if heap)
        counts = {signature: len(heap) for signature, heap in self._worst.items()}
        for _, signature in last[:-1]:
            if self._can_spare(counts, signature):
                return -heapq.heappop(self._worst[signature])
        return -heapq.heappop(
            self._worst[last[-1][1]]
        )  # of one more than there are places, one is not needed

    def _can_spare(self, counts: Mapping[Signature, int], signature: Signature) -> bool:
        if not signature:
            return True  # fills no reserved place
        fewer = {**counts, signature: counts[signature] - 1}
        return filled(self.reserves, fewer) == filled(self.reserves, counts)


def filled(reserves: Iterable[Reserve], counts: Mapping[Signature, int]) -> int:
    """How many reserved places these people can fill, each by one person who belongs to its group.

    The least, over all sets of groups, of the places outside the set and the people who belong to any group in it (König).
    """
    places = {reserve.group: reserve.at_least for reserve in reserves}
    return min(
        sum(at_least for group, at_least in places.items() if group not in inside)
        + sum(count for signature, count in counts.items() if not signature.isdisjoint(inside))
        for inside in _subsets(frozenset(places))
    )


@lru_cache(maxsize=256)
def _subsets(groups: frozenset[str]) -> tuple[frozenset[str], ...]:
    ordered = sorted(groups)
    return tuple(
        frozenset(chosen) for size in range(len(ordered) + 1) for chosen in combinations(ordered, size)
    )


def signatures(offer: Offer, groups: Iterable[Iterable[str]]) -> Counter[Signature]:
    """How many there are of each signature."""
    known = frozenset(reserve.group for reserve in offer.reserves)
    return Counter(known.intersection(each) for each in groups)
