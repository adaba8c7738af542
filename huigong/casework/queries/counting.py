"""Bounded counts for tabs and pages, and the different values of a column, by index."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

MANY = 1_000


def how_many(
    wanted: Mapping[str, QuerySet[Any]],
    *,
    sooner: Mapping[str, QuerySet[Any]] = MappingProxyType({}),
    at_most: int = MANY,
) -> dict[str, int]:
    """Name → how many rows; `at_most + 1` stands for any number above. One query for all names.

    The database goes through the rows in their order, if they have one, and so by the index of that order. `sooner` are
    some of the rows of a name that an index finds at once: where they are too many already, no others are looked for.
    """
    parts = {name: part for name, rows in wanted.items() if (part := _counted(rows, at_most + 1))}
    if not parts:
        return dict.fromkeys(wanted, 0)
    columns, words = [], list[Any]()
    for name, (sql, said) in parts.items():
        quick = _counted(sooner[name], at_most + 1) if name in sooner else None
        if quick is None:
            columns.append(sql)
            words += said
        else:
            columns.append(f"CASE WHEN {quick[0]} > {at_most} THEN {at_most + 1} ELSE {sql} END")
            words += (*quick[1], *said)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(columns)}", words)
        counted = dict(zip(parts, cursor.fetchone(), strict=True))
    return {name: counted.get(name, 0) for name in wanted}


def _counted(rows: QuerySet[Any], most: int) -> tuple[str, tuple[Any, ...]] | None:
    """The number of the first `most` rows as an expression; None where no row can be meant."""
    try:
        sql, words = rows.values("pk")[:most].query.sql_with_params()
    except EmptyResultSet:
        return None
    return f"(SELECT COUNT(*) FROM ({sql}) AS part)", words


def each_value(rows: QuerySet[Any], column: str, *, words: str = "") -> list[tuple[str, str]]:
    """The different values of a column of text, ascending, each with what one of its rows has in the column `words`.

    One step through an index of the column for each value, however many rows have it: `DISTINCT` reads them all.
    """
    seen = RawSQL("seen.value", ())
    first = rows.order_by(column).values(column)[:1]
    following = rows.filter(**{f"{column}__gt": seen}).order_by(column).values(column)[:1]
    beside = rows.filter(**{column: seen}).order_by().values(words or column)[:1]
    (begin, begun), (step, stepped), (word, worded) = (
        part.query.sql_with_params() for part in (first, following, beside)
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE seen(value) AS (SELECT ({begin}) UNION ALL SELECT ({step}) FROM seen"
            f" WHERE seen.value IS NOT NULL) SELECT seen.value, ({word}) FROM seen WHERE seen.value IS NOT NULL",
            [*begun, *stepped, *worded],
        )
        return list(cursor.fetchall())
