"""Where to look: for each difference the lines that show it, written beside it."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from huigong.wages.reconciling.kinds import ATTENDED, BANK, KINDS, PAYROLL, PROJECTS, ROSTER
from huigong.wages.reconciling.reading import FILE, LINE, Reader
from huigong.wages.reconciling.sources import Sources

_STANDING = {ROSTER: "TRUE", PAYROLL: "NOT replaced", BANK: "paid"}


def name_files(reader: Reader, sources: list[Sources]) -> None:
    """Makes `files`: table, number, name as people know it."""
    rows = [(each.table.name, number, name) for each in sources for number, name in enumerate(each.names)]
    columns = zip(*rows, strict=True) if rows else ((), (), ())
    kinds = (pa.string(), pa.int64(), pa.string())
    arrays = [pa.array(list(column), kind) for column, kind in zip(columns, kinds, strict=True)]
    reader.keep("files", pa.table(arrays, names=["origin", "number", "name"]))


def write_differences(connection: duckdb.DuckDBPyConnection, out: str, *, month: str) -> None:
    """Writes `hits` with the lines that show each, to `out`, a text literal of SQL."""
    connection.execute("CREATE TABLE asked AS SELECT DISTINCT project, worker FROM hits")
    wanted = ", ".join(f"('{kind.code}', '{origin}')" for kind in KINDS for origin in kind.evidence)
    connection.execute(f"CREATE TABLE shows AS SELECT * FROM (VALUES {wanted}) AS pairs(kind, origin)")
    lines = " UNION ALL ".join([*map(_lines, _STANDING), _days(), _projects()])
    connection.execute(f"CREATE TABLE lines_shown AS {lines}")
    connection.execute(
        f"COPY (SELECT project, worker, '{month}' AS month, kind, any_value(amount) AS amount, "
        "coalesce(string_agg(text, '；' ORDER BY origin), '') AS evidence FROM hits "
        "LEFT JOIN shows USING (kind) LEFT JOIN lines_shown USING (project, worker, origin) "
        f"GROUP BY project, worker, kind ORDER BY project, worker, kind) TO {out} (FORMAT parquet, USE_TMP_FILE false)"
    )


def _lines(origin: str) -> str:
    serial = "coalesce('（流水号' || serial || '）', '')" if origin == BANK else "''"
    return (
        f"SELECT project, worker, '{origin}' AS origin, string_agg(name || '第' || {LINE} || '行' || {serial}, '、' "
        f"ORDER BY place) AS text FROM (SELECT * FROM {origin}_read SEMI JOIN asked USING (project, worker) "
        f"WHERE reason IS NULL AND NOT twice AND {_STANDING[origin]}) "
        f"JOIN files ON files.origin = '{origin}' AND files.number = {FILE} GROUP BY project, worker"
    )


def _days() -> str:
    days = "list_filter(range(1, 32), lambda day: (days & (1::BIGINT << (day - 1))) <> 0)"
    return (
        f"SELECT project, worker, '{ATTENDED}' AS origin, '考勤' || array_to_string({days}, '、') || '日' AS text "
        "FROM work SEMI JOIN asked USING (project, worker) WHERE days <> 0"
    )


def _projects() -> str:
    return (
        f"SELECT asked.project, asked.worker, '{PROJECTS}' AS origin, name || '第' || {LINE} || '行' AS text "
        f"FROM asked JOIN places USING (project) JOIN files ON files.origin = '{PROJECTS}' AND files.number = {FILE}"
    )
