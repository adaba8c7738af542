"""One query that asks every service about every person.

Beside `id`, each service has the columns `<service>` (true for yes, false for no, empty for not
known), `<service>.amount` (fen; empty for a no; only services whose amount is published have it)
and `<service>.reason` (the condition that decided, with its clause).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huigong.catalogue.compiled import Offer, offers, setting_of
from huigong.catalogue.screening_many.people import People
from huigong.catalogue.services import Catalogue
from huigong.kernel.errors import DomainError
from huigong.rules.compile.deciding import reason
from huigong.rules.compile.dialects import Dialect
from huigong.rules.compile.reasons import Conditions
from huigong.rules.compile.setting import Setting
from huigong.rules.compile.sql import SqlProgram
from huigong.rules.nodes import Fact, Node


@dataclass(frozen=True)
class Asked:
    """What is asked of everybody: the services of a region on a day, and what is fixed for all."""

    offers: tuple[Offer, ...]
    setting: Setting


@dataclass(frozen=True)
class Plan:
    """The query, the words that its columns use by the type that DuckDB keeps them in, and the facts it reads."""

    query: str
    words: Mapping[str, tuple[str, ...]]
    facts: tuple[str, ...]


def ask(
    catalogue: Catalogue, region: str, on: date, facts: Mapping[str, Fact], *, unverified: bool = False
) -> Asked:
    """The services of a region for people of whom these facts may be known; raises `DomainError` where there are none."""
    found = offers(catalogue, region, on, unverified=unverified)
    if not found:
        raise DomainError(
            "screen.no_services",
            what=f"{region}在{on.isoformat()}没有录入的服务事项",
            do="请核对 --region 和 --on",
        )
    setting = setting_of(catalogue, region, on, unverified=unverified, known=frozenset(facts))
    return Asked(found, setting)


def plan(asked: Asked, people: People, dialect: Dialect, source: str) -> Plan:
    """The query over `source`, a table in the words of the dialect."""
    program = SqlProgram(dialect, asked.setting, people.facts, digits=people.digits)
    program.expect(offer.service.rule for offer in asked.offers)
    outputs: dict[str, str] = {}
    words: dict[str, tuple[str, ...]] = {}
    for place, offer in enumerate(asked.offers):
        name, kind = offer.service.id, f"huigong_reason_{place}"
        answer = program.once(program.add(offer.service.rule))
        outputs[name] = answer.made
        if offer.amount is not None:
            fen = program.add(offer.amount).made
            outputs[f"{name}.amount"] = f"CASE WHEN {answer.made} IS DISTINCT FROM FALSE THEN {fen} END"
        outputs[f"{name}.reason"], words[kind] = _reason(program, offer.service.rule, kind)
    return Plan(program.query(source, outputs, keep=["id"]), words, tuple(sorted(program.used)))


def _reason(program: SqlProgram, rule: Node, kind: str) -> tuple[str, tuple[str, ...]]:
    """The SQL of the deciding condition, and every condition that it can name."""
    conditions = Conditions()

    def say(number: int) -> str:
        return word(program.dialect, str(conditions.listed()[number]), kind)

    text = reason(program, rule, conditions, say).made
    return text, tuple(dict.fromkeys(map(str, conditions.listed())))


def word(dialect: Dialect, text: str, kind: str) -> str:
    """A word of a closed list: DuckDB keeps and writes it as a small number."""
    return f"CAST({dialect.text(text)} AS {kind})" if dialect.name == "duckdb" else dialect.text(text)
