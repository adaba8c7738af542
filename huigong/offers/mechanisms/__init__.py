"""How places are given: the order of those who wish for them, and who gets which. Pure functions of frozen values."""

from __future__ import annotations

from enum import StrEnum

from huigong.offers.frozen import Criterion


class Mechanism(StrEnum):
    """One algorithm gives all of them; they differ in what orders those who wish for the same.

    Where both sides choose (`MUTUAL`), the offering side's order is the tier of each wish.
    """

    QUEUE = "queue"
    POINTS = "points"
    LOT = "lot"
    MATCH = "match"
    MUTUAL = "mutual"


class Ties(StrEnum):
    """What decides between those whom the mechanism leaves equal."""

    LOT = "lot"
    ARRIVED = "arrived"


_BEFORE_TIES = {
    Mechanism.QUEUE: (Criterion.TIER, Criterion.ARRIVED),
    Mechanism.POINTS: (Criterion.TIER, Criterion.POINTS),
    Mechanism.LOT: (Criterion.TIER,),
    Mechanism.MATCH: (Criterion.TIER, Criterion.POINTS),
    Mechanism.MUTUAL: (Criterion.TIER,),
}
SEVERAL_WISHES = frozenset({Mechanism.MATCH, Mechanism.MUTUAL})
"""The mechanisms under which a person may name more than one offer."""


def order_of(mechanism: Mechanism, ties: Ties) -> tuple[Criterion, ...]:
    """What decides, in its order: tiers first, ties last."""
    if mechanism is Mechanism.LOT:
        return (Criterion.TIER, Criterion.LOT)
    before, last = _BEFORE_TIES[mechanism], Criterion(ties.value)
    return before if last in before else (*before, last)
