"""Examples of a kind of offer as the packs tell them: who asks for what, and who has which place then.

- name: 预留的一个先给本区的人
  on: 2016-06-01
  region: "510403"
  parameters: {预留数: 1}
  offers: [{id: 河滨, places: 1}]
  people: [{id: 甲, lives: "510403", facts: {持有居住证: 是, 居住月数: 3}}, …]     # in the order in which they asked
  drawn: "03 07 11"            # what comes out of the public event, where lots decide
  then: {places: {甲: 河滨}, order: {河滨: [乙, 甲]}, barred: [丙], unknown: {丁: [持有居住证]}}
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from huigong.declarations import PARAMETERS
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Entry, Shape
from huigong.kernel.packs.kinds import as_written, day, items, line, mapped, number, one, rows, text, texts
from huigong.offers import attributes, frozen
from huigong.offers.kinds import Kind
from huigong.offers.lots import PublicEvent, seed_of_event
from huigong.offers.mechanisms import Mechanism, order_of
from huigong.offers.mechanisms.allocating import allocate
from huigong.offers.standings import Standing, reserves_of, standing
from huigong.rules.evaluate import Situation
from huigong.rules.facts import FactDictionary
from huigong.rules.parameters import ParameterLookup, set_beside
from huigong.rules.values import Answer

_OFFER = Shape("名额", {"id": text(), "places": number(), "says": mapped(as_written)}, named="id")
_TURN = mapped(as_written)
_PERSON = Shape(
    "申请人",
    {"id": text(), "lives": text(""), "facts": mapped(as_written), "wishes": texts(), "turns": _TURN},
    named="id",
)
_THEN = Shape(
    "结果",
    {
        "places": mapped(line),
        "order": mapped(items(line).kind),
        "barred": texts(),
        "unknown": mapped(items(line).kind),
    },
)
STORY: Final = Shape(
    "例子",
    {
        "name": text(),
        "on": day(),
        "region": text(""),
        PARAMETERS: mapped(as_written),
        "offers": rows(_OFFER, needed="请写几个名额"),
        "people": rows(_PERSON, needed="请写谁来申请"),
        "drawn": text(""),
        "then": one(_THEN),
    },
    named="name",
)


@dataclass(frozen=True)
class Told:
    """What came out: who has which place, the order with each offer, who is barred, and what is not known of whom."""

    places: Mapping[str, str]
    order: Mapping[str, list[str]]
    barred: tuple[str, ...]
    unknown: Mapping[str, list[str]]


def faults_of(
    story: Entry, kind: Kind, *, facts: FactDictionary, parameters: ParameterLookup, region: str
) -> Iterator[tuple[str, str]]:
    """Where the kind gives another result than the story says: the key at fault, and what came. What the story leaves out is
    not compared."""
    try:
        told = played(story, kind, facts=facts, parameters=parameters, region=region)
    except (DomainError, LookupError) as error:
        yield "people", str(error)
        return
    then = story["then"]
    compared: dict[str, tuple[str, Any, Any]] = {
        "places": ("名额", then["places"], dict(told.places)),
        "order": ("位次", _lists(then["order"]), dict(told.order)),
        "barred": ("不符合条件", then["barred"], told.barred),
        "unknown": ("不清楚", _lists(then["unknown"]), dict(told.unknown)),
    }
    for key, (called, said, came) in compared.items():
        if key in then.raw and said != came:
            yield "then", f"{called} {_in_words(came)}"


def _lists(named: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {name: list(each) for name, each in named.items()}


def played(
    story: Entry, kind: Kind, *, facts: FactDictionary, parameters: ParameterLookup, region: str
) -> Told:
    """The story worked out. Whoever something is not known of takes no part: a list with them could not be closed."""
    lookup = set_beside(parameters, story["parameters"])
    offers = {offer["id"]: offer for offer in story["offers"]}
    standings = {
        (person["id"], wish): _standing(person, offers[wish], kind, facts, story["on"], lookup, region)
        for person in story["people"]
        for wish in person["wishes"] or offers
    }
    unknown = {who: list(each.missing) for (who, _), each in standings.items() if each.missing}
    entries = [person for person in story["people"] if person["id"] not in unknown]
    closed = frozen.checked(
        frozen.Frozen(
            round=story["name"],
            order=order_of(kind.mechanism, kind.ties),
            offers=tuple(_offers(offers.values(), kind, story["on"], lookup)),
            entries=tuple(_entries(entries, standings)),
        )
    )
    seed = seed_of_event(closed.digest, PublicEvent(story["name"], story["drawn"]))
    given = allocate(closed, seed=seed)
    return Told(
        places=dict(given.placed),
        order={offer: list(order) for offer, order in given.order.items()},
        barred=tuple(
            person["id"]
            for person in entries
            if all(each.barred for (who, _), each in standings.items() if who == person["id"])
        ),
        unknown=unknown,
    )


def _standing(
    person: Entry,
    offer: Entry,
    kind: Kind,
    facts: FactDictionary,
    on: date,
    lookup: ParameterLookup,
    region: str,
) -> Standing:
    said = attributes.kept_values(kind.attributes, _typed(offer["says"]), on=on)
    known: Mapping[str, Answer] = {
        **facts.parse_values(person["facts"]),
        **attributes.answers_of(kind.attributes, said),
    }
    here = standing(kind, Situation(known, on, lookup), lives=person["lives"] or region, region=region)
    if kind.mechanism is Mechanism.MUTUAL and not (here.barred or here.missing):
        turn = person["turns"].get(offer["id"])
        return replace(here, barred="没有选") if turn is None else replace(here, tier=int(turn))
    return here


def _typed(says: Mapping[str, Any]) -> dict[str, str]:
    words = {True: "是", False: "否"}
    return {name: words[value] if isinstance(value, bool) else str(value) for name, value in says.items()}


def _offers(offers: Iterable[Entry], kind: Kind, on: date, lookup: ParameterLookup) -> Iterable[frozen.Offer]:
    reserves = reserves_of(kind, Situation({}, on, lookup))
    if reserves is None:
        raise LookupError("不知道要预留几个：请在例子的 parameters 里写")
    kept = tuple(frozen.Reserve(group, count) for group, count in reserves.items() if count)
    return (frozen.Offer(offer["id"], offer["places"], kept) for offer in offers)


def _entries(
    people: Sequence[Entry], standings: Mapping[tuple[str, str], Standing]
) -> Iterable[frozen.Entry]:
    for turn, person in enumerate(people, start=1):
        wishes = tuple(each.wish(wish) for (who, wish), each in standings.items() if who == person["id"])
        yield frozen.Entry(person["id"], turn, wishes)


def _in_words(came: Mapping[str, Any] | Sequence[str]) -> str:
    if isinstance(came, Mapping):
        parts = (
            f"{name}：{'、'.join(each) if isinstance(each, list) else each}" for name, each in came.items()
        )
        return "；".join(parts) or "没有"
    return "、".join(map(str, came)) or "没有"
