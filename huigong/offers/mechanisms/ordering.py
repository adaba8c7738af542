"""The order of those who wish for the same offer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from huigong.offers.frozen import Criterion, Entry, Frozen
from huigong.offers.lots import Urn

Sign = tuple[int, ...]
_SIGNS = {
    Criterion.TIER: lambda entry, wish: wish.tier,
    Criterion.POINTS: lambda entry, wish: -wish.points,
    Criterion.ARRIVED: lambda entry, wish: entry.arrived,
}


def in_order(frozen: Frozen, seed: str) -> Mapping[str, tuple[int, ...]]:
    """Offer → the places of entries in `frozen.entries`, first to last; those whom it is barred to are left out.

    Lots are drawn only where everything before them is equal. `ValueError` where a seed is needed and none is given.
    """
    if frozen.by_lot and not seed:
        raise ValueError("these entries are ordered by lot: a seed is needed")
    wished: dict[str, list[tuple[Sign, int]]] = {offer.id: [] for offer in frozen.offers}
    before = tuple(_SIGNS[criterion] for criterion in _before_lot(frozen.order))
    for at, entry in enumerate(frozen.entries):
        for wish in entry.wishes:
            if not wish.barred:
                wished[wish.offer].append((tuple(sign(entry, wish) for sign in before), at))
    return {
        offer: tuple(_sorted(standing, frozen, Urn(seed, offer) if frozen.by_lot else None))
        for offer, standing in wished.items()
    }


def _before_lot(order: Iterable[Criterion]) -> Iterator[Criterion]:
    """A lot decides everything: what would follow it never decides."""
    for criterion in order:
        if criterion is Criterion.LOT:
            return
        yield criterion


def _sorted(standing: list[tuple[Sign, int]], frozen: Frozen, urn: Urn | None) -> Iterator[int]:
    entries = frozen.entries
    standing.sort(key=itemgetter(0))
    for _, equal in groupby(standing, key=itemgetter(0)):
        tied = [at for _, at in equal]
        if len(tied) > 1:
            tied.sort(key=lambda at: _last(entries[at], urn))
        yield from tied


def _last(entry: Entry, urn: Urn | None) -> tuple[bytes, str]:
    return (urn.lot(entry.id) if urn else b"", entry.id)
