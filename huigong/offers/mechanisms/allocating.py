"""Who gets which place: deferred acceptance (Gale and Shapley 1962), the entries proposing.

Each entry asks for its first wish; an offer holds the best it can and lets the others go on to their next
wish, until nobody is let go. Nobody can gain by naming wishes in another order than the true one, and
nobody prefers a place that somebody behind them got. With one wish each it is a plain queue.
"""

from __future__ import annotations

import heapq
from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from huigong.offers.frozen import Frozen, Offer
from huigong.offers.mechanisms.choosing import Held
from huigong.offers.mechanisms.ordering import Ordered, in_order


@dataclass(frozen=True)
class Allocation:
    """What came out: for each entry its offer, or none; and the order of everybody with every offer wished for.

    `placed` has only those who got something; `order` leaves out whom an offer is barred to.
    """

    frozen: Frozen
    seed: str
    placed: Mapping[str, str]
    order: Mapping[str, tuple[str, ...]]

    @property
    def ranks(self) -> dict[str, dict[str, int]]:
        """Offer → entry → rank from 1."""
        return {
            offer: {entry: rank for rank, entry in enumerate(order, start=1)}
            for offer, order in self.order.items()
        }


class _Plain:
    """An offer without reserves: the last goes. The same as `Held`, in a third of the time."""

    def __init__(self, offer: Offer) -> None:
        self._room, self._worst = offer.capacity, list[int]()

    def take(self, rank: int, groups: frozenset[str]) -> int | None:
        if len(self._worst) < self._room:
            heapq.heappush(self._worst, -rank)
            return None
        return -heapq.heappushpop(self._worst, -rank)


def allocate(frozen: Frozen, *, seed: str = "") -> Allocation:
    """A pure function of its arguments: the same on every machine, whatever order entries stand in.

    `seed` only where the order has a lot. `ValueError` where one is needed and missing.
    """
    ordered = in_order(frozen, seed)
    placed, entries = _propose(frozen, ordered), frozen.entries
    return Allocation(
        frozen=frozen,
        seed=seed if frozen.by_lot else "",
        placed={entries[at].id: offer for at, offer in placed.items()},
        order={
            offer: tuple([entries[ordered.entry_of[slot]].id for slot in slots])
            for offer, slots in ordered.slots.items()
        },
    )


def _propose(frozen: Frozen, ordered: Ordered) -> dict[int, str]:
    """Place of an entry → its offer. An entry that was let go asks for its next wish."""
    holding = {offer.id: (Held if offer.reserves else _Plain)(offer) for offer in frozen.offers}
    entries, rank_of, first = frozen.entries, ordered.rank_of, ordered.first
    asked = array("B", [0]) * len(entries)
    placed: dict[int, str] = {}
    free = list(range(len(entries) - 1, -1, -1))
    while free:
        at = free.pop()
        wishes = entries[at].wishes
        for number in range(asked[at], len(wishes)):
            rank = rank_of[first[at] + number]
            if rank < 0:
                continue
            wish = wishes[number]
            gone = holding[wish.offer].take(rank, wish.groups)
            if gone != rank:
                asked[at] = number + 1
                placed[at] = wish.offer
                if gone is not None:
                    let_go = ordered.entry_of[ordered.slots[wish.offer][gone]]
                    del placed[let_go]
                    free.append(let_go)
                break
    return placed
