"""What the office book holds: offices, lines, heirs, groups."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from huigong.directory.offices.levels import Level
from huigong.kernel import days, regions
from huigong.kernel.regions import Level as RegionLevel
from huigong.kernel.sentences import say, wording


@dataclass(frozen=True)
class Contact:
    """Where and when an office receives people, in its own words; empty where nobody has entered it."""

    address: str = ""
    phone: str = ""
    hours: str = ""

    @property
    def known(self) -> bool:
        """Whether anything was entered."""
        return bool(self.address or self.phone or self.hours)

    @property
    def text(self) -> str:
        """`地址：…；电话：…`, and where nothing was entered, that it is not known."""
        parts = (("地址", self.address), ("电话", self.phone), ("时间", self.hours))
        return "；".join(f"{name}：{said}" for name, said in parts if said) or _NO_CONTACT


MADE_UP = wording("虚构，待当地填写")
UNCHECKED = wording("名称待核")


def doubt_of(*, made_up: bool, verified: bool) -> str:
    """`虚构，待当地填写`, `名称待核` or nothing."""
    return MADE_UP if made_up else "" if verified else UNCHECKED


@dataclass(frozen=True)
class Said:
    """Who of the place said it, on which day, and from what source."""

    by: str
    on: date
    source: str


@dataclass(frozen=True)
class Office:
    """One office under one name. The id stays through renames and ends with the body.

    Attributes:
        kind: government, party, mass, judicial, vertical, coordinating, institution or grassroots.
        verified: False where the local name was not confirmed.
        made_up: where the entry was invented to show the form and no such office need exist.
        code: 机关代字, which begins the numbers of its letters, "" where nobody entered it.
        generic: a class of bodies rather than one body (居委会).
        said: who of the place entered it here, None for what the packs say.
        successor: the office that the place named when it closed this one.
    """

    id: str
    region: str
    line: str
    name: str
    short_names: tuple[str, ...] = ()
    code: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    kind: str = "government"
    verified: bool = True
    generic: bool = False
    note: str = ""
    made_up: bool = False
    contact: Contact = field(default=Contact())
    said: Said | None = None
    successor: str = ""

    @property
    def marked(self) -> str:
        """The name; an invented one is never shown without saying so."""
        return f"{self.name}（{MADE_UP}）" if self.made_up else self.name

    @property
    def doubt(self) -> str:
        """What to say beside the name: invented, not confirmed, or nothing."""
        return doubt_of(made_up=self.made_up, verified=self.verified)

    def valid_on(self, day: date) -> bool:
        """Whether the name was in use; both bounds belong to it."""
        return days.holds(day, self.valid_from, self.valid_until)


@dataclass(frozen=True)
class Desk:
    """A body below the county where people go in person: a police station, a township's or a community's desk.

    `line` is the line of the county office behind it; `serves` says whom (`东镇的居民`); `id` is that
    of a desk which the place has entered, "" for one of the packs.
    """

    region: str
    line: str
    level: Level
    name: str
    serves: str = ""
    verified: bool = True
    made_up: bool = False
    contact: Contact = field(default=Contact())
    said: Said | None = None
    id: str = ""
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def doubt(self) -> str:
        """What to say beside the name: invented, not confirmed, or nothing."""
        return doubt_of(made_up=self.made_up, verified=self.verified)

    def valid_on(self, day: date) -> bool:
        """Whether it receives people on the day; both bounds belong to it."""
        return days.holds(day, self.valid_from, self.valid_until)


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
    """A line of work through all levels (条线), with the name its offices usually bear.

    `district` is the usual name in the districts of a city, where it is another one.
    """

    id: str
    title: str
    kind: str
    pattern: str
    district: str = ""
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    local: bool = False
    heirs: tuple[Heir, ...] = ()

    @property
    def bodies(self) -> str:
        """The offices of the line as a class: `人力资源社会保障部门`, `工会组织`; a government is no department."""
        named = self.kind == "judicial" or self.title.endswith("政府")
        return self.title if named else say(_BODIES.get(self.kind, wording("{title}部门")), title=self.title)


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

    @property
    def city(self) -> str:
        """The city of a district (`攀枝花市` of 仁和区), which its offices have in their names; else empty."""
        if not self.name.endswith("区") or not regions.known(self.region):
            return ""
        above = regions.ancestors(self.region)[:1]
        return next((city.name for city in above if _is_city(city)), "")

    def fill(self, pattern: str) -> str:
        """`{place}人力资源和社会保障{bureau}` → `攀枝花市人力资源和社会保障局`."""
        top = self.region.endswith("0000")
        city = self.region.endswith("00") and not top
        return pattern.format(
            place=f"{self.city}{self.name}",
            city=self.city,
            bare=self.bare,
            level=self.level,
            bureau="厅" if top and not self.name.endswith("市") else "局",
            general="办公厅" if top else "办公室",
            court="高级人民法院" if top else "中级人民法院" if city else "人民法院",
        )


def _is_city(region: regions.Region) -> bool:
    """A prefecture, or one of the municipalities."""
    return region.level is RegionLevel.PREFECTURE or (
        region.level is RegionLevel.PROVINCE and region.name.endswith("市")
    )


@dataclass(frozen=True)
class RegionOffices:
    """What one region's file says."""

    place: Place
    offices: tuple[Office, ...] = ()
    groups: tuple[Group, ...] = ()
    desks: tuple[Desk, ...] = ()


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


_NO_CONTACT = "地址、电话和上班时间还没有录入"
_BODIES = {
    "mass": wording("{title}组织"),
    "institution": wording("{title}机构"),
    "grassroots": wording("{title}组织"),
}
