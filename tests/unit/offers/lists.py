"""Closed lists for tests: written by hand in a line, or random ones."""

from __future__ import annotations

from hypothesis import strategies as st

from huigong.offers.frozen import NOBODY, Entry, Frozen, Offer, Reserve, Wish
from huigong.offers.mechanisms import Mechanism, Ties, order_of

SEED = "5" * 64
GROUPS = ("本乡镇", "残疾", "女")


def closed(
    mechanism: Mechanism, offers: list[Offer], *entries: tuple[str, list[Wish]], ties: Ties = Ties.LOT
) -> Frozen:
    """A list in the order in which the entries arrived."""
    return Frozen(
        round="round",
        order=order_of(mechanism, ties),
        offers=tuple(offers),
        entries=tuple(
            Entry(name, arrived, tuple(wishes)) for arrived, (name, wishes) in enumerate(entries, 1)
        ),
    )


@st.composite
def lists(draw: st.DrawFn) -> Frozen:
    """Few offers with few places, so that most places are wanted by several; ties, bars and reserves among them."""
    offers = [
        _offer(draw, f"offer-{number}") for number in range(draw(st.integers(min_value=1, max_value=4)))
    ]
    names = [offer.id for offer in offers]
    count = draw(st.integers(min_value=0, max_value=12))
    turns = draw(st.permutations(range(1, count + 1)))
    entries = tuple(
        Entry(
            f"entry-{at}",
            turns[at],
            tuple(
                _wish(draw, offer)
                for offer in draw(st.permutations(names))[: draw(st.integers(0, len(names)))]
            ),
        )
        for at in range(count)
    )
    orders = [order_of(mechanism, ties) for mechanism in Mechanism for ties in Ties]
    return Frozen("round", draw(st.sampled_from(orders)), tuple(offers), entries)


def _offer(draw: st.DrawFn, name: str) -> Offer:
    capacity = draw(st.integers(min_value=0, max_value=4))
    left, reserved = capacity, []
    for group in draw(st.permutations(GROUPS)):
        at_least = draw(st.integers(min_value=0, max_value=left))
        left -= at_least
        if at_least:
            reserved.append(Reserve(group, at_least))
    return Offer(name, capacity, tuple(reserved))


def _wish(draw: st.DrawFn, offer: str) -> Wish:
    return Wish(
        offer,
        tier=draw(st.integers(0, 1)),
        points=draw(st.integers(0, 2)),
        groups=draw(st.frozensets(st.sampled_from(GROUPS))) or NOBODY,
        barred=draw(st.sampled_from(["", "", "", "年龄不符"])),
    )
