"""Tables of a month made into the file of a platform, and such a file into tables again."""

from __future__ import annotations

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter

from huigong.funds.banks.orders import written_yuan
from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import say
from huigong.sheets import heads, opening
from huigong.wages.filing.declaring import COLUMNS, Format, Object, Profile
from huigong.wages.reconciling.cells import SCALE
from huigong.wages.reconciling.reading import FILE, LINE, Reader
from huigong.wages.reconciling.sources import sources_of
from huigong.wages.reconciling.tables import TABLES, Kind, Table

Row = Mapping[str, str]
Tables = Mapping[str, Sequence[Row]]
_ENDING = {Format.WORKBOOK: "xlsx", Format.JSON: "json"}
_MOST_TOLD = 20
_SHEET = 31  # characters that a spreadsheet takes as the name of a sheet


def tables_of(folder: Path) -> Tables:
    """Name of a table → its rows, by Chinese header, as a program would write them. A table that is not there is left out.

    Raises `Invalid` (`filing.cells`) with every line of which a cell cannot be read, and what reading raises.
    """
    with tempfile.TemporaryDirectory(prefix="huigong-filing-") as scratch, duckdb.connect() as connection:
        reader = Reader(connection)
        return {
            table.name: rows
            for table in TABLES
            if (rows := list(_rows(table, folder, Path(scratch), reader)))
        }


def _rows(table: Table, folder: Path, scratch: Path, reader: Reader) -> Iterator[Row]:
    sources = sources_of(table, folder, scratch)
    if not sources.parts:
        return
    written = f"{table.name}_to_file"
    made = reader.connection
    made.execute(f"CREATE TABLE {written} AS SELECT * FROM ({reader.rows(table, sources.parts)})")
    unsure = f"SELECT place FROM {written} WHERE {table.identity} IS NULL"
    beside = set(reader.beside(table, sources.parts, unsure))
    bad = " OR ".join(f"{column.id}_bad" for column in table.columns)
    values = ", ".join(column.id for column in table.columns)
    query = f"SELECT place, {FILE}, {LINE}, {bad}, {values} FROM {written} ORDER BY place"
    wrong: list[str] = []
    rows = []
    for place, file, line, unread, *cells in made.execute(query).fetchall():
        if place in beside:
            continue
        said = dict(zip((column.id for column in table.columns), cells, strict=True))
        if unread or said[table.identity] is None:
            wrong.append(f"{sources.names[file]} 第{line}行")
        rows.append({column.name: _text(column.kind, said[column.id]) for column in table.columns})
    if wrong:
        raise Invalid(
            "filing.cells",
            what=say("{table}里有读不出来的格", table=table.says),
            why="、".join(wrong[:_MOST_TOLD]),
            do="请改正以后再报",
            about=table.name,
        )
    yield from rows


def written(profile: Profile, tables: Tables) -> tuple[str, bytes, Mapping[str, int]]:
    """Name and bytes of the platform's file, and how many rows each of its objects has."""
    objects = {each.id: list(_distinct(each, tables.get(each.table, ()))) for each in profile.objects}
    titled = {
        each.id: [{profile.title(name): row[name] for name in each.columns} for row in objects[each.id]]
        for each in profile.objects
    }
    if profile.format is Format.JSON:
        data = json.dumps(titled, ensure_ascii=False, indent=1).encode()
    else:
        data = _workbook(profile, titled)
    counts = {name: len(rows) for name, rows in objects.items()}
    return f"{profile.id}.{_ENDING[profile.format]}", data, counts


def read(profile: Profile, data: bytes) -> Tables:
    """The tables of a platform's file: the objects of a table joined by the columns that they share, in their order.

    Raises `Invalid` (`filing.file`) for what is no such file, and what reading sheets raises.
    """
    objects = _json(data) if profile.format is Format.JSON else _sheets(profile, data)
    tables: dict[str, list[dict[str, str]]] = {}
    for each in sorted(
        profile.objects, key=_is_of_groups
    ):  # teams and firms add to people, never the other way round
        rows = [_untitled(profile, each, row) for row in objects.get(each.id, ())]
        tables[each.table] = _joined(tables[each.table], rows) if each.table in tables else rows
    return {name: rows for name, rows in tables.items() if rows}


def _is_of_groups(wanted: Object) -> bool:
    [identity] = (
        column.name
        for table in TABLES
        for column in table.columns
        if table.name == wanted.table and column.id == table.identity
    )
    return identity not in wanted.columns


def _distinct(wanted: Object, rows: Iterable[Row]) -> Iterator[Row]:
    seen = set()
    for row in rows:
        cells = tuple(row[name] for name in wanted.columns)
        if cells not in seen and any(cells):
            seen.add(cells)
            yield dict(zip(wanted.columns, cells, strict=True))


def _joined(left: list[dict[str, str]], right: list[dict[str, str]]) -> list[dict[str, str]]:
    """Each row of the left with what the right adds; a row of the right that fits none is one of its own only where there is no left."""
    if not left or not right:
        return left or right
    shared = sorted(left[0].keys() & right[0].keys())
    known: dict[tuple[str, ...], list[dict[str, str]]] = {}
    for row in right:
        known.setdefault(tuple(row[name] for name in shared), []).append(row)
    empty = [dict.fromkeys(right[0], "")]
    return [{**more, **row} for row in left for more in known.get(tuple(row[name] for name in shared), empty)]


def _workbook(profile: Profile, objects: Mapping[str, Sequence[Row]]) -> bytes:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True, "strings_to_numbers": False})
    for each in profile.objects:
        sheet = book.add_worksheet(each.id[:_SHEET])
        sheet.write_row(0, 0, [profile.title(name) for name in each.columns])
        for number, row in enumerate(objects[each.id], start=1):
            for place, cell in enumerate(row.values()):
                sheet.write_string(number, place, cell)
    book.close()
    return made.getvalue()


def _sheets(profile: Profile, data: bytes) -> Mapping[str, Sequence[Row]]:
    by_name = {sheet.name: sheet for sheet in opening.sheets(data)}
    objects: dict[str, Sequence[Row]] = {}
    for each in profile.objects:
        sheet = by_name.get(each.id[:_SHEET])
        if sheet is None:
            continue
        titles = [profile.title(name) for name in each.columns]
        head = heads.find(sheet.rows(), {heads.plain(title): title for title in titles}, titles)
        if head is None:
            raise _no_file(say("“{name}”这张表缺列", name=each.id))
        objects[each.id] = [
            {title: str(row.cells[at]) if at < len(row.cells) else "" for title, at in head.places.items()}
            for row in sheet.rows()
            if row.number > head.number and any(str(cell).strip() for cell in row.cells)
        ]
    if not objects:
        raise _no_file("里面没有一张认得的表")
    return objects


def _json(data: bytes) -> Mapping[str, Sequence[Row]]:
    try:
        told = json.loads(data)
    except ValueError as error:
        raise _no_file("不是完整的 JSON") from error
    if not isinstance(told, dict) or not all(isinstance(rows, list) for rows in told.values()):
        raise _no_file("应当是对象名称和行的列表")
    return told


def _untitled(profile: Profile, wanted: Object, row: Any) -> dict[str, str]:
    if not isinstance(row, dict):
        raise _no_file(say("“{name}”里有不是一行的东西", name=wanted.id))
    return {name: str(row.get(profile.title(name)) or "") for name in wanted.columns}


def _no_file(why: Any) -> Invalid:
    return Invalid(
        "filing.file", what="这不是这个平台的文件", why=why, do="请核对是不是选错了文件", about="file"
    )


def _text(kind: Kind, value: Any) -> str:
    """A typed cell as a program writes it."""
    if value is None:
        return ""
    match kind:
        case Kind.MONEY:
            return f"-{written_yuan(-value)}" if value < 0 else written_yuan(value)
        case Kind.QUANTITY:
            return f"{value / SCALE:g}"
        case Kind.MONTH:
            return f"{value // 100}-{value % 100:02d}"
        case Kind.YES:
            return "是" if value else "否"
        case Kind.RESULT:
            return "成功" if value else "失败"
    return value.isoformat() if isinstance(value, date) else str(value)


def as_csv(rows: Sequence[Row], table: str) -> bytes:
    """A table as CSV, under the headers that `huigong reconcile` reads."""
    out = io.StringIO()
    sheet = csv.DictWriter(out, list(COLUMNS[table]), restval="")
    sheet.writeheader()
    sheet.writerows(rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
