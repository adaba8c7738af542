"""A kind of offer as it is declared: who may have a place, in what order, and what an answer does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huigong.declarations.addresses import Address
from huigong.declarations.durations import Duration
from huigong.directory.assurance import Assurance
from huigong.offers.attributes import Attribute
from huigong.offers.mechanisms import Mechanism, Ties
from huigong.rules.nodes import Node


class EligibleAt(StrEnum):
    """When the conditions must be met: as one asks, when the list is closed, or when the place is taken up."""

    APPLY = "apply"
    FREEZE = "freeze"
    TAKE_UP = "take_up"


class Silence(StrEnum):
    """What no answer by the last day means."""

    DECLINE = "decline"
    ACCEPT = "accept"


class Effect(StrEnum):
    """What refusing too often does."""

    END_OF_LIST = "end_of_list"
    OFF_LIST = "off_list"


class Once(StrEnum):
    """What nobody may have two places of at a time."""

    OFFER = "offer"
    KIND = "kind"


class Order(StrEnum):
    """Who says in what order places are given: the declaration itself, or each region below it for its own places."""

    STATED = "stated"
    LOCAL = "local"


class Column(StrEnum):
    """What of each entry is published. Names never are.

    `FILE` is no column: with it anybody may have the whole file, with everybody's wishes, groups and whether barred.
    """

    ENTRY = "entry"
    TIER = "tier"
    POINTS = "points"
    RANK = "rank"
    FILE = "file"


@dataclass(frozen=True)
class Group:
    """Some of those who ask: whom a rule is true of, or (`near`) who lives in the region of the offer; else everybody."""

    name: str
    rule: Node | None = None
    near: bool = False


@dataclass(frozen=True)
class Reserved:
    """At least so many places, a rule that gives a whole number, are for the group."""

    group: Group
    at_least: Node


@dataclass(frozen=True)
class Kind:
    """One version of a kind of offer.

    Attributes:
        since: the first day of this version; a round keeps it.
        attributes: what each offer says of itself.
        running: nobody closes a list: whoever asks gets a free place at once, or waits.
        offered_by: lines of offices that may put such offers up; empty for any.
        identity: how surely somebody must be known to ask; with the phone alone, a resident number may be anybody's.
        conditions: None where everybody may.
        tiers: the first that somebody belongs to is theirs; who belongs to none may not have a place.
        points: a rule that gives a whole number; None where there are none.
        wishes: how many offers of a round somebody may name.
        hold: how long a place is kept for an answer; None for as long as it takes.
        refusals: how many refusals have the effect.
        ordered: whether anybody has said in what order places are given; until then no round is opened.
        wanted_by: services whose applicants want such a place; `placed_if` is true of whoever has one anyway.
        events, shown_by: the life events and the services, beside those of `wanted_by`, on whose pages people look for it.
    """

    id: str
    name: str
    since: date
    version: str
    offered_by: tuple[Address, ...]
    attributes: tuple[Attribute, ...]
    mechanism: Mechanism
    ties: Ties
    running: bool
    wishes: int
    conditions: Node | None
    eligible_at: EligibleAt
    tiers: tuple[Group, ...]
    reserves: tuple[Reserved, ...]
    points: Node | None
    hold: Duration | None
    silence: Silence
    refusals: int
    effect: Effect
    publish: tuple[Column, ...]
    once: Once = Once.OFFER
    identity: Assurance = Assurance.CHECKED
    ordered: bool = True
    wanted_by: tuple[str, ...] = ()
    placed_if: Node | None = None
    events: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()

    def stands_at(self, *, event: str = "", service: str = "") -> bool:
        """Whether the page of a life event or a service lists what is open of it; every list of all does."""
        if event:
            return event in self.events
        return not service or service in (*self.shown_by, *self.wanted_by)
