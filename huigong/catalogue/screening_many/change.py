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

from huigong.catalogue.compiled import Offer, amount_rule, offers, setting_of
from huigong.catalogue.fields import Fields
from huigong.catalogue.screening_many.plan import Asked
from huigong.catalogue.services import Catalogue
from huigong.kernel import packs
from huigong.kernel.errors import Invalid
from huigong.kernel.money import yuan
from huigong.rules.check import check
from huigong.rules.errors import unknown_name
from huigong.rules.nodes import Node, parameter_names
from huigong.rules.parameters import ParameterLookup
from huigong.rules.parse import parse_condition
from huigong.rules.values import FEN, Answer, Type, Value

KEYS = ("title", "region", "on", "changes", "place", "by")


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
    head = Fields(packs.load_file(path), file=str(path), entry="改动", known=KEYS)
    region, on = head.text("region"), head.day("on")
    rules: dict[str, Node] = {}
    values: dict[str, Value] = {}
    for raw in head.items("changes"):
        fields = Fields(raw, file=str(path), entry="改动", known=("parameter", "value", "service", "rule"))
        if "parameter" in fields.raw:
            values[fields.text("parameter")] = _value(fields, catalogue)
        else:
            rules[fields.text("service")] = _rule(fields, catalogue, region, on)
    if not rules and not values:
        raise head.wrong("changes", "至少要写一处改动", "例如 {parameter: 名称, value: 12000元}")
    return Change(head.text("title", ""), region, on, rules, values, head.text("place", ""), head.texts("by"))


def _value(fields: Fields, catalogue: Catalogue) -> Value:
    name, declared = fields.text("parameter"), catalogue.parameters.declarations
    if name not in declared:
        raise unknown_name("whatif.parameter", kind="参数", name=name, known=declared, place=fields.place)
    if declared[name].measure == FEN:
        return yuan(fields.text("value"))
    return fields.number("value")


def _rule(fields: Fields, catalogue: Catalogue, region: str, on: date) -> Node:
    name = fields.text("service")
    offered = {one.service.id for one in offers(catalogue, region, on)}
    if name not in offered:
        raise unknown_name("whatif.service", kind="事项", name=name, known=offered, place=fields.place)
    rule = parse_condition(fields.raw.get("rule"), facts=catalogue.facts, where=fields.place)
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
    before = [one for one in offers(catalogue, change.region, change.on) if _touched(one, change)]
    if not before:
        raise Invalid(
            "whatif.nothing",
            what="这处改动没有碰到任何事项",
            why=f"{change.region}在{change.on.isoformat()}的事项都不用改动的参数",
            do="请核对地区、日期和参数的名称",
        )
    after = [_after(one, change, catalogue, changed.parameters) for one in before]
    return Asked(tuple(before), setting), Asked(tuple(after), changed)


def _after(offer: Offer, change: Change, catalogue: Catalogue, parameters: ParameterLookup) -> Offer:
    service = replace(offer.service, rule=change.rules.get(offer.service.id, offer.service.rule))
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
    read = {*parameter_names(service.rule), *([service.amount.parameter] if service.amount else [])}
    return service.id in change.rules or bool(read & set(change.values))
