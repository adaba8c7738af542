"""Who answers for a service: which line of offices, at which level, and of which place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from huigong.catalogue.places import Places, Whereabouts
from huigong.directory.offices.levels import Level
from huigong.kernel.packs import Entry, Place, Shape
from huigong.kernel.packs.kinds import choice, day, flag, rows, text, whatever
from huigong.kernel.packs.references import full_reference
from huigong.kernel.packs.shapes import unknown
from huigong.rules.check import check
from huigong.rules.facts import FactDictionary
from huigong.rules.nodes import Node, fact_names
from huigong.rules.parse import parse_condition
from huigong.rules.values import Type


@dataclass(frozen=True)
class Split:
    """Cases of a service that another level answers for: `市里管的工程`, by this clause.

    Where `when` says that a case is one of them, it goes there; without a rule (None) people are only told so.
    """

    applies: str
    level: Level
    clause: str
    when: Node | None = None


@dataclass(frozen=True)
class Lead:
    """Who answers for the service, and the law that says so.

    Attributes:
        line, seen_as: the office line, and how the document names it, "" where it does not.
        level, place: which office of the line.
        clause, fact: the article that decides them, in words or as a reference, and where it was checked.
        desk: where people go in person, when that is not the office itself.
        verified: False where no article was found and the level is only the usual one.
        does, since: where several answer, the part of the matter that is this one's (`看病的救助`), and its first day,
            None for always.
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

    @property
    def reads(self) -> tuple[str, ...]:
        """Every fact that has a say in which office it is, each once."""
        rules = (split.when for split in self.splits if split.when is not None)
        return tuple(
            dict.fromkeys((*self.place.reads, *(name for rule in rules for name in fact_names(rule))))
        )


SPLIT = Shape(
    "分给另一级的情形",
    {"applies": text(said=True), "level": choice(Level), "clause": text(), "when": whatever(None)},
)
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


def read_lead(entry: Entry, document: str, places: Places, facts: FactDictionary) -> Lead:
    """The lead as its service's file states it; a short reference is to the service's document.

    Raises `PackError` for a rule that cannot be read.
    """
    fields = {key: entry[key] for key in LEAD.keys if key not in ("clause", "splits", "place")}
    return Lead(
        **fields,
        place=places[entry["place"]],
        clause=full_reference(entry["clause"], document),
        splits=read_splits(entry["splits"], document, facts),
        written_at=entry.place,
    )


def read_splits(entries: Iterable[Entry], document: str, facts: FactDictionary) -> tuple[Split, ...]:
    """The cases that another level answers for. Raises `PackError` for a rule that cannot be read."""
    return tuple(
        Split(
            entry["applies"],
            entry["level"],
            full_reference(entry["clause"], document),
            _when(entry, facts),
        )
        for entry in entries
    )


def _when(entry: Entry, facts: FactDictionary) -> Node | None:
    """The rule of a split, over facts alone: who decided does not hang on a figure of the region."""
    if entry["when"] is None:
        return None
    rule = parse_condition(entry["when"], facts=facts, where=entry.spot("when").place)
    check(rule, facts, expect=Type.BOOL)
    return rule
