"""The rows of a table with typed cells, whichever way they were written.

What is plainly written the engine reads itself. Each other spelling is read once by `cells` and put into a table of
spellings, which the rows are joined with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pyarrow as pa

from huigong.wages.reconciling import beside, cells
from huigong.wages.reconciling.sources import Source
from huigong.wages.reconciling.tables import Column, Kind, Table
from huigong.wages.reconciling.typed import Cell, cell, sql_type

_ARROW = {
    "DATE": pa.date32(),
    "INTEGER": pa.int32(),
    "BIGINT": pa.int64(),
    "BOOLEAN": pa.bool_(),
    "VARCHAR": pa.string(),
}
_FETCHED = 10_000
_LINES = 40  # bits
FILE, LINE = f"(place >> {_LINES})", f"(place & {(1 << _LINES) - 1})"


@dataclass
class Reader:
    """Reads sources through one connection, and remembers the spellings that it has met."""

    connection: duckdb.DuckDBPyConnection
    _known: dict[Kind, set[str]] = field(default_factory=dict)

    def plain_rows(self, table: Table, parts: Iterable[Source]) -> str:
        """The same in one pass, for rows that are all plainly written: `odd` says of a row that it is not."""
        selects = []
        for part in parts:
            read = {column.id: cell(column.kind, *part.columns[column.id]) for column in _held(table, part)}
            values = [
                f"{read[column.id].value if column.id in read else f'CAST(NULL AS {sql_type(column.kind)})'} "
                f"AS {column.id}, FALSE AS {column.id}_bad"
                for column in table.columns
            ]
            odd = " OR ".join(
                f"coalesce({_odd(each)}, FALSE)" for each in read.values() if each.text is not None
            )
            selects.append(
                f"SELECT {place_of(part)} AS place, {', '.join(values)}, {odd or 'FALSE'} AS odd FROM {part.sql} AS source"
            )
        return " UNION ALL ".join(selects)

    def rows(self, table: Table, parts: Iterable[Source], *, also: str = "") -> str:
        """SQL of all rows: `place`, each column by its id, and `<id>_bad` where something stands that nobody can read.

        `also`: other columns of the source, handed on.
        """
        nothing = (
            f"CAST(NULL AS {sql_type(column.kind)}) AS {column.id}, FALSE AS {column.id}_bad"
            for column in table.columns
        )
        empty = f"SELECT CAST(NULL AS BIGINT) AS place, {', '.join(nothing)} WHERE FALSE"
        return " UNION ALL ".join([self._rows(table, part, also) for part in parts] or [empty])

    def keep(self, name: str, rows: pa.Table) -> None:
        """Makes a table of rows that Python has."""
        self.connection.register("rows_of_python", rows)
        self.connection.execute(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM rows_of_python")
        self.connection.unregister("rows_of_python")

    def beside(self, table: Table, parts: Iterable[Source], unsure: str) -> list[int]:
        """The places of the rows that are no rows (see `beside`), among those that the query `unsure` gives."""
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE unsure AS {unsure}")
        return [place for part in parts for place in self._beside(table, part)]

    def _rows(self, table: Table, part: Source, also: str) -> str:
        read = {column.id: cell(column.kind, *part.columns[column.id]) for column in _held(table, part)}
        odd = self._learn(table, part, read)
        selected = [f"{place_of(part)} AS place"]
        joins = []
        for column in table.columns:
            if column.id not in read:
                selected += [
                    f"CAST(NULL AS {sql_type(column.kind)}) AS {column.id}",
                    f"FALSE AS {column.id}_bad",
                ]
            elif column.id not in odd:
                selected += [f"{read[column.id].value} AS {column.id}", f"FALSE AS {column.id}_bad"]
            else:
                value, spelt = read[column.id].value, f"spelt_{column.id}"
                selected += [
                    f"coalesce({value}, {spelt}.value) AS {column.id}",
                    f"{value} IS NULL AND coalesce({spelt}.value IS NULL AND NOT {spelt}.blank, FALSE) AS {column.id}_bad",
                ]
                joins.append(
                    f"LEFT JOIN {_spellings(column.kind)} AS {spelt} ON {spelt}.raw = {read[column.id].text}"
                )
        selected += [also] if also else []
        return f"SELECT {', '.join(selected)} FROM {part.sql} AS source {' '.join(joins)}"

    def _learn(self, table: Table, part: Source, read: dict[str, Cell]) -> set[str]:
        """The columns in which something is not plainly written, now that its spellings are known."""
        doubted = {name: _odd(each) for name, each in read.items() if each.text is not None}
        if not doubted:
            return set()
        counted = ", ".join(f"count(*) FILTER ({condition})" for condition in doubted.values())
        counts = self.connection.execute(f"SELECT {counted} FROM {part.sql} AS source").fetchone() or ()
        odd = {name for name, count in zip(doubted, counts, strict=True) if count}
        for column in table.columns:
            if column.id in odd:
                self._spell(
                    column,
                    f"SELECT DISTINCT {read[column.id].text} FROM {part.sql} AS source WHERE {doubted[column.id]}",
                )
        return odd

    def _spell(self, column: Column, query: str) -> None:
        known, name = self._known.get(column.kind), _spellings(column.kind)
        if known is None:
            known = self._known[column.kind] = set()
            self.connection.execute(
                f"CREATE TABLE {name} (raw VARCHAR, value {sql_type(column.kind)}, blank BOOLEAN)"
            )
        new = [raw for (raw,) in _fetched(self.connection.execute(query)) if raw not in known]
        if not new:
            return
        known.update(new)
        said = [cells.read(column.kind, raw) for raw in new]
        values = pa.array([each.value for each in said], _ARROW[sql_type(column.kind)])
        learned = pa.table({"raw": new, "value": values, "blank": [each.blank for each in said]})
        self.connection.register("learned", learned)
        self.connection.execute(f"INSERT INTO {name} SELECT * FROM learned")
        self.connection.unregister("learned")

    def _beside(self, table: Table, part: Source) -> Iterator[int]:
        held = [column.id for column in _held(table, part)]
        texts = ", ".join(f"CAST(source.{part.columns[name][0]} AS VARCHAR)" for name in held)
        query = f"SELECT place, {texts} FROM (SELECT *, {place_of(part)} AS place FROM {part.sql}) AS source SEMI JOIN unsure USING (place)"
        for place, *row in _fetched(self.connection.execute(query)):
            if beside.is_beside(table, dict(zip(held, row, strict=True))):
                yield place


def place_of(part: Source) -> str:
    """SQL: where a row stands, as one number; `FILE` and `LINE` say what is in it."""
    return f"(CAST({part.file} AS BIGINT) << {_LINES}) + {part.line}"


def _held(table: Table, part: Source) -> list[Column]:
    return [column for column in table.columns if column.id in part.columns]


def _odd(read: Cell) -> str:
    return f"({read.value}) IS NULL AND {read.text} <> ''"


def _spellings(kind: Kind) -> str:
    return f"spellings_{kind}"


def _fetched(result: duckdb.DuckDBPyConnection) -> Iterator[tuple[Any, ...]]:
    while batch := result.fetchmany(_FETCHED):
        yield from batch
