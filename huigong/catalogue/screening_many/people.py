"""The people of a province in Parquet: one row per person, an `id`, and a column for every fact that is known.

A column is named as the fact. Money is whole fen, a date is a date, an option is its word;
an empty cell is "not known". Columns that are no facts are left alone.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from huigong.catalogue.screening_many import identifiers
from huigong.catalogue.screening_many.identifiers import ID
from huigong.catalogue.screening_many.whole import told_plainly
from huigong.kernel.errors import Invalid
from huigong.kernel.packs import nearest_name
from huigong.rules.nodes import Fact
from huigong.rules.values import FEN, Type

Progress = Callable[[float], None]  # takes what is done, 0 to 1
_WHOLE = re.compile(r"U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)")
_DIGITS = {"TINYINT": 3, "UTINYINT": 3, "SMALLINT": 5, "USMALLINT": 5, "INTEGER": 10, "UINTEGER": 10}
_ACCEPTED = {
    Type.BOOL: re.compile("BOOLEAN"),
    Type.INT: _WHOLE,
    Type.DECIMAL: re.compile(rf"{_WHOLE.pattern}|DECIMAL\(.*\)"),
    Type.DATE: re.compile("DATE"),
    Type.TEXT: re.compile(r"VARCHAR|ENUM\(.*\)", re.DOTALL),
    Type.ENUM: re.compile(r"VARCHAR|ENUM\(.*\)", re.DOTALL),
}
_WANTED = {
    Type.BOOL: "是或否（BOOLEAN）",
    Type.INT: "整数（BIGINT）",
    Type.DECIMAL: "定点小数（DECIMAL）",
    Type.DATE: "日期（DATE）",
    Type.TEXT: "文字（VARCHAR）",
    Type.ENUM: "文字（VARCHAR）",
}


@dataclass(frozen=True)
class People:
    """A Parquet file of people, or a folder of such files; `facts` are those of its columns that are facts,
    `digits` bounds those that are kept in a narrow type of whole numbers, `ids` are `whole` or `text`."""

    path: Path
    facts: Mapping[str, Fact]
    others: tuple[str, ...]
    ids: str
    digits: Mapping[str, int] = field(default_factory=dict)

    @property
    def files(self) -> str:
        """What a reader of Parquet opens: the file, or every Parquet file in the folder."""
        return files_of(self.path)

    @property
    def source(self) -> str:
        """The people as a table in DuckDB's SQL."""
        return f"read_parquet({quoted(self.files)})"


def files_of(path: Path) -> str:
    """The file, or a pattern for every Parquet file in the folder."""
    return str(path / "**" / "*.parquet") if path.is_dir() else str(path)


def quoted(text: str) -> str:
    """A text literal for DuckDB."""
    return "'" + text.replace("'", "''") + "'"


def open_people(path: Path, facts: Mapping[str, Fact]) -> People:
    """The people in `path`, each with an id of their own.

    Raises `DomainError` for what is no Parquet, for ids that do not identify people, and for
    columns of a wrong type.
    """
    if not path.exists():
        raise Invalid("screen.no_people", what=f"找不到“{path}”", do="请写对 Parquet 文件或文件夹的路径")
    columns = _columns(path)
    if ID not in columns:
        raise Invalid(
            "screen.no_id",
            what=f"“{path}”里没有名为 id 的一列",
            why=f"有的列是：{'、'.join(columns)}",
            do="请加一列 id，每人一个、各不相同，结果靠它对回去",
        )
    held = {name: facts[name] for name in columns if name in facts}
    if not held:
        near = next(filter(None, (nearest_name(name, facts) for name in columns if name != ID)), "")
        raise Invalid(
            "screen.no_facts",
            what=f"“{path}”的列没有一个是登记过的事实",
            why=f"列名应当是事实的中文名称，现在是：{'、'.join(columns)}",
            do=f"是不是“{near}”？事实的名称见 docs/reference/facts.md"
            if near
            else "事实的名称见 docs/reference/facts.md",
        )
    for name, fact in held.items():
        _require_type(name, fact, columns[name])
    others = tuple(name for name in columns if name not in facts and name != ID)
    digits = {
        name: _DIGITS[columns[name]]
        for name, fact in held.items()
        if fact.type is Type.INT and columns[name] in _DIGITS
    }
    _require_ids(path, columns[ID])
    return People(path, held, others, identifiers.kind(columns[ID]) or "", digits)


def _require_ids(path: Path, column: str) -> None:
    # Ids that come in no order are gathered, on disk where there are too many for memory.
    with (
        told_plainly("人的文件读到一半停了"),
        tempfile.TemporaryDirectory(prefix="huigong-ids-") as scratch,
        duckdb.connect(config={"memory_limit": "1GB", "temp_directory": scratch}) as connection,
    ):
        identifiers.require_sound(files_of(path), column, connection)


def _columns(path: Path) -> dict[str, str]:
    try:
        with duckdb.connect() as connection:
            source = f"read_parquet({quoted(files_of(path))})"
            rows = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    except duckdb.Error as error:
        raise Invalid(
            "screen.not_parquet",
            what=f"“{path}”读不成 Parquet",
            why=str(error).splitlines()[0],
            do="请给一个 Parquet 文件，或只放着同样的 Parquet 文件的文件夹",
        ) from error
    return {str(row[0]): str(row[1]) for row in rows}


def _require_type(name: str, fact: Fact, column_type: str) -> None:
    if _ACCEPTED[fact.type].fullmatch(column_type):
        return
    money = "；金额按分计，写整数" if fact.measure == FEN else ""
    raise Invalid(
        "screen.column_type",
        what=f"“{name}”这一列的类型是 {column_type[:40]}，不能用",
        why=f"这个事实是{fact.type.chinese}",
        do=f"请把这一列改成{_WANTED[fact.type]}{money}",
    )
