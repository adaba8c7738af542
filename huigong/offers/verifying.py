"""Verifies a published allocation without working it out: imports no mechanism, and shares nothing with one.

It asks what a fair result must have, of the file alone: the list is the one whose digest was published; the seed
follows from its source; everybody is in it, once; nobody has what they did not wish for or may not have; no offer
has more people than places; the ranks follow the rules; no place stands empty that somebody wishes for; nobody
stands behind another who has the place they would rather have; reserved places went to those for whom they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from huigong.kernel import canonical
from huigong.kernel.errors import Invalid
from huigong.kernel.signing import sm3_hex

FORMAT = "huigong.allocation/1"
Key = tuple[Any, ...]
Groups = frozenset[str]
NOBODY: Groups = frozenset()


@dataclass(frozen=True)
class Finding:
    """Something that is not as it must be: a stable code, and a sentence that names entries and offers."""

    code: str
    says: str


@dataclass(frozen=True)
class _Person:
    """An entry as an offer sees it."""

    entry: str
    key: Key
    groups: Groups


@dataclass
class _Seen:
    """Of one offer: everybody who may have it and wishes for it, of these who has it, and who has nothing that they like as much."""

    wishing: list[_Person] = field(default_factory=list)
    having: list[_Person] = field(default_factory=list)
    left_out: list[_Person] = field(default_factory=list)


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
    seen = _seen(document)
    counted = Counter(document["placed"].values())
    for offer in listed["offers"]:
        people = seen[offer["id"]]
        yield from _ranks(offer["id"], people.wishing, document["order"].get(offer["id"]))
        yield from _room(offer, counted[offer["id"]], len(people.left_out))
        yield from _shares(offer, people)


def _list_and_seed(document: Mapping[str, Any], published_digest: str) -> Iterator[Finding]:
    digest = sm3_hex(canonical.written(document["list"]).encode())
    if digest != document["list_digest"] or digest != (published_digest or digest):
        yield Finding("list.changed", "名单和抽签前公布的摘要对不上：名单改过")
    if "lot" in document["list"]["order"] or document["seed"]:
        if document["seed_from"] is None:
            yield Finding("seed.unknown", "没有写明种子从哪里来")
        elif document["seed"] != _seed(digest, document["seed_from"]):
            yield Finding("seed.differs", "种子和它的来源对不上")


def _seed(digest: str, source: Mapping[str, Any]) -> str:
    if "event" in source:
        return _hash(["event", digest, source["event"], source["outcome"]])
    parties = source["parties"]
    broken = any(
        each["commitment"] != _hash(["commitment", digest, each["party"], each["secret"]]) for each in parties
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


def _seen(document: Mapping[str, Any]) -> dict[str, _Seen]:
    """Each offer with those who may have it and wish for it."""
    listed, placed = document["list"], document["placed"]
    key_of = _keys(listed["order"], document["seed"])
    seen = {offer["id"]: _Seen() for offer in listed["offers"]}
    for entry in listed["entries"]:
        has = placed.get(entry["id"])
        satisfied = False
        for offer, tier, points, groups, barred in entry["wishes"]:
            if barred:
                continue
            key = key_of(entry, offer, tier, points)
            person = _Person(entry["id"], key, frozenset(groups) if groups else NOBODY)
            seen[offer].wishing.append(person)
            satisfied = satisfied or offer == has
            if offer == has:
                seen[offer].having.append(person)
            elif not satisfied:
                seen[offer].left_out.append(person)
    return seen


def _keys(order: list[str], seed: str) -> Callable[[Mapping[str, Any], str, int, int], Key]:
    def key(entry: Mapping[str, Any], offer: str, tier: int, points: int) -> Key:
        signs: dict[str, Any] = {"tier": tier, "points": -points, "arrived": entry["arrived"], "lot": ""}
        if "lot" in order:
            signs["lot"] = sm3_hex(f"{seed}\n{offer}\n{entry['id']}".encode())
        return (*(signs[criterion] for criterion in order), entry["id"])

    return key


def _ranks(offer: str, wishing: list[_Person], order: list[str] | None) -> Iterator[Finding]:
    if order != [person.entry for person in sorted(wishing, key=lambda person: person.key)]:
        yield Finding("ranks.differ", f"{offer}公布的位次和规则排出来的不一样")


def _room(offer: Mapping[str, Any], placed: int, left_out: int) -> Iterator[Finding]:
    name, capacity = offer["id"], offer["capacity"]
    if placed > capacity:
        yield Finding("capacity.exceeded", f"{name}只有{capacity}个名额，分给了{placed}人")
    if left_out and placed < capacity:
        yield Finding("place.empty", f"{name}还有名额，却有{left_out}人想要没有分到")


def _shares(offer: Mapping[str, Any], people: _Seen) -> Iterator[Finding]:
    """Nobody stands behind another who has the place, and reserved places are filled.

    A look at each pair of groups is enough: if no single exchange makes it better, nothing does.
    """
    reserves = dict(offer["reserves"])
    last = _extreme(people.having, reserves, max)
    first = _extreme(people.left_out, reserves, min)
    counts = Counter(_signature(person, reserves) for person in people.having)
    for outside in first.values():
        for inside in last.values():
            yield from _between(offer["id"], reserves, counts, outside, inside)


def _between(
    offer: str, reserves: Mapping[str, int], counts: Counter[Groups], outside: _Person, inside: _Person
) -> Iterator[Finding]:
    """Whether the one left out should have the place of the one who has it."""
    swapped = counts.copy()
    swapped[_signature(inside, reserves)] -= 1
    swapped[_signature(outside, reserves)] += 1
    before, after = _served(reserves, counts), _served(reserves, swapped)
    if after > before:
        yield Finding(
            "reserve.unserved",
            f"{offer}的预留名额没有给够：申请{outside.entry}没有分到，{inside.entry}分到了",
        )
    elif after == before and outside.key < inside.key:
        yield Finding(
            "order.envied", f"{offer}：申请{outside.entry}排在{inside.entry}前面，没有分到，后面的分到了"
        )


def _signature(person: _Person, reserves: Mapping[str, int]) -> Groups:
    return person.groups.intersection(reserves) if reserves else NOBODY


def _extreme(
    people: Iterable[_Person], reserves: Mapping[str, int], choose: Callable[..., _Person]
) -> dict[Groups, _Person]:
    """The first or the last of each set of groups."""
    alike: dict[Groups, list[_Person]] = {}
    for person in people:
        alike.setdefault(_signature(person, reserves), []).append(person)
    return {groups: choose(each, key=lambda person: person.key) for groups, each in alike.items()}


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
