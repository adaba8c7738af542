"""What an allocation is worked out from: frozen values without names, with one spelling and one digest.

Everything that decides stands here, so that whoever has the file can work the result out again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from huigong.kernel import canonical
from huigong.kernel.errors import Invalid
from huigong.kernel.signing import sm3_hex

FORMAT = "huigong.allocation.frozen/1"
MOST_RESERVES = 6  # all their subsets are looked at
MOST_WISHES = 255
FARTHEST = 2**39
"""Beyond any number of points, tiers or entries."""
NOBODY: frozenset[str] = frozenset()


class Criterion(StrEnum):
    """By what those who wish for the same offer are put in order, the first that differs decides."""

    TIER = "tier"  # the smaller first
    POINTS = "points"  # the larger first
    ARRIVED = "arrived"  # the smaller first
    LOT = "lot"  # SM3(seed, offer, entry), the smaller first


@dataclass(frozen=True, slots=True)
class Reserve:
    """At least so many places are for entries of the group, as far as there are any; each place counts for one reserve."""

    group: str
    at_least: int


@dataclass(frozen=True, slots=True)
class Offer:
    """Something with `capacity` places; the reserves together are no more than these."""

    id: str
    capacity: int
    reserves: tuple[Reserve, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """An entry's standing with one offer that it wishes for. `barred` says why it may not have it, or is empty.

    `tier` counts from 0; where both sides choose, it is the order in which the offering side would take them.
    """

    offer: str
    tier: int = 0
    points: int = 0
    groups: frozenset[str] = NOBODY
    barred: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One request, under a number that says nothing of the person; `wishes` stand in the order of preference.

    `arrived` is its turn among all entries of the round, from 1.
    """

    id: str
    arrived: int
    wishes: tuple[Wish, ...]


@dataclass(frozen=True)
class Frozen:
    """The closed list of a round. `order` is complete: what it leaves undecided, the number of the entry decides."""

    round: str
    order: tuple[Criterion, ...]
    offers: tuple[Offer, ...]
    entries: tuple[Entry, ...]

    @cached_property
    def document(self) -> dict[str, Any]:
        """As JSON: offers and entries by their ids, whatever order they came in."""
        return {
            "format": FORMAT,
            "round": self.round,
            "order": [criterion.value for criterion in self.order],
            "offers": [_offer(offer) for offer in sorted(self.offers, key=lambda offer: offer.id)],
            "entries": [_entry(entry) for entry in sorted(self.entries, key=lambda entry: entry.id)],
        }

    @cached_property
    def digest(self) -> str:
        """SM3 of the one spelling, 64 hexadecimal digits: published before the seed is known."""
        return sm3_hex(canonical.written(self.document).encode())

    @property
    def by_lot(self) -> bool:
        """Whether a seed is needed."""
        return Criterion.LOT in self.order


def checked(frozen: Frozen) -> Frozen:
    """The same. Raises `DomainError` (`allocation.malformed`) for what no allocation can be worked out from."""
    capacities = {offer.id: offer.capacity for offer in frozen.offers}
    if len(capacities) != len(frozen.offers):
        raise _malformed("有两个名额用同一个编号")
    for offer in frozen.offers:
        _check_offer(offer)
    if len({entry.id for entry in frozen.entries}) != len(frozen.entries):
        raise _malformed("有两份申请用同一个编号")
    for entry in frozen.entries:
        _check_entry(entry, capacities)
    return frozen


def read(document: Mapping[str, Any]) -> Frozen:
    """The list of a document as `Frozen.document` gives it. Raises `DomainError` (`allocation.malformed`)."""
    try:
        if document["format"] != FORMAT:
            raise _malformed("不是分配名单的格式")
        frozen = Frozen(
            round=document["round"],
            order=tuple(Criterion(word) for word in document["order"]),
            offers=tuple(_offer_of(offer) for offer in document["offers"]),
            entries=tuple(_entry_of(entry) for entry in document["entries"]),
        )
        return checked(frozen)
    except (KeyError, TypeError, ValueError) as error:
        raise _malformed("名单里缺少内容，或者内容的形式不对") from error


def _check_offer(offer: Offer) -> None:
    reserved = sum(reserve.at_least for reserve in offer.reserves)
    if offer.capacity < 0 or any(reserve.at_least < 0 for reserve in offer.reserves):
        raise _malformed(f"{offer.id}的名额数小于0")
    if reserved > offer.capacity:
        raise _malformed(f"{offer.id}预留{reserved}个，多于名额数{offer.capacity}")
    if len({reserve.group for reserve in offer.reserves}) != len(offer.reserves):
        raise _malformed(f"{offer.id}给同一类人预留了两次")
    if len(offer.reserves) > MOST_RESERVES:
        raise _malformed(f"{offer.id}的预留多于{MOST_RESERVES}类")


def _check_entry(entry: Entry, offers: Collection[str]) -> None:
    wished = [wish.offer for wish in entry.wishes]
    if len(wished) > MOST_WISHES:
        raise _malformed(f"申请{entry.id}的志愿多于{MOST_WISHES}个")
    numbers = [entry.arrived, *(number for wish in entry.wishes for number in (wish.tier, abs(wish.points)))]
    if min(numbers) < 0 or max(numbers) >= FARTHEST:
        raise _malformed(f"申请{entry.id}的数小于0或者太大")
    if len(set(wished)) != len(wished):
        raise _malformed(f"申请{entry.id}把同一个名额填了两次")
    for offer in wished:
        if offer not in offers:
            raise _malformed(f"申请{entry.id}填了名单里没有的名额{offer}")


def _offer(offer: Offer) -> dict[str, Any]:
    reserves = sorted(offer.reserves, key=lambda reserve: reserve.group)
    return {
        "id": offer.id,
        "capacity": offer.capacity,
        "reserves": [[reserve.group, reserve.at_least] for reserve in reserves],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "arrived": entry.arrived,
        "wishes": [
            [wish.offer, wish.tier, wish.points, sorted(wish.groups), wish.barred] for wish in entry.wishes
        ],
    }


def _offer_of(offer: Mapping[str, Any]) -> Offer:
    reserves = tuple(Reserve(group, _whole(at_least)) for group, at_least in offer["reserves"])
    return Offer(offer["id"], _whole(offer["capacity"]), reserves)


def _entry_of(entry: Mapping[str, Any]) -> Entry:
    wishes = tuple(
        Wish(offer, _whole(tier), _whole(points), frozenset(groups) if groups else NOBODY, barred)
        for offer, tier, points, groups, barred in entry["wishes"]
    )
    return Entry(entry["id"], _whole(entry["arrived"]), wishes)


def _whole(number: Any) -> int:
    if type(number) is not int:
        raise TypeError(f"{number!r} is no whole number")
    return number


def _malformed(why: str) -> Invalid:
    return Invalid(
        code="allocation.malformed",
        about="allocation",
        what="名单不能用来分配",
        why=why,
        do="请用系统导出的原文件；自己写的名单请对照格式说明",
    )
