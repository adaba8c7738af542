"""One query that asks every service about every person, for the engines that speak SQL."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from huigong.catalogue.screening_many.people import ID, People
from huigong.catalogue.screening_many.plan import Asked, columns
from huigong.rules.compile.dialects import Dialect
from huigong.rules.compile.sql import SqlProgram


@dataclass(frozen=True)
class Plan:
    """The query, the words that its columns use by the type that DuckDB keeps them in, and the facts it reads."""

    query: str
    words: Mapping[str, tuple[str, ...]]
    facts: tuple[str, ...]


def plan(asked: Asked, people: People, dialect: Dialect, source: str) -> Plan:
    """The query over `source`, a table in the words of the dialect."""
    program = SqlProgram(dialect, asked.setting, people.facts, digits=people.digits)
    words: defaultdict[str, dict[str, None]] = defaultdict(dict)

    def say(service: str, text: str) -> str:
        kind = f"huigong_reason_{service.replace('-', '_')}"
        words[kind][text] = None
        # DuckDB keeps and writes a word of a closed list as a small number.
        return f"CAST({dialect.text(text)} AS {kind})" if dialect.name == "duckdb" else dialect.text(text)

    outputs = columns(asked, program, say, lambda service, text: text)
    query = program.query(source, outputs, keep=[ID])
    listed = {kind: tuple(options) for kind, options in words.items()}
    return Plan(query, listed, tuple(sorted(program.used)))
