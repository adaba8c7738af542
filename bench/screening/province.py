"""Made-up people with every fact that the services of a region read, some of it not known."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb

from huigong.catalogue.compiled import offers
from huigong.catalogue.services import catalogue
from huigong.rules.nodes import Fact, FactReference, walk
from huigong.rules.values import Type

SEED = 2016


def facts(region: str, on: date) -> dict[str, Fact]:
    """The facts, without those that follow from others, in the order of the services."""
    known: dict[str, Fact] = {}
    for offer in offers(catalogue(), region, on):
        for rule in filter(None, (offer.service.rule, offer.amount)):
            for node in walk(rule, into_derived=True):
                if isinstance(node, FactReference) and node.fact.derivation is None:
                    known[node.name] = node.fact
    return known


def write_people(path: Path, count: int, *, region: str, on: date) -> None:
    """`count` people, the same ones every time; one fact in twenty of each is not known."""
    columns = [
        f'CASE WHEN {_chance(place)} % 20 > 0 THEN {_value(fact, _chance(place), on)} END AS "{name}"'
        for place, (name, fact) in enumerate(facts(region, on).items())
    ]
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT i AS id, {', '.join(columns)} FROM range({count}) people(i)) TO '{path}' (FORMAT parquet)"
        )


def _chance(place: int) -> str:
    return f"(hash(i * 512 + {place}, {SEED}) >> 8)"


def _value(fact: Fact, chance: str, on: date) -> str:
    match fact.type:
        case Type.BOOL:
            return f"{chance} % 3 > 0"
        case Type.INT:
            return f"CAST(({chance} // 7) % 30 AS BIGINT)"
        case Type.DECIMAL:
            return f"CAST(({chance} // 7) % 1000 AS DECIMAL(24, 6))"
        case Type.DATE:
            return f"DATE '{on.isoformat()}' - CAST(({chance} // 7) % 24000 AS INTEGER)"
        case Type.TEXT:
            return f"CAST(220000 + ({chance} // 7) % 900 AS VARCHAR)"
        case Type.ENUM:
            options = " ".join(f"WHEN {place} THEN '{word}'" for place, word in enumerate(fact.values))
            return f"CASE ({chance} // 7) % {len(fact.values)} {options} END"
