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
from huigong.kernel.sentences import wording


class Whereabouts(StrEnum):
    """What decides which place's office answers."""

    RESIDENCE = "residence"
    SETTLING = "settling"
    HUKOU = "hukou"
    WORK = "work"
    PROJECT = "project"
    EMPLOYER = "employer"
    FUND_ACCOUNT = "fund-account"
    FUND_OPENING = "fund-opening"
    BUSINESS = "business"
    DEBTOR = "debtor"
    EVENT = "event"
    POOLING = "pooling"
    COVER = "cover"
    SCHOOL = "school"
    LAND = "land"
    RENTED_HOME = "rented-home"
    BOUGHT_HOME = "bought-home"
    CLINIC = "clinic"
    FACILITY = "facility"
    CHILD = "child"
    ELDER = "elder"
    COMMUNITY_POLLING = "community-polling"
    VILLAGE_POLLING = "village-polling"

    @property
    def words(self) -> str:
        """`干活的地方`."""
        return _DECIDING[self].words

    @property
    def whose(self) -> str:
        """The place as the person's own, to stand before an office: `您户口所在地`."""
        return _DECIDING[self].whose or self.words

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that name the place, the one that is asked first; empty where it is the place asked about."""
        return _DECIDING[self].facts

    @property
    def unless(self) -> str:
        """The fact which, when true, keeps every fact but the first from naming the place; empty for none."""
        return _DECIDING[self].unless

    @property
    def is_here(self) -> bool:
        """Whether the place that somebody asks about is this one unless a fact names another."""
        return _DECIDING[self].here


@dataclass(frozen=True)
class _Deciding:
    """What decides the place: in words, by which facts, and whether it is the place that is asked about."""

    words: str
    facts: tuple[str, ...] = ()
    here: bool = False
    whose: str = ""
    unless: str = ""


_DECIDING = {
    Whereabouts.RESIDENCE: _Deciding(wording("现在住的地方"), (wording("现居住地"),), here=True),
    Whereabouts.SETTLING: _Deciding(wording("要落户的地方"), here=True),
    Whereabouts.HUKOU: _Deciding(wording("户口所在地"), (wording("户籍地"),), whose=wording("您户口所在地")),
    Whereabouts.WORK: _Deciding(wording("干活的地方"), (wording("务工地"),), here=True),
    Whereabouts.PROJECT: _Deciding(wording("工程所在地"), (wording("务工地"),), here=True),
    Whereabouts.EMPLOYER: _Deciding(wording("单位所在地"), (wording("单位所在地"),)),
    # Who left an employer keeps the account where it was.
    Whereabouts.FUND_ACCOUNT: _Deciding(
        wording("公积金账户所在地"), (wording("公积金账户所在地"),), whose=wording("您公积金账户所在地")
    ),
    # Who works for nobody pays in where they live: an employer's place, told for another matter, is not theirs.
    Whereabouts.FUND_OPENING: _Deciding(
        wording("单位所在地（自己存的，现在住的地方）"),
        (wording("公积金开户地"), wording("单位所在地")),
        whose=wording("您单位所在地（自己存的，现在住的地方）"),
        unless="灵活就业",
    ),
    Whereabouts.BUSINESS: _Deciding(wording("经营的地方"), (wording("经营地"),), here=True),
    Whereabouts.DEBTOR: _Deciding(wording("欠钱一方所在地"), (wording("欠钱方所在地"),)),
    Whereabouts.EVENT: _Deciding(
        wording("事情发生地，或者处理这件事的机关所在地"),
        (wording("事情发生地"),),
        whose=wording("事情发生地"),
    ),
    Whereabouts.POOLING: _Deciding(
        wording("参加保险的地方"), (wording("参保地"),), whose=wording("您参加保险的地方")
    ),
    # Who was never insured is found and graded where they work, not where the employer is registered, and
    # who is insured may work elsewhere: no other fact names the place (人社部发〔2016〕29号第七条).
    Whereabouts.COVER: _Deciding(
        wording("单位上保险的地方（没上的，干活的厂、店、工地所在地）"),
        (wording("单位参保地"),),
        whose=wording("您单位上保险的地方（没上的，干活的厂、店、工地所在地）"),
    ),
    Whereabouts.SCHOOL: _Deciding(wording("学校所在地"), (wording("学校所在地"),)),
    # Land stays where it was when the hukou moves to a town.
    Whereabouts.LAND: _Deciding(
        wording("土地所在地"),
        (wording("土地所在地"), wording("户籍地")),
        whose=wording("您老家（土地所在地）"),
        unless="在城镇落户",
    ),
    # Who rents in one county and buys in another deals with two offices: one fact must not stand for both.
    Whereabouts.RENTED_HOME: _Deciding(wording("租住的房屋所在地"), (wording("租住房屋所在地"),)),
    Whereabouts.BOUGHT_HOME: _Deciding(wording("所买的房屋所在地"), (wording("所买房屋所在地"),)),
    Whereabouts.CLINIC: _Deciding(wording("所选机构所在地"), (wording("诊断机构所在地"),)),
    Whereabouts.FACILITY: _Deciding(wording("设施所在地"), here=True),
    Whereabouts.CHILD: _Deciding(wording("孩子住的地方"), (wording("孩子住的地方"),)),
    Whereabouts.ELDER: _Deciding(wording("老人住的地方"), (wording("老人住的地方"),)),
    Whereabouts.COMMUNITY_POLLING: _Deciding(
        wording("要参加选举的社区"), (wording("社区选举所在地"),), whose=wording("您要参加选举的社区所在地")
    ),
    Whereabouts.VILLAGE_POLLING: _Deciding(
        wording("要参加选举的村"), (wording("村选举所在地"),), whose=wording("您要参加选举的村所在地")
    ),
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
