"""Finds the files of a table, and makes of each a source that the engine reads: Parquet as it is, sheets as Parquet of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from huigong.kernel.errors import DomainError, Invalid
from huigong.sheets import delimited, heads, opening
from huigong.sheets.figures import EXACT
from huigong.sheets.heads import Head
from huigong.sheets.rows import Broken, Cell, MonthOnly, Row, Sheet
from huigong.wages.reconciling.tables import Kind, Table

_PARQUET = frozenset([".parquet", ".pq"])
_DELIMITED = frozenset([".csv", ".tsv", ".txt"])
_WORKBOOKS = frozenset([".xlsx", ".xlsm", ".xls", ".ods"])
_BATCH = 50_000
_LINE = "line"


@dataclass(frozen=True)
class Source:
    """Rows of the same columns in SQL. `columns`: column id → (its column there, quoted; its type in DuckDB);
    `file` and `line` say which file a row is from and which row of it it is."""

    sql: str
    columns: Mapping[str, tuple[str, str]]
    file: str
    line: str


@dataclass
class Sources:
    """The sources of one table; `names` are the files as people know them, by number."""

    table: Table
    names: list[str] = field(default_factory=list)
    parts: list[Source] = field(default_factory=list)


def quoted(text: str) -> str:
    """A text literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def sources_of(table: Table, folder: Path, scratch: Path) -> Sources:
    """What `NAME.ext` and the folder `NAME` hold; no parts where there is neither.

    Raises `DomainError` naming the file: `reconcile.file`, `reconcile.headers`.
    """
    sources = Sources(table)
    paths = list(_paths(table.name, folder))
    alike: dict[tuple[object, ...], list[Path]] = {}
    for path in (path for path in paths if path.suffix.lower() in _PARQUET):
        alike.setdefault(_schema(path), []).append(path)
    for same in alike.values():
        _add_parquet(sources, same, folder)
    for path in (path for path in paths if path.suffix.lower() not in _PARQUET):
        _add_sheets(sources, path, folder, scratch)
    return sources


def _paths(name: str, folder: Path) -> Iterator[Path]:
    kinds = _PARQUET | _DELIMITED | _WORKBOOKS
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name == name:
            inside = [inner for inner in sorted(path.rglob("*")) if inner.is_file()]
            yield from (inner for inner in inside if inner.suffix.lower() in kinds and not _is_left(inner))
        elif path.is_file() and path.stem == name and path.suffix.lower() in kinds:
            yield path


def _is_left(path: Path) -> bool:
    """Whether a program left the file behind: locks of spreadsheets, marks of clusters."""
    return path.name.startswith((".", "~", "_"))


def _schema(path: Path) -> tuple[object, ...]:
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        raise _unreadable(path, str(error).splitlines()[0][:120]) from error
    return tuple((each.name, str(each.type)) for each in schema)


def _add_parquet(sources: Sources, paths: list[Path], folder: Path) -> None:
    aliases = sources.table.aliases
    columns: dict[str, tuple[str, str]] = {}
    with duckdb.connect() as connection:
        described = connection.execute(
            f"DESCRIBE SELECT * FROM read_parquet({quoted(str(paths[0]))})"
        ).fetchall()
    for name, source_type, *_ in described:
        column = aliases.get(heads.plain(str(name)))
        if column is not None:
            columns.setdefault(column, (f'"{str(name).replace(chr(34), chr(34) * 2)}"', str(source_type)))
    _require(sources.table, columns, paths[0])
    listed = ", ".join(quoted(str(path)) for path in paths)
    file = f"CAST(file_index AS INTEGER) + {len(sources.names)}"
    sources.parts.append(Source(f"read_parquet([{listed}])", columns, file, "file_row_number + 1"))
    sources.names += [str(path.relative_to(folder)) for path in paths]


def _require(table: Table, columns: Mapping[str, object], path: Path) -> None:
    missing = [column.name for column in table.columns if column.required and column.id not in columns]
    if missing:
        raise Invalid(
            "reconcile.headers",
            what=f"“{path.name}”当{table.says}读，缺少这些列：{'、'.join(missing)}",
            do="请照说明写表头，或者写成常用的别名",
        )


def _add_sheets(sources: Sources, path: Path, folder: Path, scratch: Path) -> None:
    table, name = sources.table, str(path.relative_to(folder))
    with _named(path):
        pages = [(sheet, _head(sheet, table)) for sheet in _sheets(path)]
    known = [(sheet, head) for sheet, head in pages if head is not None]
    if not known:
        _require(table, _nearest([sheet for sheet, _ in pages], table), path)
    for sheet, head in known:
        staged = scratch / f"{table.name}-{len(sources.names)}.parquet"
        with _named(path):
            _stage(sheet, head, table, staged)
        columns = {column: (f'"{column}"', "VARCHAR") for column in head.places}
        read = f"read_parquet({quoted(str(staged))})"
        sources.parts.append(Source(read, columns, str(len(sources.names)), _LINE))
        sources.names.append(name if len(known) == 1 else f"{name}[{sheet.name}]")


def _nearest(sheets: list[Sheet], table: Table) -> Mapping[str, object]:
    """The columns of the sheet in which most headers are known, for the words of the refusal."""
    best: Mapping[str, object] = {}
    for sheet in sheets:
        head = heads.find(islice(sheet.rows(), heads.LOOKED_AT), table.aliases, ())
        if head is not None and len(head.places) > len(best):
            best = head.places
    return best


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Says which file could not be read."""
    try:
        yield
    except DomainError as error:
        raise _unreadable(path, error.what) from error


def _sheets(path: Path) -> list[Sheet]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _unreadable(path, "没有读的权限") from error
    if path.suffix.lower() in _DELIMITED and not data.startswith(b"PK"):
        return [
            delimited.sheet(data, path.stem)
        ]  # a month of gates is longer than what people hand in on pages
    return opening.sheets(data, name=path.stem)


def _head(sheet: Sheet, table: Table) -> Head | None:
    return heads.find(islice(sheet.rows(), heads.LOOKED_AT), table.aliases, table.required)


def _stage(sheet: Sheet, head: Head, table: Table, out: Path) -> None:
    """Writes the rows below the headers as text, a column each that is known, with the number of the row."""
    kinds = {column.id: column.kind for column in table.columns if column.id in head.places}
    schema = pa.schema([(column, pa.string()) for column in kinds] + [(_LINE, pa.int64())])
    rows = (row for row in sheet.rows() if row.number > head.number and not head.repeats(row.cells))
    with pq.ParquetWriter(out, schema) as writer:
        while batch := list(islice(rows, _BATCH)):
            held: dict[str, list[object]] = {
                column: [_text(row, head.places[column], kind, sheet.epoch) for row in batch]
                for column, kind in kinds.items()
            }
            filled = [any(cells) for cells in zip(*held.values(), strict=True)]
            held[_LINE] = [row.number for row in batch]
            writer.write_table(pa.table(held, schema=schema).filter(pa.array(filled, pa.bool_())))


def _text(row: Row, at: int, kind: Kind, epoch: date | None) -> str | None:
    cell = row.cells[at] if at < len(row.cells) else ""
    if cell.__class__ is str:
        return str(cell) or None
    return _written(cell, kind, epoch)


def _written(cell: Cell, kind: Kind, epoch: date | None) -> str | None:
    """A cell of a workbook as a program would write it in text."""
    match cell:
        case None:
            return None
        case Broken(shown=shown):
            return shown or "#"
        case MonthOnly(day=day):
            return f"{day:%Y-%m-%d}"
        case bool():
            return "是" if cell else "否"
        case datetime() | date():
            return f"{cell:%Y-%m-%d}" if kind in (Kind.DAY, Kind.MONTH) else str(cell)
        case time():
            return f"{cell:%H:%M:%S}"
        case int() | float():
            return _number(cell, kind, epoch)
    return str(cell)


def _number(cell: float, kind: Kind, epoch: date | None) -> str:
    if kind is Kind.DAY and epoch is not None and 20_000 <= cell < 80_000:
        return f"{epoch + timedelta(days=int(cell)):%Y-%m-%d}"
    if abs(cell) >= EXACT:
        return f"{cell:e}"  # its last figures are lost
    return str(int(cell)) if cell == int(cell) else f"{cell:.15g}"


def _unreadable(path: Path, why: str) -> DomainError:
    return Invalid("reconcile.file", what=f"“{path.name}”读不了", why=why, do="请核对文件，另存为 xlsx 再来")
