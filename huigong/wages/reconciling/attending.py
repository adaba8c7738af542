"""Attendance: the days of each worker on each project, as bits of a number, without a table of all lines.

Forty million lines are grouped as they are written and their keys read afterwards; only what is doubtful (a line that
cannot be read, a day with several lines) is looked at line by line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from huigong.wages.reconciling.cells import SCALE
from huigong.wages.reconciling.loading import case_of, whose, without_others
from huigong.wages.reconciling.months import Month, literal
from huigong.wages.reconciling.reading import FILE, LINE, Reader, place_of
from huigong.wages.reconciling.sources import Source, Sources
from huigong.wages.reconciling.tables import ATTENDANCE, Kind, Table

_LONGEST_DAY = 24
_NEVER = Decimal(10**6)  # hours
_BITS = 31
_DAYS, _BOTH = (1 << _BITS) - 1, (1 << _BITS) + 1
_WHOSE = ("project", "worker")
_ROUGHLY = {"hours": Kind.NUMBER}
_ROUGH = replace(
    ATTENDANCE,
    columns=tuple(
        replace(column, kind=Kind.RAW if column.id in _WHOSE else _ROUGHLY.get(column.id, column.kind))
        for column in ATTENDANCE.columns
        if column.id in (*_WHOSE, "day", "hours")
    ),
)
_KEYS = Table("keys", "", tuple(column for column in ATTENDANCE.columns if column.id in _WHOSE), "worker")
_GROUPED = Source(
    "grouped",
    {"project": ("raw_project", "VARCHAR"), "worker": ("raw_worker", "VARCHAR")},
    "0",
    "source.rowid",
)
_POSSIBLE = f"hours BETWEEN 0 AND {_LONGEST_DAY}"  # of rough lines; others have hours in ten-thousandths


def load(sources: Sources, reader: Reader, month: Month, *, placed: bool, full_day: Decimal | None) -> None:
    """Makes `work`: project, worker, days and long_days as bits, lines, of them `worked`, identical lines once; and
    `attendance_read`: place, project, worker, `reason`, `twice` of the lines that do not count."""
    connection, rough = reader.connection, reader.rows(_ROUGH, sources.parts)
    full = full_day if full_day is not None else _NEVER
    # One number for both kinds of day, so that forty million lines pass one sum: long days above, all days below.
    weight = f"CASE WHEN hours >= {full} THEN {_BOTH} WHEN hours > 0 THEN 1 ELSE 0 END::BIGINT"
    connection.execute(
        "CREATE TABLE grouped AS SELECT project AS raw_project, worker AS raw_worker, "
        f"bit_or({weight} << (day - {literal(month.first)})) AS packed, count(*) AS lines, "
        f"count(*) FILTER (hours > 0) AS worked FROM ({rough}) "
        f"WHERE {month.holds('day')} AND {_POSSIBLE} GROUP BY project, worker"
    )
    keys = reader.rows(_KEYS, [_GROUPED], also="raw_project, raw_worker, packed, lines, worked")
    connection.execute(
        f"CREATE TABLE keyed AS SELECT project, worker, raw_project, raw_worker, packed, lines, worked, "
        f"{case_of(whose(placed=placed))} AS reason FROM ({keys}) LEFT JOIN sites ON site = project "
        "WHERE coalesce(inside, TRUE)"
    )
    connection.execute("DROP TABLE grouped")
    together = "project, worker, bit_or(packed) AS packed, sum(lines)::BIGINT AS lines, sum(worked)::BIGINT AS worked"
    respelt = "SELECT 1 FROM keyed WHERE project <> raw_project OR worker <> raw_worker"
    own = f"SELECT {together} FROM keyed WHERE reason IS NULL GROUP BY project, worker"
    if not reader.any(respelt):
        own = "SELECT project, worker, packed, lines, worked FROM keyed WHERE reason IS NULL"
    connection.execute(
        f"CREATE TABLE work AS SELECT project, worker, packed & {_DAYS} AS days, packed >> {_BITS} AS long_days, "
        f"lines, worked FROM ({own})"
    )
    _refuse(sources.parts, rough, reader, month, placed=placed)
    _count_once(sources.parts, rough, reader, month, full)
    connection.execute("DROP TABLE keyed")


def _refuse(parts: Sequence[Source], rough: str, reader: Reader, month: Month, *, placed: bool) -> None:
    """The lines that nobody can read, or that are nobody's."""
    reader.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE looked_at AS SELECT place FROM ({rough}) WHERE day IS NULL "
        f"OR ({month.holds('day')} AND ({_POSSIBLE}) IS NOT TRUE)"
    )
    if reader.any("SELECT 1 FROM keyed WHERE reason IS NOT NULL"):
        reader.connection.execute(
            f"INSERT INTO looked_at SELECT rough.place FROM ({_counted(rough, month)}) AS rough JOIN keyed "
            "ON keyed.raw_project IS NOT DISTINCT FROM rough.project "
            "AND keyed.raw_worker IS NOT DISTINCT FROM rough.worker WHERE keyed.reason IS NOT NULL"
        )
    apart = _apart(parts, reader, "attendance_bad")
    reasons = case_of(
        [
            *whose(placed=placed),
            ("day", "day IS NULL"),
            ("hours", f"(hours BETWEEN 0 AND {_LONGEST_DAY * SCALE}) IS NOT TRUE"),
        ]
    )
    reader.connection.execute(
        f"CREATE TABLE attendance_read AS SELECT place, project, worker, {reasons} AS reason, FALSE AS twice "
        f"FROM ({reader.rows(ATTENDANCE, [apart])}) AS line LEFT JOIN sites ON site = project "
        "WHERE coalesce(inside, TRUE)"
    )
    without_others(ATTENDANCE, [apart], reader)


def _count_once(parts: Sequence[Source], rough: str, reader: Reader, month: Month, full: Decimal) -> None:
    """Where a day has several lines: identical ones count once, the hours of the others add."""
    crowded = "SELECT project, worker FROM work WHERE worked <> bit_count(days)"
    if not reader.any(crowded):
        return
    reader.connection.execute(f"CREATE OR REPLACE TEMP TABLE crowded AS {crowded}")
    reader.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE looked_at AS SELECT rough.place FROM ({_counted(rough, month)}) AS rough "
        "JOIN keyed ON keyed.raw_project = rough.project AND keyed.raw_worker = rough.worker "
        "SEMI JOIN crowded ON crowded.project = keyed.project AND crowded.worker = keyed.worker"
    )
    apart = _apart(parts, reader, "attendance_crowded")
    reader.connection.execute(
        "CREATE OR REPLACE TEMP TABLE several AS SELECT project, worker, day, hours, min(place) AS place "
        f"FROM ({reader.rows(ATTENDANCE, [apart])}) GROUP BY project, worker, day, hours, clock_in, clock_out"
    )
    reader.connection.execute(
        "INSERT INTO attendance_read SELECT place, project, worker, NULL, TRUE "
        f"FROM ({reader.rows(ATTENDANCE, [apart])}) ANTI JOIN several USING (place)"
    )
    reader.connection.execute(
        "UPDATE work SET lines = counted.lines, long_days = counted.long_days FROM ("
        "SELECT project, worker, sum(lines)::BIGINT AS lines, "
        f"coalesce(bit_or({month.bit('day')}) FILTER (hours >= {full * SCALE}), 0) AS long_days FROM ("
        "SELECT project, worker, day, count(*) AS lines, sum(hours) AS hours FROM several GROUP BY project, worker, day"
        ") GROUP BY project, worker) AS counted WHERE counted.project = work.project AND counted.worker = work.worker"
    )


def _counted(rough: str, month: Month) -> str:
    return f"SELECT * FROM ({rough}) WHERE {month.holds('day')} AND {_POSSIBLE}"


def _apart(parts: Sequence[Source], reader: Reader, name: str) -> Source:
    """The lines whose places stand in `looked_at`, as text, in a table of their own."""
    columns = [column.id for column in ATTENDANCE.columns]
    selected = []
    for part in parts:
        texts = (
            f"CAST({part.columns[each][0] if each in part.columns else 'NULL'} AS VARCHAR) AS {each}"
            for each in columns
        )
        source = f"(SELECT *, {place_of(part)} AS place FROM {part.sql})"
        selected.append(f"SELECT place, {', '.join(texts)} FROM {source} SEMI JOIN looked_at USING (place)")
    nothing = (
        f"SELECT 0::BIGINT AS place, {', '.join(f'NULL::VARCHAR AS {each}' for each in columns)} WHERE FALSE"
    )
    reader.connection.execute(f"CREATE TABLE {name} AS {' UNION ALL '.join(selected) or nothing}")
    return Source(name, {each: (each, "VARCHAR") for each in columns}, FILE, LINE)
