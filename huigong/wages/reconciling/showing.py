"""Where to look: for each difference the lines that show it, written beside it."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from huigong.wages.reconciling.kinds import ATTENDED, BANK, KINDS, PAYROLL, PROJECTS, ROSTER
from huigong.wages.reconciling.reading import FILE, LINE, Reader
from huigong.wages.reconciling.sources import Sources
from huigong.wages.reconciling.tables import TABLES

_STANDING = {ROSTER: "TRUE", PAYROLL: "NOT replaced", BANK: "paid"}


def name_files(reader: Reader, sources: list[Sources]) -> None:
    """Makes `files`: table, number, name as people know it."""
    rows = [(each.table.name, number, name) for each in sources for number, name in enumerate(each.names)]
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    kinds = (pa.string(), pa.int64(), pa.string())
    arrays = [pa.array(list(column), kind) for column, kind in zip(columns, kinds, strict=True)]
    reader.keep("files", pa.table(arrays, names=["origin", "number", "name"]))


def write_differences(connection: duckdb.DuckDBPyConnection, out: str, *, month: str) -> None:
    """Writes `hits` with the lines that show each, amounts in yuan, to `out`, a text literal of SQL."""
    wanted = ", ".join(f"('{kind.code}', '{origin}')" for kind in KINDS for origin in kind.evidence)
    connection.execute(f"CREATE TABLE shows AS SELECT * FROM (VALUES {wanted}) AS pairs(kind, origin)")
    connection.execute(
        "CREATE TABLE asked AS SELECT DISTINCT project, worker, origin FROM hits JOIN shows USING (kind)"
    )
    lines = " UNION ALL ".join([*map(_lines, _STANDING), _days(), _projects()])
    connection.execute(f"CREATE TABLE lines_shown AS {lines}")
    shown = ", ".join(f"max(text) FILTER (origin = '{table.name}')" for table in TABLES)
    connection.execute(
        f"COPY (SELECT project, worker, '{month}' AS month, kind, CAST(any_value(amount) * 0.01 AS DECIMAL(18, 2)) AS amount, "
        f"concat_ws('；', {shown}) AS evidence FROM hits "
        "LEFT JOIN shows USING (kind) LEFT JOIN lines_shown USING (project, worker, origin) "
        f"GROUP BY project, worker, kind ORDER BY project, worker, kind) TO {out} (FORMAT parquet, USE_TMP_FILE false)"
    )


def _lines(origin: str) -> str:
    """The lines of a table by file and number, those of the bank with its own number too, in their order."""
    serial = "coalesce(serial, '')" if origin == BANK else "''"
    named = f"(SELECT list(name ORDER BY number) FROM files WHERE origin = '{origin}')[{FILE} + 1]"
    ordered = "list_sort(list({'place': place, 'text': text}))"
    return (
        f"SELECT project, worker, '{origin}' AS origin, "
        f"array_to_string(list_transform({ordered}, lambda line: line.text), '、') AS text FROM ("
        f"SELECT project, worker, place, {named} || '第' || {LINE} || '行' || "
        f"CASE {serial} WHEN '' THEN '' ELSE '（流水号' || {serial} || '）' END AS text "
        f"FROM {origin}_read SEMI JOIN (SELECT * FROM asked WHERE origin = '{origin}') AS asked USING (project, worker) "
        f"WHERE reason IS NULL AND NOT twice AND {_STANDING[origin]}) GROUP BY project, worker"
    )


def _days() -> str:
    days = "list_filter(range(1, 32), lambda day: (days & (1::BIGINT << (day - 1))) <> 0)"
    return (
        f"SELECT project, worker, '{ATTENDED}' AS origin, '考勤' || array_to_string({days}, '、') || '日' AS text "
        f"FROM work SEMI JOIN (SELECT * FROM asked WHERE origin = '{ATTENDED}') AS asked USING (project, worker) "
        "WHERE days <> 0"
    )


def _projects() -> str:
    return (
        f"SELECT asked.project, asked.worker, '{PROJECTS}' AS origin, name || '第' || {LINE} || '行' AS text "
        f"FROM asked JOIN places USING (project) JOIN files ON files.origin = '{PROJECTS}' AND files.number = {FILE} "
        f"WHERE asked.origin = '{PROJECTS}'"
    )
