"""Bounded counts for tabs and pages, and the different values of a column, by index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

MANY = 1_000
# A count that ends after so many rows reads few by an index; PostgreSQL, dividing it among processes, reads and sorts them all.
UNDIVIDED = "SET LOCAL max_parallel_workers_per_gather = 0"


def how_many(
    wanted: Mapping[str, QuerySet[Any]],
    *,
    sooner: Mapping[str, QuerySet[Any]] = MappingProxyType({}),
    at_most: int = MANY,
) -> dict[str, int]:
    """Name → how many rows; `at_most + 1` stands for any number above. One query for all names.

    `sooner` as in `compiled`.
    """
    return compiled(wanted, sooner=sooner, at_most=at_most).asked()


@dataclass(frozen=True)
class Counting:
    """Bounded counts as one query that can be asked again; names that are not `counted` have no rows."""

    names: tuple[str, ...]
    counted: tuple[str, ...]
    sql: str
    words: tuple[Any, ...]

    def asked(self) -> dict[str, int]:
        """Name → how many rows now."""
        if not self.counted:
            return dict.fromkeys(self.names, 0)
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(f"{UNDIVIDED}; {self.sql}", self.words)
                cursor.nextset()
            else:
                cursor.execute(self.sql, self.words)
            numbers = dict(zip(self.counted, cursor.fetchone(), strict=True))
        return {name: numbers.get(name, 0) for name in self.names}


def compiled(
    wanted: Mapping[str, QuerySet[Any]],
    *,
    sooner: Mapping[str, QuerySet[Any]] = MappingProxyType({}),
    at_most: int = MANY,
) -> Counting:
    """`how_many` before it is asked: to write the query costs far more than to send it.

    The database goes through the rows in their order, if they have one, and so by the index of that order. `sooner` are
    some of the rows of a name that an index finds at once: where they are too many already, no others are looked for.
    """
    parts = {name: part for name, rows in wanted.items() if (part := _counted(rows, at_most + 1))}
    columns, words = [], list[Any]()
    for name, (sql, said) in parts.items():
        quick = _counted(sooner[name], at_most + 1) if name in sooner else None
        if quick is None:
            columns.append(sql)
            words += said
        else:
            columns.append(f"CASE WHEN {quick[0]} > {at_most} THEN {at_most + 1} ELSE {sql} END")
            words += (*quick[1], *said)
    return Counting(tuple(wanted), tuple(parts), f"SELECT {', '.join(columns)}", tuple(words))


@dataclass(frozen=True)
class Listing:
    """Rows of plain columns (text and whole numbers) as a query that can be asked again; `sql` is "" where no row can be meant."""

    sql: str
    words: tuple[Any, ...] = ()

    def asked(self) -> list[tuple[Any, ...]]:
        """The rows now."""
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.words)
            return list(cursor.fetchall())


def listing(rows: QuerySet[Any]) -> Listing:
    """Rows of `values_list` before they are asked for; see `compiled`."""
    try:
        return Listing(*rows.query.sql_with_params())
    except EmptyResultSet:
        return Listing("")


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
