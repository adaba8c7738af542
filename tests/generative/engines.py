"""Every engine that can answer rules, behind one call, so that tests can hold them side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from huigong.rules.check import shape
from huigong.rules.compile.closures import compile_value, notebook
from huigong.rules.compile.dialects import DuckDB, Spark
from huigong.rules.compile.polars import PolarsProgram
from huigong.rules.compile.setting import Setting
from huigong.rules.compile.sql import SqlProgram
from huigong.rules.evaluate import evaluate
from huigong.rules.nodes import Fact, Node
from huigong.rules.values import EXACT, UNKNOWN, Answer, Type
from tests.spec.table import FACTS, PARAMETERS, parameters

People = Sequence[dict[str, Any]]
ARROW = {
    Type.BOOL: pa.bool_(),
    Type.INT: pa.int64(),
    Type.DECIMAL: pa.decimal128(24, 6),
    Type.DATE: pa.date32(),
    Type.TEXT: pa.string(),
    Type.ENUM: pa.string(),
}


class Engine(Protocol):
    """Answers rules for people on a day: one list a person, one answer a rule."""

    def answers(self, rules: Sequence[Node], people: People, on: date) -> list[list[Answer]]: ...


def expected(rules: Sequence[Node], people: People, on: date) -> list[list[Answer]]:
    """What the rules mean. A whole number in place of a decimal is the same number, written as one."""

    def one(rule: Node, person: dict[str, Any]) -> Answer:
        found = evaluate(rule, values=person, on=on, parameters=parameters)
        return (
            Decimal(found)
            if shape(rule, PARAMETERS).type is Type.DECIMAL and isinstance(found, int)
            else found
        )

    return [[one(rule, person) for rule in rules] for person in people]


def columns(people: People) -> dict[str, Fact]:
    """The facts that somebody has: a fact that nobody has is no column at all."""
    return {name: fact for name, fact in FACTS.items() if any(name in person for person in people)}


def narrow(people: People) -> dict[str, int]:
    """Whole numbers that are small for everybody are kept in 16 bits, as files do; with their digits."""
    whole = [name for name, fact in columns(people).items() if fact.type is Type.INT]
    return {name: 5 for name in whole if all(abs(person.get(name) or 0) < 2**15 for person in people)}


def table(people: People) -> pa.Table:
    """The people as a file would hold them."""
    small = narrow(people)
    kinds = {
        name: pa.int16() if name in small else ARROW[fact.type] for name, fact in columns(people).items()
    }
    fields = [pa.field("id", pa.int64()), *(pa.field(name, kind) for name, kind in kinds.items())]
    rows = [{"id": place, **person} for place, person in enumerate(people)]
    return pa.Table.from_pylist(rows, schema=pa.schema(fields))


def setting(people: People, on: date) -> Setting:
    return Setting(on, parameters, PARAMETERS, frozenset(columns(people)))


def query(dialect: DuckDB | Spark, rules: Sequence[Node], people: People, on: date, source: str) -> str:
    program = SqlProgram(dialect, setting(people, on), columns(people), digits=narrow(people))
    program.expect(rules)
    outputs = {f"rule {place}": program.add(rule).made for place, rule in enumerate(rules)}
    return f"{program.query(source, outputs, keep=['id'])} ORDER BY id"


def as_answers(rows: Sequence[Sequence[Any]]) -> list[list[Answer]]:
    return [[UNKNOWN if value is None else value for value in tuple(row)[1:]] for row in rows]


class ClosureEngine:
    def answers(self, rules: Sequence[Node], people: People, on: date) -> list[list[Answer]]:
        compiled = [compile_value(rule, setting(people, on)) for rule in rules]
        books = [notebook(person) for person in people]
        return [[answer(book) for answer in compiled] for book in books]


class DuckEngine:
    def __init__(self) -> None:
        self.connection = duckdb.connect()

    def answers(self, rules: Sequence[Node], people: People, on: date) -> list[list[Answer]]:
        self.connection.register("people", table(people))
        found = self.connection.execute(query(DuckDB(), rules, people, on, "people")).fetchall()
        self.connection.unregister("people")
        return as_answers(found)


class PolarsEngine:
    """Through the streaming engine, as a province would be."""

    def answers(self, rules: Sequence[Node], people: People, on: date) -> list[list[Answer]]:
        source = pl.from_arrow(table(people)).lazy()
        kinds = dict(source.collect_schema())
        program = PolarsProgram(setting(people, on), columns(people), kinds, digits=narrow(people))
        program.expect(rules)
        outputs = {f"rule {place}": program.add(rule).made for place, rule in enumerate(rules)}
        found = program.frame(source, outputs, keep=["id"]).collect(engine="streaming").sort("id")
        decimal = [shape(rule, PARAMETERS).type is Type.DECIMAL for rule in rules]
        return [
            [
                value if value is UNKNOWN or not scaled else Decimal(value).scaleb(-6, EXACT)
                for value, scaled in zip(row, decimal, strict=True)
            ]
            for row in as_answers(found.rows())
        ]


class SparkEngine:
    def __init__(self, session: Any, folder: Path) -> None:
        self.session = session
        self.folder = folder
        self.count = 0

    def answers(self, rules: Sequence[Node], people: People, on: date) -> list[list[Answer]]:
        self.count += 1
        path = self.folder / f"{self.count}.parquet"
        pq.write_table(table(people), path)
        found = self.session.sql(query(Spark(), rules, people, on, f"parquet.`{path}`")).collect()
        return as_answers(found)
