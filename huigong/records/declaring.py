"""Puts a kind of record together from its layers: fields, events, states, facts; and notes what does not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from huigong.declarations import Written, head_of
from huigong.declarations.addresses import address_of, check_address
from huigong.declarations.aggregates import Aggregate, Word, read_aggregate
from huigong.declarations.changing import check_examples, read_changes
from huigong.forms.declaring import Desk, read_field
from huigong.forms.fields import Field
from huigong.kernel import regions
from huigong.kernel.packs import Entry, MarkedMapping, Place, place_of
from huigong.kernel.packs.shapes import BROKEN, Spot, unknown
from huigong.records.below import check_below
from huigong.records.judging import unsteady
from huigong.records.kinds import (
    STATE,
    About,
    Coverage,
    EventKind,
    Flag,
    Keep,
    Reader,
    RecordKind,
    State,
    Unique,
    facts_of_events,
    facts_of_fields,
    facts_of_states,
)
from huigong.records.shapes import REST
from huigong.rules.check import check
from huigong.rules.nodes import Fact, Node
from huigong.rules.parse import parse_condition
from huigong.rules.values import Type

_HAPPENED = re.compile(r"已有\s*[(（]\s*(\w+)\s*[)）]")
HERE: Final = "登记地"
HOME: Final = "常住地"
DOMICILE: Final = "户籍地"
"""The places of a person; `登记地` is the region in which a record is kept."""


@dataclass(frozen=True)
class Clerk:
    """What a kind is read with: the desk of fields, and the lines of offices that there are."""

    desk: Desk
    lines: frozenset[str]


def compile_kind(layers: Sequence[Written], clerk: Clerk) -> RecordKind | None:
    """The kind of `layers`, the highest region first; None where something is wrong, which is noted."""
    report = clerk.desk.report
    before = len(report.errors)
    whole = layers[0].entry
    fields = _fields(layers, clerk.desk)
    check_below(layers)
    events = {
        name: _event(name, row, fields) for layer in layers for name, row in layer.entry["events"].items()
    }
    readable = {**facts_of_fields(fields), **facts_of_events(events)}
    states = tuple(_states(layers, readable, clerk.desk))
    flags = tuple(_flags(layers, states, readable, clerk.desk))
    told = {**readable, **facts_of_states(states, flags)}
    kind = RecordKind(
        head=head_of(layers),
        about=whole["about"] or About.PERSON,
        fields=fields,
        events=events,
        states=states,
        flags=flags,
        unique=tuple(_uniques(layers, fields)),
        series=whole["number"]["series"] if whole["number"] else "",
        issued_on=_issued_on(whole, events),
        complete=tuple(_coverage(layers)),
        facts=dict(_facts(layers, told, clerk.desk)),
        changes=read_changes(
            (row for layer in layers for row in layer.entry["kept_changes"]),
            facts=readable,
            parameters=clerk.desk.parameters,
        ),
        written_by=tuple(address_of(row) for row in whole["written_by"]),
        read_by=tuple(_readers(layers, fields)),
        keep=_keep(whole, events, clerk.desk),
        place=whole.place,
    )
    check_examples(kind.changes, readable)
    _check_whole(kind, whole)
    _check_addresses(layers, kind, clerk.lines)
    return None if len(report.errors) > before else kind


def _fields(layers: Sequence[Written], desk: Desk) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for layer in layers:
        for raw in layer.entry["fields"]:
            declared = read_field(_whole_field(raw), desk)
            if declared is None:
                continue
            if declared.field.id in fields:
                declared.entry.wrong("id", f"“{declared.field.id}”已经有了", "下级只能加新的字段")
            fields[declared.field.id] = declared.field
    return fields


def _whole_field(raw: Any) -> Any:
    """A name alone is a shared field; an official is asked by the field's name where no question is written."""
    place = place_of(raw) or Place()
    made = MarkedMapping.at(place)
    if isinstance(raw, str):
        made["use"] = raw
        return made
    if not isinstance(raw, MarkedMapping) or "ask" in raw or "use" in raw:
        return raw
    made.update(raw)
    made.places.update(raw.places)
    made["ask"] = raw.get("name") or raw.get("id")
    return made


def _event(name: str, row: Entry, fields: Mapping[str, Field]) -> EventKind:
    for key in ("sets", "needs"):
        for field in (field for field in row[key] if field not in fields):
            unknown(row.spot(key), field, fields, kind="字段")
    if sum(row[key] for key in ("ends", "corrects", "annuls")) > 1:
        row.wrong("ends", "ends、corrects、annuls 只写一个", "终止、更正、撤销是三件不同的事")
    if row["sets"] and (row["corrects"] or row["annuls"]):
        row.wrong("sets", "更正和撤销不写 sets", "更正改的是原来那件事写的字段")
    for field in (field for field in row["needs"] if field not in row["sets"]):
        row.wrong("needs", f"“{field}”没有写在 sets 里")
    if row["granted_by"] and (row["corrects"] or row["annuls"]):
        row.wrong("granted_by", "更正和撤销不写 granted_by", "办成一件事以后发生的是新的事")
    return EventKind(
        name, row["sets"], row["needs"], row["ends"], row["corrects"], row["annuls"], row["granted_by"]
    )


def _states(layers: Sequence[Written], readable: Mapping[str, Fact], desk: Desk) -> Iterator[State]:
    """States are the highest region's alone: what a state means is the same everywhere."""
    listed = list(layers[0].entry["states"].items())
    if not listed or listed[-1][1][0] != REST:
        layers[0].entry.wrong("states", "最后一个状态要写“其余”", "每一天都要正好有一个状态")
    for name, (raw, spot) in listed:
        if raw == REST:
            yield State(name)
        elif (rule := _rule(raw, spot, readable, desk)) is not None:
            yield State(name, rule)


def _flags(
    layers: Sequence[Written], states: tuple[State, ...], readable: Mapping[str, Fact], desk: Desk
) -> Iterator[Flag]:
    facts = {**readable, **facts_of_states(states, ())}
    for layer in layers:
        for name, (raw, spot) in layer.entry["flags"].items():
            if name in facts:
                spot.wrong(f"“{name}”已经是字段或状态的名称")
            elif (rule := _rule(raw, spot, facts, desk)) is not None:
                yield Flag(name, rule)


def _rule(raw: Any, spot: Spot, facts: Mapping[str, Fact], desk: Desk) -> Node | None:
    written = _HAPPENED.sub(r"\1.已有", raw) if isinstance(raw, str) else raw
    with spot.report.noting():
        rule = parse_condition(written, facts=facts, where=spot.place)
        check(rule, facts, desk.parameters, expect=Type.BOOL)
        if why := unsteady(rule):
            spot.wrong(why, "例如 检验有效期 < 判定日期")
        return rule
    return None


def _uniques(layers: Sequence[Written], fields: Mapping[str, Field]) -> Iterator[Unique]:
    for layer in layers:
        for row in layer.entry["unique"]:
            for field in (field for field in row["of"] if field not in fields):
                unknown(row.spot("of"), field, fields, kind="字段")
            yield Unique(row["of"], row["among"], row["scope"], row["on_conflict"])


def _issued_on(whole: Entry, events: Mapping[str, EventKind]) -> str:
    number = whole["number"]
    if number is None:
        return ""
    if number["issued_on"] not in events:
        unknown(number.spot("issued_on"), number["issued_on"], events, kind="事件")
    issued: str = number["issued_on"]
    return issued


def _coverage(layers: Sequence[Written]) -> Iterator[Coverage]:
    for layer in layers:
        for row in layer.entry["complete"]:
            if not regions.known(row["region"]):
                row.wrong("region", f"没有代码为“{row['region']}”的行政区划")
            elif layer.file.region not in regions.lineage(row["region"]):
                row.wrong("region", f"“{row['region']}”不是{layer.file.region}或者它下面的地区")
            else:
                yield Coverage(row["region"], row["since"])


def _facts(
    layers: Sequence[Written], told: Mapping[str, Fact], desk: Desk
) -> Iterator[tuple[str, Aggregate]]:
    for layer in layers:
        for name, (raw, spot) in layer.entry["facts"].items():
            aggregate = read_aggregate(raw, spot, fields=told, parameters=desk.parameters)
            if aggregate is BROKEN:
                continue
            declared = desk.facts.get(name)
            if declared is None:
                unknown(spot, name, desk.facts, kind="事实")
            elif why := _misfit(aggregate, declared, told):
                spot.wrong(why)
            else:
                yield name, aggregate


def _misfit(aggregate: Aggregate, declared: Fact, told: Mapping[str, Fact]) -> str:
    """Why an aggregate does not give the fact; "" where it does. What is counted has the measure of the fact."""
    kind, measure = aggregate.gives(told)
    if kind is declared.type and (measure == declared.measure or aggregate.word is Word.COUNT):
        return ""
    return f"事实“{declared.name}”是{declared.type.chinese}{declared.measure}，这里得出的是{kind.chinese}{measure}"


def _readers(layers: Sequence[Written], fields: Mapping[str, Field]) -> Iterator[Reader]:
    for row in layers[0].entry["read_by"]:
        for field in (field for field in row["fields"] if field not in fields and field != STATE):
            unknown(row.spot("fields"), field, fields, kind="字段")
        yield Reader(address_of(row), row["purpose"], row["fields"])


def _keep(whole: Entry, events: Mapping[str, EventKind], desk: Desk) -> Keep | None:
    keep = whole["keep"]
    if keep is None:
        return None
    if keep["after"] not in events:
        unknown(keep.spot("after"), keep["after"], events, kind="事件")
    if why := keep["for"].misnamed(desk.parameters):
        keep.wrong("for", why)
    return Keep(keep["for"], keep["after"])


def _check_whole(kind: RecordKind, whole: Entry) -> None:
    """A record can begin, be put right and be taken back; and somebody writes it."""
    if not any(event.of_the_world and not event.ends for event in kind.events.values()):
        whole.wrong("events", "没有能开始一条记录的事件", "例如 签发: {sets: [...]}")
    for ability, words in (("corrects", "更正: {corrects: true}"), ("annuls", "撤销: {annuls: true}")):
        if not any(getattr(event, ability) for event in kind.events.values()):
            whole.wrong("events", f"没有 {ability} 的事件", f"写错了的要能改，请加 {words}")
    if not kind.written_by:
        whole.wrong("written_by", "没有写由哪里登记", "例如 [{line: police, level: county, of: 登记地}]")
    set_by = {field for event in kind.events.values() for field in event.sets}
    for name in (name for name, asked in kind.fields.items() if name not in set_by and asked.until is None):
        whole.wrong("fields", f"没有事件登记“{name}”", "请写进一个事件的 sets")


def _check_addresses(layers: Sequence[Written], kind: RecordKind, lines: frozenset[str]) -> None:
    places = (HERE, *((HOME, DOMICILE) if kind.about is About.PERSON else ()), *kind.places)
    for layer in layers:
        for row in (*layer.entry["written_by"], *layer.entry["read_by"]):
            check_address(row, lines=lines, places=places)
