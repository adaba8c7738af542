"""Values that nobody can have, and words that are no option: refused before any engine answers from them.

One pass over the bounded columns, streamed; the engines then need not agree about an age of 300.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

import duckdb

from huigong.catalogue.screening_many.identifiers import told
from huigong.catalogue.screening_many.people import People, quoted
from huigong.catalogue.screening_many.whole import told_plainly
from huigong.kernel.errors import Invalid
from huigong.rules.compile.dialects import DuckDB
from huigong.rules.nodes import Fact
from huigong.rules.values import LARGEST_INTEGER, Type, show

_COLUMN = DuckDB().column
_FEW = 8


class _Wrong(NamedTuple):
    """When a cell of the column is wrong, in SQL, and what the column may hold, in words."""

    fact: str
    condition: str
    allowed: str


def require_possible(people: People, *, today: date) -> None:
    """Raises `DomainError` (`screen.values`) with the columns that hold what cannot be: how many rows, and the first three."""
    checks = [check for fact in people.facts.values() for check in _checks(fact, people.facts, today)]
    if not checks:
        return
    with told_plainly("人的文件读到一半停了"), duckdb.connect() as connection:
        counted = ", ".join(f"count_if({check.condition})" for check in checks)
        counts = connection.execute(f"SELECT {counted} FROM {people.source}").fetchone() or ()
        wrong = [
            _told(check, count, people, connection)
            for check, count in zip(checks, counts, strict=True)
            if count
        ]
    if wrong:
        raise Invalid(
            "screen.values",
            what=f"人的文件里有 {len(wrong)} 处不可能的值，没有筛查",
            why="；".join(wrong),
            do="请从源头核对这些行，改好以后再来；实在不知道的，把这一格空着",
        )


def _checks(fact: Fact, facts: Mapping[str, Fact], today: date) -> Iterator[_Wrong]:
    column, bounds = _COLUMN(fact.name), fact.bounds
    match fact.type:
        case Type.INT | Type.DECIMAL:
            least = -LARGEST_INTEGER if bounds.least is None else bounds.least
            most = LARGEST_INTEGER if bounds.most is None else bounds.most
            yield _Wrong(fact.name, f"{column} NOT BETWEEN {least} AND {most}", _numbers(fact))
        case Type.DATE:
            first, last = bounds.earliest or date.min, today if bounds.in_past else date.max
            days = f"{_day(first)} AND {_day(last)}"
            yield _Wrong(fact.name, f"{column} NOT BETWEEN {days}", f"在{show(first)}到{show(last)}")
            if bounds.after in facts:
                yield _Wrong(fact.name, f"{column} < {_COLUMN(bounds.after)}", f"不早于“{bounds.after}”")
        case Type.ENUM:
            options = ", ".join(map(quoted, fact.values))
            more = "等" if len(fact.values) > _FEW else ""
            allowed = f"是{'、'.join(fact.values[:_FEW])}{more}，一字不差"
            yield _Wrong(fact.name, f"CAST({column} AS VARCHAR) NOT IN ({options})", allowed)


def _numbers(fact: Fact) -> str:
    least, most = fact.bounds.least, fact.bounds.most
    if least is not None and most is not None:
        return f"在{show(least, fact.measure)}到{show(most, fact.measure)}"
    if least is not None:
        return f"最少{show(least, fact.measure)}"
    return f"最多{show(most, fact.measure)}" if most is not None else "最多 18 位"


def _day(day: date) -> str:
    return f"DATE '{day.isoformat()}'"


def _told(check: _Wrong, count: int, people: People, connection: duckdb.DuckDBPyConnection) -> str:
    first = connection.execute(
        f"SELECT filename, file_row_number + 1 FROM read_parquet({quoted(people.files)}, filename = true, "
        f"file_row_number = true) WHERE {check.condition} ORDER BY 1, 2 LIMIT 3"
    ).fetchall()
    return f"“{check.fact}”（应当{check.allowed}）：共 {count} 行，先看{told(first)}"
