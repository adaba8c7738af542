"""A made-up crowd for the installed catalogue: every fact in every shape, nobody real."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from huigong.catalogue.services import catalogue
from huigong.kernel.errors import DomainError
from huigong.rules.bounds import require_fact
from huigong.rules.nodes import Fact, fact_names
from huigong.rules.values import Type

REGION, ON = "220000", date(2016, 6, 1)
ASKS_RELATIVES = "210700"  # a region with a rule about 监护人.持有居住证
ARROW = {
    Type.BOOL: pa.bool_(),
    Type.INT: pa.int64(),
    Type.DECIMAL: pa.decimal128(24, 6),
    Type.DATE: pa.date32(),
    Type.TEXT: pa.string(),
    Type.ENUM: pa.string(),
}


def facts(region: str = REGION) -> dict[str, Fact]:
    """Every fact that a service of the region reads, derived ones too."""
    known = catalogue()
    names: dict[str, None] = {}
    for service in known.services_for(region, ON):
        for rule in (service.rule, *([service.holding] if service.holding else [])):
            names |= dict.fromkeys(fact_names(rule, into_derived=True))
        if service.amount and service.amount.each:
            names[service.amount.each] = None
    return {name: known.facts[name] for name in names}


def value(fact: Fact, chance: Random) -> Any:
    if chance.random() < 0.15:
        return None
    match fact.type:
        case Type.BOOL:
            return chance.random() < 0.6
        case Type.INT | Type.DECIMAL:
            return chance.choice([0, 1, 5, 6, 11, 12, 16, 30, 60, 10**17, -1])
        case Type.DATE:
            return ON - timedelta(days=chance.choice([0, 1, 182, 183, 365, 366, 5000, 20000, -30]))
        case Type.ENUM:
            return chance.choice([*fact.values, "别的"])
        case Type.TEXT:
            return chance.choice(["220100", "510400", ""])


def people(count: int, *, seed: int = 1, region: str = REGION) -> list[dict[str, Any]]:
    chance, held = Random(seed), facts(region)
    return [
        {"id": f"p{n}", **{name: value(fact, chance) for name, fact in held.items()}} for n in range(count)
    ]


def credible(count: int, *, seed: int = 1, region: str = REGION) -> list[dict[str, Any]]:
    """The crowd without what nobody can be, as a command takes it."""
    return [dict(person) for person in _credible(count, seed, region)]


@cache
def _credible(count: int, seed: int, region: str) -> list[dict[str, Any]]:
    held = facts(region)
    return [
        {
            name: one
            for name, one in person.items()
            if name == "id" or (_can_be(held[name], one) and _comes_after(held[name], person))
        }
        for person in people(count, seed=seed, region=region)
    ]


def _comes_after(fact: Fact, person: dict[str, Any]) -> bool:
    """Whether a date is not before the one that it cannot precede, a birth for example."""
    first, day = person.get(fact.bounds.after), person[fact.name]
    return first is None or day is None or first <= day


def _can_be(fact: Fact, value: Any) -> bool:
    if fact.type is Type.ENUM:
        return value in fact.values
    try:
        require_fact(fact, value, today=ON)
    except DomainError:
        return False
    return value != 10**17


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    """The people as Parquet, with the columns of the first."""
    held = catalogue().facts
    fields = [pa.field(name, ARROW[held[name].type] if name in held else pa.string()) for name in rows[0]]
    pq.write_table(pa.Table.from_pylist(rows, schema=pa.schema(fields)), path)
    return path
