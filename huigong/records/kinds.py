"""What a kind of record is, as its packs declare it: fields, events, states by date, facts, who writes and who reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final

from huigong.declarations import Head
from huigong.declarations.addresses import Address
from huigong.declarations.aggregates import Aggregate
from huigong.declarations.changing import Change
from huigong.declarations.durations import Duration
from huigong.declarations.privacy import Secrecy
from huigong.forms.fields import Field
from huigong.forms.types import type_of
from huigong.kernel.labelled import Labelled
from huigong.kernel.packs import Place
from huigong.kernel.sentences import wording
from huigong.rules.nodes import Fact, Node
from huigong.rules.parameters import ParameterLookup, no_parameters
from huigong.rules.values import Type

STATE: Final = "状态"
HAPPENED: Final = "已有"
DAY: Final = "日期"
UNKNOWN_STATE: Final = wording("未知")
SEALED: Final = (Secrecy.SENSITIVE, Secrecy.SECRET)
"""What is as private as this never lies open in the index, so no state or fact may read it."""


class About(Labelled):
    """What a record is about."""

    PERSON = "person", wording("人员")
    HOUSEHOLD = "household", wording("家庭户")
    EMPLOYER = "employer", wording("用人单位")
    PROJECT = "project", wording("工程项目")
    PLACE = "place", wording("地区")
    RECORD = "record", wording("另一条记录")


class OnConflict(StrEnum):
    """What happens to a second record with the same key."""

    REFUSE = "refuse"
    TELL = "tell"


class Among(StrEnum):
    """Which records a key is unique among."""

    LIVE = "live"
    ALL = "all"


class Scope(StrEnum):
    """Where a key is unique."""

    NATION = "nation"
    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"

    def of(self, region: str) -> str:
        """The code of the place within which a key of `region` is unique."""
        digits = {Scope.NATION: 0, Scope.PROVINCE: 2, Scope.PREFECTURE: 4, Scope.COUNTY: 6}[self]
        return region[:digits]


@dataclass(frozen=True)
class EventKind:
    """What may happen to a record: which fields it sets, and whether the record ends with it.

    `corrects` says that an earlier event was wrong, `annuls` that it never counted. `granted_by` are the services whose grant
    is this event.
    """

    name: str
    sets: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    ends: bool = False
    corrects: bool = False
    annuls: bool = False
    granted_by: tuple[str, ...] = ()

    @property
    def of_the_world(self) -> bool:
        """Whether something changed in the world, and not only in what is known of it."""
        return not (self.corrects or self.annuls)


@dataclass(frozen=True)
class State:
    """A state by date. Of the states in their order the first whose rule holds; without a rule it is the rest."""

    name: str
    rule: Node | None = None


@dataclass(frozen=True)
class Flag:
    """Something that holds of a record besides its state."""

    name: str
    rule: Node


@dataclass(frozen=True)
class Unique:
    """Fields that together belong to one record."""

    of: tuple[str, ...]
    among: Among
    scope: Scope
    on_conflict: OnConflict

    @property
    def name(self) -> str:
        """What the key is called: its fields."""
        return "+".join(self.of)


@dataclass(frozen=True)
class Coverage:
    """Where and since when everything that there is stands in the register, so that absence is a "no"."""

    region: str
    since: date


@dataclass(frozen=True)
class Reader:
    """Who may read a kind: offices of a line, for a purpose, and which fields; all without any named."""

    address: Address
    purpose: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class Keep:
    """How long a record is kept after an event."""

    length: Duration
    after: str


@dataclass(frozen=True)
class RecordKind:
    """A kind of record as it stands in one region on one day. `facts` are what it says of whoever it is about;
    `slots` where each value that states and facts read lies open in the index."""

    head: Head
    about: About
    fields: Mapping[str, Field]
    events: Mapping[str, EventKind]
    states: tuple[State, ...]
    flags: tuple[Flag, ...] = ()
    unique: tuple[Unique, ...] = ()
    series: str = ""
    issued_on: str = ""
    complete: tuple[Coverage, ...] = ()
    facts: Mapping[str, Aggregate] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    written_by: tuple[Address, ...] = ()
    read_by: tuple[Reader, ...] = ()
    keep: Keep | None = None
    place: Place | None = field(default=None, compare=False, repr=False)
    parameters: ParameterLookup = field(default=no_parameters, compare=False, repr=False)

    @property
    def id(self) -> str:
        return self.head.id

    @cached_property
    def places(self) -> Mapping[str, str]:
        """The fields that hold a region and lie open, each with what rules read of it: whom an address means may hang on them."""
        opened = (each for each in self.fields.values() if each.privacy not in SEALED)
        return {
            each.id: fact.name for each in opened for fact in type_of(each.kind).facts(each) if fact.is_region
        }

    @cached_property
    def readable(self) -> Mapping[str, Fact]:
        """What states may read: the fields, and of each event whether and when it happened last."""
        return {**facts_of_fields(self.fields), **facts_of_events(self.events)}

    @cached_property
    def told(self) -> Mapping[str, Fact]:
        """What facts and other engines may read of a record besides: its state and its flags."""
        return {**self.readable, **facts_of_states(self.states, self.flags)}

    def begins(self, event: str) -> bool:
        """Whether an event begins a record of its own: what gives it its number, else what is declared first."""
        return event == (self.issued_on or next(iter(self.events)))

    def covers(self, region: str, on: date) -> bool:
        """Whether absence in the region is a "no" on the day."""
        prefixes = (each.region.rstrip("0") for each in self.complete if each.since <= on)
        return any(region.startswith(prefix) for prefix in prefixes)


def facts_of_fields(fields: Mapping[str, Field]) -> dict[str, Fact]:
    """What rules may read of fields."""
    return {fact.name: fact for each in fields.values() for fact in type_of(each.kind).facts(each)}


def facts_of_events(events: Mapping[str, EventKind]) -> dict[str, Fact]:
    """`注销.已有` and `注销.日期` of each event."""
    names = [event.name for event in events.values() if event.of_the_world]
    made = {f"{name}.{HAPPENED}": Fact(f"{name}.{HAPPENED}", Type.BOOL) for name in names}
    return made | {f"{name}.{DAY}": Fact(f"{name}.{DAY}", Type.DATE) for name in names}


def facts_of_states(states: tuple[State, ...], flags: tuple[Flag, ...]) -> dict[str, Fact]:
    """`状态`, and each flag as a yes or no."""
    state = Fact(STATE, Type.ENUM, values=tuple(each.name for each in states))
    return {STATE: state} | {flag.name: Fact(flag.name, Type.BOOL) for flag in flags}
