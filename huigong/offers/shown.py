"""What people see of offers, rounds and their own requests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huigong.directory.assurance import Assurance
from huigong.offers.kinds import Column, Effect, Silence
from huigong.offers.mechanisms import Mechanism, Ties


@dataclass(frozen=True)
class OpenOffer:
    """An offer that can be asked for: what it says of itself, its places, and how many of them are free now."""

    id: str
    name: str
    says: tuple[tuple[str, str], ...]
    places: int
    free: int


@dataclass(frozen=True)
class OpenRound:
    """A round that takes requests, of an `office` (by name) of a `region`. `wishes` is how many offers somebody may name; `tiers` are named the first to go first;
    `identity` is how surely somebody must be known to ask."""

    id: str
    name: str
    kind: str
    region: str
    office: str
    running: bool
    closes_on: date | None
    wishes: int
    mechanism: Mechanism
    ties: Ties
    tiers: tuple[str, ...]
    reserves: tuple[str, ...]
    offers: tuple[OpenOffer, ...]
    identity: Assurance


@dataclass(frozen=True)
class OwnWish:
    """An offer that the person named: what it says of itself, its rank (None while there is none), and how many go before
    them now."""

    offer: str
    says: tuple[tuple[str, str], ...]
    rank: int | None
    before: int | None
    barred: str


@dataclass(frozen=True)
class OwnRequest:
    """A request of the person's own. `offered` is the offer that is kept for them until `answer_by`, `has` the one they have;
    `refusals_left` how many refusals bring the `effect`, this one counted; where it is `running`, each puts them at the end;
    `says` what the offer kept for them, or had, says of itself; `why` tells how it came to it, once the result is published; `shut` whether the
    person may not ask in the round again."""

    id: str
    number: str
    round: str
    stage: str
    wishes: tuple[OwnWish, ...]
    offered: str
    answer_by: date | None
    has: str
    claim_id: str
    may_withdraw: bool
    silence: Silence
    refusals_left: int
    running: bool
    says: tuple[tuple[str, str], ...]
    round_id: str
    effect: Effect
    gone: bool
    why_gone: str
    shut: bool
    why: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One entry as it is published: column → value, no names."""

    columns: Mapping[Column, str]
