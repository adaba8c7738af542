"""Verifies a published allocation without working it out: imports no mechanism, and shares nothing with one.

It asks what a fair result must have, of the file alone: the list is the one whose digest was published; the seed
follows from its source; everybody is in it, once; nobody has what they did not wish for or may not have; no offer
has more people than places; the ranks follow the rules; no place stands empty that somebody wishes for; nobody
stands behind another who has the place they would rather have; reserved places went to those for whom they are.

What no file shows it cannot see: that the list was closed before the event, that the outcome is the true one, that two
parties were two, and that nobody was left out of the list for no reason. The trail shows who did each, and when.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, takewhile
from typing import Any

from huigong.kernel import canonical
from huigong.kernel.errors import Invalid
from huigong.kernel.signing import sm3_hex

FORMAT = "huigong.allocation/1"
Groups = frozenset[str]
NOBODY: Groups = frozenset()


@dataclass(frozen=True)
class Finding:
    """Something that is not as it must be: a stable code, and a sentence that names entries and offers."""

    code: str
    says: str


@dataclass(frozen=True, slots=True)
class _Person:
    """An entry as an offer sees it: `has` the place, `left_out` of it with nothing that it likes as much."""

    entry: Mapping[str, Any]
    tier: int
    points: int
    groups: Groups
    has: bool
    left_out: bool


def verify(document: Mapping[str, Any], *, published_digest: str = "") -> tuple[Finding, ...]:
    """Everything that is wrong, empty for a good result. `published_digest` is the list's, as it was published before the draw.

    Raises `DomainError` (`allocation.unreadable`) for what is no such file.
    """
    try:
        return tuple(_findings(document, published_digest))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Invalid(
            code="allocation.unreadable",
            about="file",
            what="这个文件没法核验",
            why="不是公布的分配结果，或者缺少内容",
            do="请用公布的原文件",
        ) from error


def _findings(document: Mapping[str, Any], published_digest: str) -> Iterator[Finding]:
    if document["format"] != FORMAT:
        raise ValueError("another format")
    listed = document["list"]
    yield from _list_and_seed(document, published_digest)
    yield from _everybody(listed, document["placed"])
    yield from _rightful(listed, document["placed"])
    wishing = _wishing(listed, document["placed"])
    counted = Counter(document["placed"].values())
    for offer in listed["offers"]:
        name, people = offer["id"], wishing.pop(offer["id"])
        people = _in_order(people, listed["order"], document["seed"], name)
        if document["order"].get(name) != [person.entry["id"] for person in people]:
            yield Finding("ranks.differ", f"{name}公布的位次和规则排出来的不一样")
        yield from _room(offer, counted[name], sum(person.left_out for person in people))
        yield from _shares(offer, people)


def _list_and_seed(document: Mapping[str, Any], published_digest: str) -> Iterator[Finding]:
    digest = sm3_hex(canonical.written(document["list"]).encode())
    if digest != document["list_digest"] or digest != (published_digest or digest):
        yield Finding("list.changed", "名单和抽签前公布的摘要对不上：名单改过")
    if "lot" in document["list"]["order"] or document["seed"]:
        if document["seed_from"] is None:
            yield Finding("seed.unknown", "没有写明种子从哪里来")
        elif document["seed"] != _seed(digest, document["list"]["round"], document["seed_from"]):
            yield Finding("seed.differs", "种子和它的来源对不上")


def _seed(digest: str, round: str, source: Mapping[str, Any]) -> str:
    if "event" in source:
        return _hash(["event", digest, source["event"], source["outcome"]])
    parties = source["parties"]
    broken = any(
        each["commitment"] != _hash(["commitment", round, each["party"], each["secret"]]) for each in parties
    )
    if broken or len({each["party"] for each in parties}) < 2:
        return ""
    told = sorted([each["party"], each["secret"]] for each in parties)
    return _hash(["parties", digest, *told])


def _hash(parts: list[Any]) -> str:
    return sm3_hex(canonical.written(parts).encode())


def _everybody(listed: Mapping[str, Any], placed: Mapping[str, Any]) -> Iterator[Finding]:
    entries = Counter(entry["id"] for entry in listed["entries"])
    for entry, times in entries.items():
        if times > 1:
            yield Finding("entry.twice", f"申请{entry}在名单里有{times}份")
        if entry not in placed:
            yield Finding("entry.missing", f"申请{entry}没有结果")
    for entry in placed:
        if entry not in entries:
            yield Finding("entry.unknown", f"结果里有名单里没有的申请{entry}")


def _rightful(listed: Mapping[str, Any], placed: Mapping[str, Any]) -> Iterator[Finding]:
    """Nobody has what they did not wish for, or what is barred to them."""
    for entry in listed["entries"]:
        offer = placed.get(entry["id"])
        if offer is not None and offer not in {
            name for name, _, _, _, barred in entry["wishes"] if not barred
        }:
            yield Finding("place.wrongful", f"申请{entry['id']}得到了没有填报或者不符合条件的{offer}")


def _wishing(listed: Mapping[str, Any], placed: Mapping[str, Any]) -> dict[str, list[_Person]]:
    """Offer → those who may have it and wish for it."""
    wishing: dict[str, list[_Person]] = {offer["id"]: [] for offer in listed["offers"]}
    for entry in listed["entries"]:
        has, satisfied = placed.get(entry["id"]), False
        for offer, tier, points, groups, barred in entry["wishes"]:
            if not barred:
                satisfied = satisfied or offer == has
                own = frozenset(groups) if groups else NOBODY
                wishing[offer].append(_Person(entry, tier, points, own, offer == has, not satisfied))
    return wishing


def _in_order(people: list[_Person], order: Sequence[str], seed: str, offer: str) -> list[_Person]:
    """First to last. A lot is worked out only for those whom nothing before it tells apart."""
    before, rest = list(takewhile("lot".__ne__, order)), "lot" in order

    def sign(person: _Person) -> tuple[int, ...]:
        signs = {"tier": person.tier, "points": -person.points, "arrived": person.entry["arrived"]}
        return tuple(signs[criterion] for criterion in before)

    def last(person: _Person) -> tuple[str, str]:
        own = person.entry["id"]
        return (sm3_hex(f"{seed}\n{offer}\n{own}".encode()) if rest else "", own)

    in_order: list[_Person] = []
    for _, tied in groupby(sorted(people, key=sign), key=sign):
        alike = list(tied)
        in_order += sorted(alike, key=last) if len(alike) > 1 else alike
    return in_order


def _room(offer: Mapping[str, Any], placed: int, left_out: int) -> Iterator[Finding]:
    name, capacity = offer["id"], offer["capacity"]
    if placed > capacity:
        yield Finding("capacity.exceeded", f"{name}只有{capacity}个名额，分给了{placed}人")
    if left_out and placed < capacity:
        yield Finding("place.empty", f"{name}还有名额，却有{left_out}人想要没有分到")


def _shares(offer: Mapping[str, Any], people: list[_Person]) -> Iterator[Finding]:
    """Nobody stands behind another who has the place, and reserved places are filled.

    A look at each pair of groups is enough: if no single exchange makes it better, nothing does.
    """
    reserves = dict(offer["reserves"])
    counts: Counter[Groups] = Counter()
    last: dict[Groups, tuple[int, _Person]] = {}
    first: dict[Groups, tuple[int, _Person]] = {}
    for rank, person in enumerate(people):
        own = person.groups.intersection(reserves) if reserves else NOBODY
        if person.has:
            counts[own] += 1
            last[own] = rank, person
        elif person.left_out:
            first.setdefault(own, (rank, person))
    for outside_groups, outside in first.items():
        for inside_groups, inside in last.items():
            swapped = counts.copy()
            swapped[inside_groups] -= 1
            swapped[outside_groups] += 1
            gained = _served(reserves, swapped) - _served(reserves, counts)
            yield from _between(offer["id"], gained, outside, inside)


def _between(
    offer: str, gained: int, outside: tuple[int, _Person], inside: tuple[int, _Person]
) -> Iterator[Finding]:
    """Whether the one left out should have the place of the one who has it; `gained` reserved places would be filled then."""
    out, has = outside[1].entry["id"], inside[1].entry["id"]
    if gained > 0:
        yield Finding("reserve.unserved", f"{offer}的预留名额没有给够：申请{out}没有分到，{has}分到了")
    elif gained == 0 and outside[0] < inside[0]:
        yield Finding("order.envied", f"{offer}：申请{out}排在{has}前面，没有分到，后面的分到了")


def _served(reserves: Mapping[str, int], counts: Mapping[Groups, int]) -> int:
    """How many reserved places these people fill: one by one, those before moving to another place where they can."""
    serving: dict[str, Counter[Groups]] = {group: Counter() for group in reserves}
    return sum(
        _seat(groups, reserves, serving, set()) for groups, count in counts.items() for _ in range(count)
    )


def _seat(
    groups: Groups, reserves: Mapping[str, int], serving: dict[str, Counter[Groups]], tried: set[str]
) -> bool:
    for group in sorted(groups - tried):
        tried.add(group)
        if serving[group].total() < reserves[group]:
            serving[group][groups] += 1
            return True
        for other in [each for each, count in serving[group].items() if count]:
            if _seat(other, reserves, serving, tried):
                serving[group][other] -= 1
                serving[group][groups] += 1
                return True
    return False
