"""The files that say how people are asked, read into a `Conversation`.

`questions.yaml` of the country:

    together:                                   # several yes-or-no facts on one screen, any of which may be true
      living:
        ask: 您现在靠什么过日子？
        options:
          与用人单位建立劳动关系: 给单位或老板干活，他们发工资
          从事个体经营: 自己开店、摆摊，办了执照
        none: 都不是
        rarely: [从事个体经营]                    # what few have stands behind the others,
        more: 还有别的情况（自己开店）              # under words that say what is there
    several:                                    # of whom there may be several: facts say `one_of: 孩子`
      孩子:
        when: 有未满18周岁子女                    # there may be more than one
        told_by: [子女学段]                      # by which people know which one is meant
        called: [第一个孩子, 第二个孩子]           # at most as many
        another: 再看另一个孩子
        ask_first: [子女学段]                    # of each further one, in place of what the event asks first
    follows:                                    # what is settled by what is known, and so not asked
      - when: 非 有未满18周岁子女
        then: {有随迁子女: 否, 有留守子女: 否}
      - when: 接种儿童出生日期 <= 判定日期
        works: {子女年龄: "周岁(接种儿童出生日期, 判定日期)"}  # worked out; of what was chosen as a range too

`life_events.yaml` of the country, in the order of the first page:

    events:
      unpaid:
        name: 没拿到工钱
        says: 工资被拖着不给、少给
        icon: money
        urgent: true
        services: [arrears-complaint, labour-arbitration]     # in the order of what helps first
        ask_first: [被拖欠工资]
        beside: [union-membership]             # nobody comes for them: they ask on their own page only
    elsewhere: {free-culture: 谁都能用，不为哪一件事来}       # services of no event, and why

The country names its own services. A region says in a `life_events.yaml` of its own where its services stand:

    events:
      unpaid: {legal-aid-cross-region: legal-aid-means}     # behind which other service; behind one beside, beside too
    elsewhere: {league-member-transfer: 团员的事，不和别的事一起来}

A service may join an event itself (`event: unpaid`): it stands behind all of these.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from huigong.catalogue.conversation import (
    EVENTS,
    QUESTIONS,
    Conversation,
    Follow,
    LifeEvent,
    Mention,
    Several,
    Together,
)
from huigong.catalogue.drafts import Draft
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Entry, Place, Report, Shape, entries, place_in, shared_file, speaks
from huigong.kernel.packs.kinds import as_written, flag, items, line, mapped, text, texts, whatever
from huigong.kernel.packs.shapes import Spot, unknown
from huigong.kernel.regions import NATION
from huigong.rules.check import check
from huigong.rules.facts import FactDictionary, parse_value
from huigong.rules.nodes import Node
from huigong.rules.parse import parse_condition, parse_expression
from huigong.rules.values import UNKNOWN, Type
from huigong.rules.values import Answer as Known

_TOGETHER = Shape(
    "一起问的",
    {
        "ask": text(said=True),
        "help": text("", said=True),
        "options": mapped(line, said=True),
        "none": text(said=True),
        "rarely": texts(),
        "more": text("", said=True),
    },
)
_SEVERAL = Shape(
    "有几个的",
    {
        "when": whatever(),
        "told_by": texts(needed="请写凭哪几句知道说的是哪一个"),
        "called": texts(needed="请写第一个、第二个叫什么", said=True),
        "another": text(said=True),
        "ask_first": texts(),
    },
)
_FOLLOWS = Shape("不用再问的", {"when": whatever(), "then": mapped(as_written), "works": mapped(as_written)})
_QUESTIONS = Shape(
    "怎么问", {"together": mapped(as_written), "several": mapped(as_written), "follows": items(as_written)}
)
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
        "beside": texts(),
    },
)
speaks("events", shared=(EVENTS,), shape=_EVENT, at="events.*", asked=True)
speaks("questions", after="events", shared=(QUESTIONS,), shape=_TOGETHER, at="together.*", asked=True)
speaks("questions", after="events", shared=(QUESTIONS,), shape=_SEVERAL, at="several.*", asked=True)


def read_conversation(
    folder: Path, *, facts: FactDictionary, drafts: Collection[Draft], report: Report
) -> Conversation:
    """What the packs' files and the services say; what is wrong goes into the report. Files that are not there say nothing."""
    asked, told = _read(folder, QUESTIONS, _QUESTIONS, report), _read(folder, EVENTS, _EVENTS, report)
    together = tuple(_together(asked["together"], facts, report)) if asked else ()
    follows = _in_order(tuple(_follows(asked["follows"], facts, report)), report) if asked else ()
    several = dict(_several(asked["several"], facts, report)) if asked else {}
    if told is None:
        return Conversation(together, follows, several=several)
    events, elsewhere = dict(_events(told["events"], facts, report)), dict(told["elsewhere"])
    mentions = [
        Mention(service, NATION, place_in(told.raw["events"][id][key], number) or told.place)
        for id, event in events.items()
        for key, named_there in (("services", event.services), ("beside", event.beside))
        for number, service in enumerate(named_there)
    ] + [Mention(service, NATION, told.spot("elsewhere").place) for service in elsewhere]
    for file, entry in entries(folder, EVENTS, _JOINING, report):
        events = _with_those_below(events, entry, report)
        elsewhere |= entry["elsewhere"]
        joined_there = [service for joining in entry["events"].values() for service in joining]
        mentions += [
            Mention(service, file.region, _written_at(entry, service))
            for service in (*joined_there, *entry["elsewhere"])
        ]
    joined = _with_joining(events, drafts, report)
    return Conversation(together, follows, joined, elsewhere, several, tuple(mentions))


def _with_those_below(events: Mapping[str, LifeEvent], entry: Entry, report: Report) -> dict[str, LifeEvent]:
    """The events, each with the services of a region behind those that its file names."""
    by_id = dict(events)
    for id, joining in entry["events"].items():
        if id not in by_id:
            unknown(entry.spot("events"), id, by_id, kind="人生事件")
            continue
        asked, beside = list(by_id[id].services), list(by_id[id].beside)
        for service, before in joining.items():
            listed = beside if before in beside else asked
            if before not in listed:
                unknown(
                    Spot(_written_at(entry, service), entry.called, "events", report),
                    before,
                    [*asked, *beside],
                    kind="事项",
                )
            elif service not in (*asked, *beside):
                listed.insert(listed.index(before) + 1, service)
        by_id[id] = replace(by_id[id], services=tuple(asked), beside=tuple(beside))
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
        for fact in entry["rarely"]:
            if fact not in entry["options"]:
                unknown(entry.spot("rarely"), fact, entry["options"], kind="事实")
        if bool(entry["rarely"]) != bool(entry["more"]):
            entry.wrong("more", "rarely 和 more 要一起写", "more 写点开以前看到的话，说到里面有什么")
        yield Together(
            id=name,
            ask=entry["ask"],
            help=entry["help"],
            options=dict(entry["options"]),
            none=entry["none"],
            rarely=frozenset(entry["rarely"]),
            more=entry["more"],
            places=places,
        )


def _several(raw: Mapping[str, Any], facts: FactDictionary, report: Report) -> Iterator[tuple[str, Several]]:
    for word, entry in _entries(raw, _SEVERAL, report):
        named = [(key, name) for key in ("told_by", "ask_first") for name in entry[key]]
        for key, name in named:
            if name not in facts.of_one.get(word, ()):
                entry.wrong(key, f"“{name}”不是说一个{word}的事实", f"请在事实里写 one_of: {word}")
        with report.noting():
            when = parse_condition(entry["when"], facts=facts, where=entry.spot("when").place)
            yield (
                word,
                Several(word, when, entry["told_by"], entry["called"], entry["another"], entry["ask_first"]),
            )
    for word in facts.of_one.keys() - raw.keys():
        spot = Spot(Place(QUESTIONS), "有几个的", "several", report)
        spot.wrong(f"有事实说的是一个{word}，这里没有写{word}", "请写什么时候会有几个、怎么叫")


def _follows(rows: Iterable[object], facts: FactDictionary, report: Report) -> Iterator[Follow]:
    for row in rows:
        entry = _FOLLOWS.read(row, report=report)
        if entry is None:
            continue
        before = len(report.errors)
        with report.noting():
            when = parse_condition(entry["when"], facts=facts, where=entry.spot("when").place)
            then = {name: _value(name, value, facts, entry) for name, value in entry["then"].items()}
            works = {name: _rule(name, rule, facts, entry) for name, rule in entry["works"].items()}
        if len(report.errors) == before:
            yield Follow(when, then, works)


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


def _rule(name: str, raw: object, facts: FactDictionary, entry: Entry) -> Node:
    spot = entry.spot("works")
    rule = parse_expression(str(raw), facts=facts, where=spot.place)
    if name not in facts:
        unknown(spot, name, facts, kind="事实")
    else:
        check(rule, facts, expect=facts[name].type)
    return rule


def _in_order(follows: tuple[Follow, ...], report: Report) -> tuple[Follow, ...]:
    """So that what one settles is there for the next; a circle is refused."""
    settled_by: dict[str, list[int]] = {}
    for number, follow in enumerate(follows):
        for name in follow.settles:
            settled_by.setdefault(name, []).append(number)
    needs = {
        number: {other for name in follow.reads for other in settled_by.get(name, ())}
        for number, follow in enumerate(follows)
    }
    try:
        return tuple(follows[number] for number in TopologicalSorter(needs).static_order())
    except CycleError as error:
        names = "、".join(sorted({name for number in error.args[1] for name in follows[number].settles}))
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
