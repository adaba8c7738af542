"""Reads `CHANGE.yaml`: what would be different, and by what the effects are counted.

title: 提高扣减限额
region: "220000"
on: 2016-06-01
changes:
  - {parameter: 个体经营每户每年扣减限额, value: 12000元}
  - {service: basic-public-health, rule: 持有居住证 或 居住月数 >= 6}
place: 现居住地          # the column with region codes; optional
by: [性别]               # other columns to count by; optional
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from huigong.catalogue.answers import amount_rule
from huigong.catalogue.audience import with_audience
from huigong.catalogue.compiled import Offer, offers, setting_of
from huigong.catalogue.parameters import value_of
from huigong.catalogue.screening_many.plan import Asked
from huigong.catalogue.services import Catalogue
from huigong.kernel.errors import Invalid
from huigong.kernel.packs import Entry, Place, Report, Shape
from huigong.kernel.packs.files import read_file
from huigong.kernel.packs.kinds import day, rows, text, texts, whatever
from huigong.rules.check import check
from huigong.rules.errors import unknown_name
from huigong.rules.nodes import Node
from huigong.rules.parameters import ParameterLookup
from huigong.rules.parse import parse_condition
from huigong.rules.values import Answer, Type, Value

CHANGED = Shape(
    "改动", {"parameter": text(""), "value": whatever(None), "service": text(""), "rule": whatever(None)}
)
CHANGE = Shape(
    "改动",
    {
        "title": text(""),
        "region": text(),
        "on": day(),
        "changes": rows(CHANGED, needed="请写一处改动，例如 {parameter: 名称, value: 12000元}"),
        "place": text(""),
        "by": texts(),
    },
)


@dataclass(frozen=True)
class Change:
    """Other rules by service id and other values by parameter name, for one region on one day."""

    title: str
    region: str
    on: date
    rules: Mapping[str, Node]
    values: Mapping[str, Value]
    place: str
    by: tuple[str, ...]


def read_change(path: Path, catalogue: Catalogue) -> Change:
    """The change in a file; raises `PackError` naming line and column, or the nearest service or parameter."""
    report = Report()
    raw = read_file(path, name=str(path), report=report)
    head = CHANGE.require(raw, report=report, place=Place(str(path)))
    rules: dict[str, Node] = {}
    values: dict[str, Value] = {}
    for entry in head["changes"]:
        with report.noting():
            if entry["parameter"]:
                values[entry["parameter"]] = _value(entry, catalogue)
            else:
                rules[entry["service"]] = _rule(entry, catalogue, head["region"], head["on"])
    report.refuse()
    same = {key: head[key] for key in ("title", "region", "on", "place", "by")}
    return Change(rules=rules, values=values, **same)


def _value(entry: Entry, catalogue: Catalogue) -> Value:
    name, declared = entry["parameter"], catalogue.parameters.declarations
    if name not in declared:
        raise unknown_name("whatif.parameter", kind="参数", name=name, known=declared, place=entry.place)
    value: Value = value_of(declared[name], entry["value"], entry.spot("value"))
    return value


def _rule(entry: Entry, catalogue: Catalogue, region: str, on: date) -> Node:
    name = entry["service"]
    offered = {offer.service.id for offer in offers(catalogue, region, on)}
    if name not in offered:
        raise unknown_name("whatif.service", kind="事项", name=name, known=offered, place=entry.place)
    rule = parse_condition(entry["rule"], facts=catalogue.facts, where=entry.place)
    check(rule, catalogue.facts, catalogue.parameters.declarations, expect=Type.BOOL)
    return rule


def before_and_after(
    change: Change, catalogue: Catalogue, facts: Mapping[str, object]
) -> tuple[Asked, Asked]:
    """The services that the change touches, as they are and as they would be.

    Raises `DomainError` where it touches none.
    """
    setting = setting_of(catalogue, change.region, change.on, unverified=False, known=frozenset(facts))
    changed = replace(setting, parameters=_changed(setting.parameters, change), _shapes={}, _closed={})
    before = [offer for offer in offers(catalogue, change.region, change.on) if _touched(offer, change)]
    if not before:
        raise Invalid(
            "whatif.nothing",
            what="这处改动没有碰到任何事项",
            why=f"{change.region}在{change.on.isoformat()}的事项都不用改动的参数",
            do="请核对地区、日期和参数的名称",
        )
    after = [_after(offer, change, catalogue, changed.parameters) for offer in before]
    return Asked(change.region, tuple(before), setting), Asked(change.region, tuple(after), changed)


def _after(offer: Offer, change: Change, catalogue: Catalogue, parameters: ParameterLookup) -> Offer:
    conditions = change.rules.get(offer.service.id, offer.service.conditions)
    rule = with_audience(conditions, offer.service.audience)
    service = replace(offer.service, conditions=conditions, rule=rule)
    if service.amount is None:
        return Offer(service, None)
    return Offer(
        service, amount_rule(service, catalogue.facts, parameters(service.amount.parameter, change.on))
    )


def _changed(parameters: ParameterLookup, change: Change) -> ParameterLookup:
    def lookup(name: str, on: date, /) -> Answer:
        return change.values[name] if name in change.values else parameters(name, on)

    return lookup


def _touched(offer: Offer, change: Change) -> bool:
    service = offer.service
    return service.id in change.rules or not change.values.keys().isdisjoint(service.parameters)
