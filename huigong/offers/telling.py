"""Somebody's place in line, and why, in words that need no law."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huigong.kernel.sentences import listed, say, wording
from huigong.offers.frozen import Criterion


@dataclass(frozen=True)
class Outcome:
    """How one wish came out: the offer gave `places` among `ranked` entries, the last of them to `last_rank` (None: nobody).

    `rank` is 0 where it is barred; `reserved` are the groups for which places were kept, `groups` those of the entry.
    """

    offer: str
    rank: int
    places: int
    ranked: int
    last_rank: int | None
    reserved: tuple[str, ...]
    tier: int
    points: int
    groups: frozenset[str]
    got: bool


def why(outcomes: Sequence[Outcome], order: Sequence[Criterion], tiers: Sequence[str]) -> tuple[str, ...]:
    """The way of one entry through a published result: some sentences for each wish, up to the place that it got.

    `tiers` are what they are called, none where there are none.
    """
    told: list[str] = []
    for outcome in outcomes:
        told += _of_wish(outcome, order, tiers)
        if outcome.got:
            return tuple(told)
    if any(outcome.rank for outcome in outcomes):
        told.append(wording("这一轮没有分到名额。您还在名单里，有人放弃或者退出，就按位次给下一个人。"))
    return tuple(told)


def _of_wish(outcome: Outcome, order: Sequence[Criterion], tiers: Sequence[str]) -> Iterator[str]:
    if not outcome.rank:
        yield say("{name}：不符合条件，没有排。", name=outcome.offer)
        return
    yield say(
        "{name}有{places}个名额，{count}份申请排了位次，您排第{rank}。",
        name=outcome.offer,
        places=outcome.places,
        count=outcome.ranked,
        rank=outcome.rank,
    )
    yield from _order_in_words(outcome, order, tiers)
    if outcome.got:
        yield say("{name}分给了您。", name=outcome.offer)
    elif outcome.last_rank is not None:
        yield say("分到的人里，位次最靠后的是第{last}。", last=outcome.last_rank)
        others = [group for group in outcome.reserved if group not in outcome.groups]
        if outcome.last_rank > outcome.rank and others:
            yield say("有名额预留给{groups}，所以有位次在您后面的人分到了。", groups=listed(others))


def _order_in_words(outcome: Outcome, order: Sequence[Criterion], tiers: Sequence[str]) -> Iterator[str]:
    if Criterion.TIER in order and outcome.tier < len(tiers):
        yield say("先按档次排：{tiers}。您在“{own}”。", tiers=listed(tiers), own=tiers[outcome.tier])
    if Criterion.POINTS in order:
        yield say("再按积分从高到低排，您的积分是{points}。", points=outcome.points)
    if order[-1] is Criterion.LOT:
        yield wording("前面都一样的，按抽签排；抽签谁都能照公布的种子重算一遍。")
    elif order[-1] is Criterion.ARRIVED:
        yield wording("前面都一样的，先申请的在前。")
