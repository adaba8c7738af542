"""Who answers for a service: which line of offices, at which level, and of which place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from huigong.catalogue.lineage import full_reference
from huigong.directory.offices.levels import Level
from huigong.kernel.packs import Entry, Place, Shape
from huigong.kernel.packs.kinds import choice, day, flag, rows, text


class Whereabouts(StrEnum):
    """What decides which place's office answers."""

    RESIDENCE = "residence"
    SETTLING = "settling"
    HUKOU = "hukou"
    WORK = "work"
    PROJECT = "project"
    EMPLOYER = "employer"
    BUSINESS = "business"
    DEBTOR = "debtor"
    EVENT = "event"
    POOLING = "pooling"
    SCHOOL = "school"
    LAND = "land"
    PROPERTY = "property"
    CLINIC = "clinic"
    FACILITY = "facility"
    CARED_FOR = "cared_for"
    POLLING = "polling"

    @property
    def words(self) -> str:
        """`干活的地方`."""
        return _PLACES[self]


_PLACES = {
    Whereabouts.RESIDENCE: "现在住的地方",
    Whereabouts.SETTLING: "要落户的地方",
    Whereabouts.HUKOU: "户口所在地",
    Whereabouts.WORK: "干活的地方",
    Whereabouts.PROJECT: "工程所在地",
    Whereabouts.EMPLOYER: "单位所在地",
    Whereabouts.BUSINESS: "经营的地方",
    Whereabouts.DEBTOR: "欠钱一方所在地",
    Whereabouts.EVENT: "事情发生地，或者处理这件事的机关所在地",
    Whereabouts.POOLING: "参加保险的地方",
    Whereabouts.SCHOOL: "学校所在地",
    Whereabouts.LAND: "土地所在地",
    Whereabouts.PROPERTY: "房屋所在地",
    Whereabouts.CLINIC: "所选机构所在地",
    Whereabouts.FACILITY: "设施所在地",
    Whereabouts.CARED_FOR: "孩子或者老人住的地方",
    Whereabouts.POLLING: "要参加选举的村或者社区",
}


@dataclass(frozen=True)
class Split:
    """Cases of a service that another level answers for: `市里管的工程`, by this clause."""

    applies: str
    level: Level
    clause: str


@dataclass(frozen=True)
class Lead:
    """Who answers for the service, and the law that says so.

    `line` is the office line; `seen_as` how the document names it (empty where it does not);
    `level` and `place` say which office of the line; `clause` is the article that decides them,
    in words or as a reference, `fact` where it was checked. `desk` is where people go in person,
    when that is not the office itself. `verified` is False where no article was found and the
    level is only the usual one. Where several answer, `does` is the part of the matter that is
    this one's (`看病的救助`), and `since` its first day, None for always.
    """

    line: str
    level: Level
    place: Whereabouts
    seen_as: str = ""
    clause: str = ""
    fact: str = ""
    desk: str = ""
    does: str = ""
    since: date | None = None
    verified: bool = True
    splits: tuple[Split, ...] = ()
    written_at: Place = field(default=Place(), compare=False, repr=False)


SPLIT = Shape("分给另一级的情形", {"applies": text(), "level": choice(Level), "clause": text()})
LEAD = Shape(
    "牵头部门",
    {
        "line": text(),
        "seen_as": text(""),
        "level": choice(Level),
        "place": choice(Whereabouts),
        "clause": text(""),
        "fact": text(""),
        "desk": text(""),
        "does": text(""),
        "since": day(None),
        "verified": flag(True),
        "splits": rows(SPLIT),
    },
)


def read_lead(entry: Entry, document: str) -> Lead:
    """The lead as its service's file states it; a short reference is to the service's document."""
    fields = {key: entry[key] for key in LEAD.keys if key not in ("clause", "splits")}
    return Lead(
        **fields,
        clause=full_reference(entry["clause"], document),
        splits=read_splits(entry["splits"], document),
        written_at=entry.place,
    )


def read_splits(entries: Iterable[Entry], document: str) -> tuple[Split, ...]:
    """The cases that another level answers for."""
    return tuple(
        Split(entry["applies"], entry["level"], full_reference(entry["clause"], document))
        for entry in entries
    )
