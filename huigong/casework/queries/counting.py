"""Bounded counts for tabs and pages, and the different values of a column, by index."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

MANY = 1_000


def how_many(wanted: Mapping[str, QuerySet[Any]], *, at_most: int = MANY) -> dict[str, int]:
    """Name → how many rows; `at_most + 1` stands for any number above. One query for all names.

    The database goes through the rows in their order, if they have one, and so by the index of that order.
    """
    parts = {name: part for name, rows in wanted.items() if (part := _limited(rows, at_most + 1))}
    if not parts:
        return dict.fromkeys(wanted, 0)
    columns = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) AS part)" for sql, _ in parts.values())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [word for _, words in parts.values() for word in words])
        counted = dict(zip(parts, cursor.fetchone(), strict=True))
    return {name: counted.get(name, 0) for name in wanted}


def _limited(rows: QuerySet[Any], most: int) -> tuple[str, tuple[Any, ...]] | None:
    """The statement for the first `most` rows; None where no row can be meant."""
    try:
        return rows.values("pk")[:most].query.sql_with_params()
    except EmptyResultSet:
        return None


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
