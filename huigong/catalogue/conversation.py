"""How people are asked, as data: what is asked together, what follows without asking, and life events.

`questions.yaml` of the country:

    together:                                   # several yes-or-no facts on one screen, any of which may be true
      living:
        ask: 您现在靠什么过日子？
        options:
          与用人单位建立劳动关系: 给单位或老板干活，他们发工资
          从事个体经营: 自己开店、摆摊，办了执照
        none: 都不是
    follows:                                    # what is settled by what is known, and so not asked
      - when: 非 有未满18周岁子女
        then: {有随迁子女: 否, 有留守子女: 否}

`life_events.yaml` of the country, in the order of the first page:

    events:
      unpaid:
        name: 没拿到工钱
        says: 工资被拖着不给、少给
        icon: money
        urgent: true
        services: [arrears-complaint, labour-arbitration]     # in the order of what helps first
        ask_first: [被拖欠工资]
    elsewhere: {free-culture: 谁都能用，不为哪一件事来}       # services of no event, and why

The country names its own services. A region says in a `life_events.yaml` of its own where its services stand:

    events:
      unpaid: {legal-aid-cross-region: legal-aid-means}     # behind which other service
    elsewhere: {league-member-transfer: 团员的事，不和别的事一起来}

A service may join an event itself (`event: unpaid`): it stands behind all of these.

What somebody said themselves stands before what would follow from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from huigong.catalogue.drafts import Draft
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Entry, Place, Report, Shape, entries, place_in, shared_file, speaks
from huigong.kernel.packs.kinds import as_written, flag, items, line, mapped, text, texts, whatever
from huigong.kernel.packs.shapes import Spot, unknown
from huigong.kernel.regions import NATION
from huigong.rules.evaluate import Situation, answer
from huigong.rules.facts import FactDictionary, parse_value
from huigong.rules.nodes import Node, fact_names
from huigong.rules.parameters import ParameterLookup
from huigong.rules.parse import parse_condition
from huigong.rules.values import UNKNOWN, Type
from huigong.rules.values import Answer as Known

# Screens at one time; what is still open then is told with the results, to be gone on with.
MOST_FOR_AN_EVENT, MOST_FOR_EVERYTHING, MOST_ABOUT_ONE = 8, 14, 30
QUESTIONS, EVENTS = "questions.yaml", "life_events.yaml"
_TOGETHER = Shape(
    "一起问的",
    {
        "ask": text(said=True),
        "help": text("", said=True),
        "options": mapped(line, said=True),
        "none": text(said=True),
    },
)
_FOLLOWS = Shape("不用再问的", {"when": whatever(), "then": mapped(as_written)})
_QUESTIONS = Shape("怎么问", {"together": mapped(as_written), "follows": items(as_written)})
_EVENTS = Shape("人生事件", {"events": mapped(as_written), "elsewhere": mapped(line)})
_JOINING = Shape("本地事项归哪件事", {"events": mapped(mapped(line).kind), "elsewhere": mapped(line)})
_EVENT = Shape(
    "人生事件",
    {
        "name": text(said=True),
        "says": text(said=True),
        "icon": text(),
        "urgent": flag(False),
        "services": texts(needed="请写事项的 id"),
        "ask_first": texts(),
    },
)
speaks("events", shared=(EVENTS,), shape=_EVENT, at="events.*", asked=True)
speaks("questions", after="events", shared=(QUESTIONS,), shape=_TOGETHER, at="together.*", asked=True)


@dataclass(frozen=True)
class Together:
    """Several yes-or-no facts asked on one screen: `options` maps a fact to what stands beside its box, `places` to where that is written."""

    id: str
    ask: str
    help: str
    options: Mapping[str, str]
    none: str
    places: Mapping[str, Place] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True)
class Follow:
    """Where `when` is true, each fact of `then` has its value and is not asked."""

    when: Node
    then: Mapping[str, Known]

    @cached_property
    def reads(self) -> frozenset[str]:
        """The facts that `when` reads."""
        return frozenset(fact_names(self.when, into_derived=True))


@dataclass(frozen=True)
class LifeEvent:
    """Why somebody comes: the services that may help, best first, and what is asked before anything else."""

    id: str
    name: str
    says: str
    icon: str
    urgent: bool
    services: tuple[str, ...]
    ask_first: tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """A service that a region's file of life events names, and where."""

    service: str
    region: str
    place: Place


@dataclass(frozen=True)
class Conversation:
    """Everything the packs say about asking. An empty one asks fact by fact. `mentions` are for `pack check`."""

    together: tuple[Together, ...] = ()
    follows: tuple[Follow, ...] = ()
    events: Mapping[str, LifeEvent] = field(default_factory=dict)
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = field(default=(), compare=False, repr=False)

    @cached_property
    def screen_of(self) -> Mapping[str, Together]:
        """The screen on which a fact is asked together with others."""
        return {name: screen for screen in self.together for name in screen.options}

    @cached_property
    def gates(self) -> Mapping[str, frozenset[str]]:
        """The facts that a fact may settle when it is known: `有随迁子女` settles what is asked of such a child."""
        settled: dict[str, set[str]] = {}
        for follow in self.follows:
            for name in follow.reads:
                settled.setdefault(name, set()).update(follow.then)
        return {name: frozenset(names) for name, names in settled.items()}

    def gates_of(self, name: str) -> tuple[str, ...]:
        """The facts that may settle this one, of those that are asked together with others."""
        return tuple(
            gate for gate, settled in self.gates.items() if name in settled and gate in self.screen_of
        )

    def following(
        self, told: Mapping[str, Known], *, on: date, parameters: ParameterLookup
    ) -> dict[str, Known]:
        """What follows from what is known, without what is known already; "I do not know" counts as known."""
        settled: dict[str, Known] = {}
        here = Situation(told, on, parameters)
        for follow in self.follows:  # in an order in which each stands behind those that it reads
            open_names = [name for name in follow.then if name not in here.values]
            if open_names and answer(follow.when, here) is True:
                more = {name: follow.then[name] for name in open_names}
                settled |= more
                here = here.knowing(more)
        return settled


def read_conversation(
    folder: Path, *, facts: FactDictionary, drafts: Collection[Draft], report: Report
) -> Conversation:
    """What the packs' files and the services say; what is wrong goes into the report. Files that are not there say nothing."""
    asked, told = _read(folder, QUESTIONS, _QUESTIONS, report), _read(folder, EVENTS, _EVENTS, report)
    together = tuple(_together(asked["together"], facts, report)) if asked else ()
    follows = _in_order(tuple(_follows(asked["follows"], facts, report)), report) if asked else ()
    if told is None:
        return Conversation(together, follows)
    events, elsewhere = dict(_events(told["events"], facts, report)), dict(told["elsewhere"])
    mentions = [
        Mention(service, NATION, place_in(told.raw["events"][id]["services"], number) or told.place)
        for id, event in events.items()
        for number, service in enumerate(event.services)
    ] + [Mention(service, NATION, told.spot("elsewhere").place) for service in elsewhere]
    for file, entry in entries(folder, EVENTS, _JOINING, report):
        events = _with_those_below(events, entry, report)
        elsewhere |= entry["elsewhere"]
        named = [service for joining in entry["events"].values() for service in joining]
        mentions += [
            Mention(service, file.region, _written_at(entry, service))
            for service in (*named, *entry["elsewhere"])
        ]
    return Conversation(together, follows, _with_joining(events, drafts, report), elsewhere, tuple(mentions))


def _with_those_below(events: Mapping[str, LifeEvent], entry: Entry, report: Report) -> dict[str, LifeEvent]:
    """The events, each with the services of a region behind those that its file names."""
    by_id = dict(events)
    for id, joining in entry["events"].items():
        if id not in by_id:
            unknown(entry.spot("events"), id, by_id, kind="人生事件")
            continue
        listed = list(by_id[id].services)
        for service, before in joining.items():
            if before not in listed:
                unknown(
                    Spot(_written_at(entry, service), entry.called, "events", report),
                    before,
                    listed,
                    kind="事项",
                )
            elif service not in listed:
                listed.insert(listed.index(before) + 1, service)
        by_id[id] = replace(by_id[id], services=tuple(listed))
    return by_id


def _written_at(entry: Entry, service: str) -> Place:
    """Where a region's file names a service."""
    listed = [*entry.raw.get("events", {}).values(), entry.raw.get("elsewhere", {})]
    return next((place_in(each, service) or entry.place for each in listed if service in each), entry.place)


def _with_joining(
    events: Mapping[str, LifeEvent], drafts: Collection[Draft], report: Report
) -> Mapping[str, LifeEvent]:
    """The events, each with the services that say themselves that they belong to it."""
    joining: dict[str, list[str]] = {}
    for draft in drafts:
        event = str(draft.raw.get("event", ""))
        if event in events:
            joining.setdefault(event, []).append(draft.id)
        elif event:
            place = place_in(draft.raw, "event", draft.place) or draft.place
            unknown(Spot(place, "事项", "event", report), event, events, kind="人生事件")
    return {
        id: replace(event, services=tuple(dict.fromkeys((*event.services, *joining.get(id, ())))))
        for id, event in events.items()
    }


def _read(folder: Path, name: str, shape: Shape, report: Report) -> Entry | None:
    """What a file of the country says; None where it is not there or cannot be read."""
    file = shared_file(folder, name)
    return file.entry(shape, report) if file.path.exists() else None


def _together(raw: Mapping[str, Any], facts: FactDictionary, report: Report) -> Iterator[Together]:
    seen: dict[str, str] = {}
    for name, entry in _entries(raw, _TOGETHER, report):
        written = entry.raw["options"]
        places = {fact: place_in(written, fact, entry.place) or entry.place for fact in entry["options"]}
        for fact in entry["options"]:
            spot = Spot(places[fact], entry.called, fact, report)
            if fact not in facts:
                unknown(spot, fact, facts, kind="事实")
            elif facts[fact].type is not Type.BOOL or not facts[fact].question:
                spot.wrong("只有能问本人的是非题可以一起问")
            elif fact in seen:
                spot.wrong(f"已经在“{seen[fact]}”里问了", "一个事实只在一处问")
            seen[fact] = name
        yield Together(name, entry["ask"], entry["help"], dict(entry["options"]), entry["none"], places)


def _follows(rows: Iterable[object], facts: FactDictionary, report: Report) -> Iterator[Follow]:
    for row in rows:
        entry = _FOLLOWS.read(row, report=report)
        if entry is None:
            continue
        before = len(report.errors)
        with report.noting():
            when = parse_condition(entry["when"], facts=facts, where=entry.spot("when").place)
            then = {name: _value(name, value, facts, entry) for name, value in entry["then"].items()}
        if len(report.errors) == before:
            yield Follow(when, then)


def _value(name: str, raw: object, facts: FactDictionary, entry: Entry) -> Known:
    spot = entry.spot("then")
    if name not in facts:
        unknown(spot, name, facts, kind="事实")
        return UNKNOWN
    try:
        value = parse_value(facts[name], raw)
    except DomainError as error:
        spot.wrong(error.what, error.do)
        return UNKNOWN
    if value is UNKNOWN:
        spot.wrong(f"“{name}”推出来的要是一个确定的答案", "请写一个值，或者去掉这一项")
    return value


def _in_order(follows: tuple[Follow, ...], report: Report) -> tuple[Follow, ...]:
    """So that what one settles is there for the next; a circle is refused."""
    settled_by: dict[str, list[int]] = {}
    for number, follow in enumerate(follows):
        for name in follow.then:
            settled_by.setdefault(name, []).append(number)
    needs = {
        number: {other for name in follow.reads for other in settled_by.get(name, ())}
        for number, follow in enumerate(follows)
    }
    try:
        return tuple(follows[number] for number in TopologicalSorter(needs).static_order())
    except CycleError as error:
        names = "、".join(sorted({name for number in error.args[1] for name in follows[number].then}))
        spot = Spot(Place(QUESTIONS), "不用再问的", "follows", report)
        spot.wrong(f"{names}互相推出，绕成了圈", "请去掉其中一条")
        return ()


def _events(raw: Mapping[str, Any], facts: FactDictionary, report: Report) -> Iterator[tuple[str, LifeEvent]]:
    """Whether there are such services is for `pack check` to say: where the packs of a region are missing or set
    aside, what only it offers is not there, and the rest serves."""
    for name, entry in _entries(raw, _EVENT, report):
        for word in entry["ask_first"]:
            if word not in facts:
                unknown(entry.spot("ask_first"), word, facts, kind="事实")
        yield name, LifeEvent(id=name, **entry)


def _entries(raw: Mapping[str, Any], shape: Shape, report: Report) -> Iterator[tuple[str, Entry]]:
    for name, row in raw.items():
        entry = shape.read(row, report=report, called=f"{shape.called}“{name}”")
        if entry is not None:
            yield str(name), entry
