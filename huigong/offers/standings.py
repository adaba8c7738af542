"""How somebody stands with an offer, by what is known of them: barred or not, tier, points and groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huigong.kernel.regions import contains
from huigong.kernel.sentences import wording
from huigong.offers.frozen import Wish
from huigong.offers.kinds import Group, Kind
from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import explained, needs
from huigong.rules.nodes import Node
from huigong.rules.values import UNKNOWN

NO_TIER = wording("不在任何一个档次里")
HAS_ALREADY = wording("已经有一个名额了")
ASKED_ALREADY = wording("同一个身份证号已经有一份申请")
BARRED = "不符合条件"
"""What is published of a bar: the reason tells of the person, and is for them alone."""


@dataclass(frozen=True)
class Standing:
    """`missing` are the facts that nobody knows yet; the rest counts only where there are none.

    `barred` says why in words that tell of the person.
    """

    tier: int = 0
    points: int = 0
    groups: frozenset[str] = frozenset()
    barred: str = ""
    missing: tuple[str, ...] = ()

    def wish(self, offer: str) -> Wish:
        """For the list of a round, which is published."""
        return Wish(offer, self.tier, self.points, self.groups, BARRED if self.barred else "")


def standing(kind: Kind, here: Situation, *, lives: str, region: str, judged: bool = True) -> Standing:
    """How somebody who lives in `lives` stands with an offer of `region`.

    Without `judged` the conditions are left to a later day. Unknown is never a no: what is missing is told, of
    the first that needs it.
    """
    if judged and kind.conditions is not None:
        allowed = answer(kind.conditions, here)
        if allowed is UNKNOWN:
            return Standing(missing=needs(kind.conditions, here).missing)
        if allowed is not True:
            return Standing(barred=_why_not(kind.conditions, here))
    tier = _first(kind.tiers, here, lives=lives, region=region)
    if isinstance(tier, Standing):
        return tier
    points = 0 if kind.points is None else answer(kind.points, here)
    if not isinstance(points, int):
        return Standing(missing=needs(kind.points, here).missing if kind.points else ())
    groups = set()
    for reserved in kind.reserves:
        belongs = _belongs(reserved.group, here, lives=lives, region=region)
        if belongs is UNKNOWN:
            return Standing(missing=_missing(reserved.group, here))
        if belongs is True:
            groups.add(reserved.group.name)
    return Standing(tier, points, frozenset(groups))


def reserves_of(kind: Kind, here: Situation) -> Mapping[str, int] | None:
    """Group → how many places are reserved; None where a number is not known, which nobody may take for 0."""
    known: dict[str, int] = {}
    for reserved in kind.reserves:
        at_least = answer(reserved.at_least, here)
        if not isinstance(at_least, int) or isinstance(at_least, bool):
            return None
        known[reserved.group.name] = at_least
    return known


def _first(tiers: tuple[Group, ...], here: Situation, *, lives: str, region: str) -> int | Standing:
    """The first tier that somebody belongs to; one before it that is not known decides nothing yet."""
    if not tiers:
        return 0
    for number, group in enumerate(tiers):
        belongs = _belongs(group, here, lives=lives, region=region)
        if belongs is UNKNOWN:
            return Standing(missing=_missing(group, here))
        if belongs is True:
            return number
    return Standing(barred=NO_TIER)


def _belongs(group: Group, here: Situation, *, lives: str, region: str) -> object:
    if group.near:
        return contains(region, lives) if lives else UNKNOWN
    return True if group.rule is None else answer(group.rule, here)


def _missing(group: Group, here: Situation) -> tuple[str, ...]:
    return needs(group.rule, here).missing if group.rule is not None else ("常住地",)


def _why_not(rule: Node, here: Situation) -> str:
    reasons = [reason.text for reason in explained(rule, here).reasons if reason.answer is False]
    return "；".join(reasons) or "不符合条件"
