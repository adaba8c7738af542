"""What PostgreSQL does to answer a question: which tables it reads from end to end, and how many rows."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

LARGE = 20_000  # rows from which reading a table from end to end is a fault


@dataclass(frozen=True)
class Asked:
    """One question as the page asked it, with what it had set for that transaction (`SET LOCAL …`)."""

    sql: str
    settings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """One question: large tables read whole, rows read from tables and indexes, rows answered, milliseconds."""

    sql: str
    whole: frozenset[str]
    read: int
    shown: int
    milliseconds: float


def large_tables() -> frozenset[str]:
    """The tables with at least `LARGE` rows, by the last ANALYZE."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples >= %s", [LARGE])
        return frozenset(name for (name,) in cursor.fetchall())


def explained(asked: Asked, *, large: frozenset[str], times: int) -> Plan:
    """Runs the question so often under EXPLAIN (ANALYZE); the time is the median, with planning."""
    from django.db import connection, transaction

    answers = []
    with transaction.atomic(), connection.cursor() as cursor:
        for setting in asked.settings:
            cursor.execute(setting)
        for _ in range(times):
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {asked.sql}")
            answers.append(cursor.fetchone()[0][0])
    nodes = list(_nodes(answers[-1]["Plan"]))
    return Plan(
        sql=asked.sql,
        whole=frozenset(node["Relation Name"] for node in nodes if _whole(node)) & large,
        read=sum(_read(node) for node in nodes if "Relation Name" in node),
        shown=int(answers[-1]["Plan"]["Actual Rows"]),
        milliseconds=statistics.median(
            answer["Execution Time"] + answer["Planning Time"] for answer in answers
        ),
    )


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for below in node.get("Plans", ()):
        yield from _nodes(below)


def _whole(node: dict[str, Any]) -> bool:
    """A scan that a limit soon ended has not read the table."""
    return node["Node Type"] == "Seq Scan" and _read(node) >= LARGE // 2


def _read(node: dict[str, Any]) -> int:
    dropped = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return round((node["Actual Rows"] + dropped) * node["Actual Loops"])
