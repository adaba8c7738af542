"""What the office book holds: offices, lines, heirs, groups."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Office:
    """One office under one name. The id stays through renames and ends with the body.

    `kind` is government, party, mass, judicial, vertical, coordinating,
    institution or grassroots. `verified` is False where the local name was not
    confirmed; `generic` marks a class of bodies rather than one body (居委会).
    """

    id: str
    region: str
    line: str
    name: str
    short_names: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    kind: str = "government"
    verified: bool = True
    generic: bool = False
    note: str = ""

    def valid_on(self, day: date) -> bool:
        """Whether the name was in use; both bounds belong to it."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True)
class Heir:
    """Who took over from a line, from when on, and for which topics (empty: for all the rest)."""

    line: str
    valid_from: date | None
    topics: tuple[str, ...] = ()
    verified: bool = True
    source: str = ""
    note: str = ""

    def takes(self, topic: str | None) -> bool:
        """Whether the topic, as free text, names something this heir took over."""
        return topic is not None and any(word in topic for word in self.topics)


@dataclass(frozen=True)
class Line:
    """A line of work through all levels (条线), with the name its offices usually bear."""

    id: str
    title: str
    kind: str
    pattern: str
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    local: bool = False
    heirs: tuple[Heir, ...] = ()


@dataclass(frozen=True)
class Group:
    """A coordinating group whose members documents name in one word (各成员单位)."""

    region: str
    line: str
    names: tuple[str, ...]
    members: tuple[str, ...]
    verified: bool
    note: str


@dataclass(frozen=True)
class Collective:
    """A way of naming many offices at once that leads to no single one, or to one of its kind."""

    pattern: re.Pattern[str]
    says: str


@dataclass(frozen=True)
class Place:
    """How a region is written inside office names."""

    region: str
    name: str
    bare: str
    level: str

    def fill(self, pattern: str) -> str:
        """`{place}人力资源和社会保障{bureau}` → `攀枝花市人力资源和社会保障局`."""
        province = self.region.endswith("0000")
        city = self.region.endswith("00") and not province
        return pattern.format(
            place=self.name,
            bare=self.bare,
            level=self.level,
            bureau="厅" if province else "局",
            general="办公厅" if province else "办公室",
            court="高级人民法院" if province else "中级人民法院" if city else "人民法院",
        )


@dataclass(frozen=True)
class RegionOffices:
    """What one region's file says."""

    place: Place
    offices: tuple[Office, ...] = ()
    groups: tuple[Group, ...] = ()


@dataclass(frozen=True)
class Resolution:
    """What a name in a document meant then and who that is now.

    `then` is empty when the name is unknown, or when the body did not exist on
    that day. `members` marks a name for many offices. `sure` is False whenever
    a person should look; `notes` says in Chinese why.
    """

    query: str
    then: tuple[Office, ...] = ()
    now: tuple[Office, ...] = ()
    members: bool = False
    sure: bool = True
    notes: tuple[str, ...] = ()
