"""Somebody's place in line, and why, in words that need no law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huigong.kernel.sentences import listed, say, wording


@dataclass(frozen=True)
class Names:
    """What offers and tiers are called: offer → name, tier → name (none where there are no tiers)."""

    offers: Mapping[str, str]
    tiers: tuple[str, ...] = ()


def why(document: Mapping[str, Any], entry: str, names: Names) -> tuple[str, ...]:
    """The way of one entry through a published result: a sentence or two for each wish, up to the place that it got.

    Needs nothing that is not in the published file but the names. Raises `KeyError` for an entry that is not in it.
    """
    listed_entry = next(each for each in document["list"]["entries"] if each["id"] == entry)
    has = document["placed"][entry]
    told: list[str] = []
    for wish in listed_entry["wishes"]:
        told += _of_wish(document, entry, wish, names)
        if wish[0] == has:
            return tuple(told)
    told.append(wording("这一轮没有分到名额。您还在名单里，有人放弃或者退出，就按位次给下一个人。"))
    return tuple(told)


def _of_wish(document: Mapping[str, Any], entry: str, wish: list[Any], names: Names) -> Iterator[str]:
    offer, tier, points, groups, barred = wish
    name = names.offers[offer]
    if barred:
        yield say("{name}：不符合条件，没有排。", name=name)
        return
    order, got = document["order"][offer], document["placed"]
    shape = next(each for each in document["list"]["offers"] if each["id"] == offer)
    yield say(
        "{name}有{places}个名额，{count}份申请排了位次，您排第{rank}。",
        name=name, places=shape["capacity"], count=len(order), rank=order.index(entry) + 1,
    )  # fmt: skip
    yield from _order_in_words(document, tier, points, names)
    inside = [number for number, other in enumerate(order, start=1) if got[other] == offer]
    if got[entry] == offer:
        yield say("{name}分给了您。", name=name)
        return
    if inside:
        yield say("分到的人里，位次最靠后的是第{last}。", last=inside[-1])
    reserved = [group for group, at_least in shape["reserves"] if at_least and group not in groups]
    if inside and inside[-1] > order.index(entry) + 1 and reserved:
        yield say("有名额预留给{groups}，所以有位次在您后面的人分到了。", groups=listed(reserved))


def _order_in_words(document: Mapping[str, Any], tier: int, points: int, names: Names) -> Iterator[str]:
    order = document["list"]["order"]
    if "tier" in order and tier < len(names.tiers):
        yield say("先按档次排：{tiers}。您在“{own}”。", tiers=listed(names.tiers), own=names.tiers[tier])
    if "points" in order:
        yield say("再按积分从高到低排，您的积分是{points}。", points=points)
    if order[-1] == "lot":
        yield wording("前面都一样的，按抽签排；抽签谁都能照公布的种子重算一遍。")
    elif order[-1] == "arrived":
        yield wording("前面都一样的，先申请的在前。")
