"""The projects of the month: which lie in the region, when their pay is due, what the least wage of their place is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

import pyarrow as pa

from huigong.kernel.calendar import Direction, WorkCalendar
from huigong.kernel.errors import Invalid
from huigong.wages.law import Law
from huigong.wages.reconciling.months import Month
from huigong.wages.reconciling.reading import Reader
from huigong.wages.reconciling.sources import Sources
from huigong.wages.reconciling.tables import PROJECTS

Row = Mapping[str, Any]
_SCHEMA = pa.schema(
    [
        ("project", pa.string()),
        ("region", pa.string()),
        ("inside", pa.bool_()),
        ("pay_day", pa.date32()),
        ("provisional", pa.bool_()),
        ("minimum", pa.int64()),
        ("share_counts", pa.bool_()),
        ("opening", pa.int64()),
        ("transferred", pa.int64()),
        ("closing", pa.int64()),
        ("place", pa.int64()),
    ]
)
_READ = pa.schema(
    [("place", pa.int64()), ("project", pa.string()), ("reason", pa.string()), ("twice", pa.bool_())]
)
_BALANCES = ("opening", "transferred", "closing")
_LATEST = timedelta(
    days=366
)  # after the month: a pay-day that is later is a slip, and nothing would ever be due


def place(sources: Sources, reader: Reader, month: Month, *, prefix: str, law: Law) -> None:
    """Makes `places`, a row a project, `sites`, which of them lie in the region, and `projects_read`, a row a line with its `reason`.

    `prefix`: the figures with which the codes of the region begin. Raises `Invalid` (`reconcile.region_empty`) where
    no project lies in it, which would look like a clean month.
    """
    lines = sorted(_lines(sources, reader, month), key=lambda row: row["place"])
    placed: dict[str, dict[str, Any]] = {}
    accounts: dict[tuple[str, str | None], Row] = {}
    for row in lines:
        row["reason"] = _reason(row)
        if row["reason"]:
            continue
        key = row["project"], row["account"]
        if key in accounts:
            same = _content(accounts[key]) == _content(row)
            row["reason"], row["twice"] = (None, True) if same else ("project_conflict", False)
            continue
        accounts[key] = row
        if row["project"] in placed:
            _add_account(placed[row["project"]], row)
        else:
            placed[row["project"]] = _placed(row, prefix, law, month)
    if placed and not any(project["inside"] for project in placed.values()):
        raise Invalid(
            "reconcile.region_empty",
            what="项目表里没有一个项目在这个地区",
            do="请核对 --region 和项目表的“地区”这一列",
        )
    reader.keep("places", pa.Table.from_pylist(list(placed.values()), schema=_SCHEMA))
    reader.connection.execute("CREATE VIEW sites AS SELECT project AS site, inside FROM places")
    kept = [row for row in lines if not _is_elsewhere(row, placed, prefix)]
    read = {name: [row[name] for row in kept] for name in _READ.names}
    reader.keep("projects_read", pa.table(read, schema=_READ))


def _lines(sources: Sources, reader: Reader, month: Month) -> Iterator[dict[str, Any]]:
    """The lines of the month, without what is no line."""
    if not sources.parts:
        return
    connection = reader.connection
    connection.execute(f"CREATE TABLE projects_typed AS {reader.rows(PROJECTS, sources.parts)}")
    unsure = "SELECT place FROM projects_typed WHERE project IS NULL OR NOT coalesce(regexp_matches(region, '^[0-9]{2}'), FALSE)"
    no_lines = set(reader.beside(PROJECTS, sources.parts, unsure))
    result = connection.execute("SELECT * FROM projects_typed")
    names = [column[0] for column in result.description]
    for values in result.fetchall():
        row: dict[str, Any] = dict(zip(names, values, strict=True)) | {"reason": None, "twice": False}
        if row["place"] not in no_lines and row["month"] in (None, month.number):
            yield row


def _reason(row: Row) -> str | None:
    """Why a line names no place; a pay-day or a sum that nobody can read is missing to the kinds that need it, no more."""
    if row["project"] is None:
        return "project"
    return None if _has_region(row) else "region"


def _has_region(row: Row) -> bool:
    return row["region"] is not None and row["region"][:2].isdecimal()


def _is_elsewhere(row: Row, placed: Mapping[str, Row], prefix: str) -> bool:
    """Whether the line is of another region, and so nothing that anybody here could mend."""
    if row["project"] in placed:
        return not placed[row["project"]]["inside"]
    return _has_region(row) and not row["region"].startswith(prefix)


def _content(row: Row) -> tuple[Any, ...]:
    return tuple(row[column.id] for column in PROJECTS.columns)


def _placed(row: Row, prefix: str, law: Law, month: Month) -> dict[str, Any]:
    due, provisional = _due(row["pay_day"]) if _is_of_month(row["pay_day"], month) else (None, False)
    return {
        "project": row["project"],
        "region": row["region"],
        "inside": row["region"].startswith(prefix),
        "pay_day": due,
        "provisional": provisional,
        "minimum": law.minimum(row["region"], row["tier"] or ""),
        "share_counts": law.share_counts(row["region"]),
        **{name: row[name] for name in _BALANCES},
        "place": row["place"],
    }


def _is_of_month(pay_day: date | None, month: Month) -> bool:
    """Whether a month can be paid on the day; of another day nobody knows when the month is due."""
    return pay_day is not None and month.first <= pay_day <= month.last + _LATEST


@cache
def _due(written: date) -> tuple[date, bool]:
    """The last working day on or before the written pay-day, and whether the calendar is provisional there."""
    rolled = WorkCalendar.published().roll(written, Direction.BACK)
    return rolled.day, rolled.provisional


def _add_account(project: dict[str, Any], row: Row) -> None:
    """A second account of a project: its balances add, and where one of them is open the sum is."""
    for name in _BALANCES:
        both = project[name] is not None and row[name] is not None
        project[name] = project[name] + row[name] if both else None
