"""Who answers for a service: which line of offices, at which level, and of which place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from huigong.catalogue.lineage import full_reference
from huigong.catalogue.places import Places, Whereabouts
from huigong.directory.offices.levels import Level
from huigong.kernel.packs import Entry, Place, Shape
from huigong.kernel.packs.kinds import choice, day, flag, rows, text
from huigong.kernel.packs.shapes import unknown


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


SPLIT = Shape("分给另一级的情形", {"applies": text(said=True), "level": choice(Level), "clause": text()})
LEAD = Shape(
    "牵头部门",
    {
        "line": text(),
        "seen_as": text(""),
        "level": choice(Level),
        "place": text(),
        "clause": text(""),
        "fact": text(""),
        "desk": text("", said=True),
        "does": text("", said=True),
        "since": day(None),
        "verified": flag(True),
        "splits": rows(SPLIT),
    },
)


def check_lead(entry: Entry, places: Places) -> None:
    """Notes a place that the packs do not know."""
    if entry["place"] not in places:
        unknown(entry.spot("place"), entry["place"], places, kind="地方")


def read_lead(entry: Entry, document: str, places: Places) -> Lead:
    """The lead as its service's file states it; a short reference is to the service's document."""
    fields = {key: entry[key] for key in LEAD.keys if key not in ("clause", "splits", "place")}
    return Lead(
        **fields,
        place=places[entry["place"]],
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
