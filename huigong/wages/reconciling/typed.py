"""Cells as values in SQL: what a program would write is read here, each other spelling through a table of spellings.

The type of a column of Parquet decides how it is read; text that came from a sheet is text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from huigong.wages.reconciling.cells import NOTHING
from huigong.wages.reconciling.tables import LONGEST, Kind

_WHOLE = re.compile(r"U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)")
_DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")
_FLOAT = frozenset(["DOUBLE", "FLOAT"])
_FACTOR = {Kind.MONEY: 100, Kind.QUANTITY: 10_000}
_PLACES = {Kind.MONEY: 2, Kind.QUANTITY: 4}
SQL_TYPE = {
    Kind.DAY: "DATE",
    Kind.MONTH: "INTEGER",
    Kind.MONEY: "BIGINT",
    Kind.QUANTITY: "BIGINT",
    Kind.NUMBER: "DOUBLE",
    Kind.YES: "BOOLEAN",
    Kind.RESULT: "BOOLEAN",
}
_WRITTEN_BY_PROGRAMS = frozenset(["NaN", "NaT", "\t", "\u3000"])
_BEIJING = "INTERVAL 8 HOUR"  # a moment with a zone is that of UTC inside the engine


def sql_type(kind: Kind) -> str:
    return SQL_TYPE.get(kind, "VARCHAR")


@dataclass(frozen=True)
class Cell:
    """A column of a source in SQL: `value`, NULL unless it is plainly written; `text`, by which other spellings are
    looked up, None where there can be none."""

    value: str
    text: str | None


def cell(kind: Kind, column: str, source_type: str) -> Cell:
    """`column`: the quoted column; `source_type`: DuckDB's name of its type."""
    if source_type.startswith("ENUM"):
        column, source_type = f"CAST({column} AS VARCHAR)", "VARCHAR"
    if kind is Kind.RAW:
        return Cell(column if source_type == "VARCHAR" else f"CAST({column} AS VARCHAR)", None)
    if kind is Kind.TEXT:
        return Cell(
            _of_text(kind, column if source_type == "VARCHAR" else f"CAST({column} AS VARCHAR)"), None
        )
    if source_type == "VARCHAR":
        return Cell(_of_text(kind, column), column)
    value = _of_number(kind, column, source_type) or _of_day(kind, column, source_type)
    if value is None:
        as_text = f"CAST({column} AS VARCHAR)"
        return Cell(_of_text(kind, as_text), as_text)
    return value


def _of_text(kind: Kind, text: str) -> str:
    match kind:
        case Kind.DAY:
            shaped = f"length({text}) = 10 AND {text}[5] = '-' AND {text}[8] = '-'"
            return f"CASE WHEN {shaped} THEN TRY_CAST({text} AS DATE) END"
        case Kind.MONTH:
            number = f"TRY_CAST({text}[1:4] || {text}[6:7] AS INTEGER)"
            return f"CASE WHEN regexp_full_match({text}, '[12][0-9]{{3}}-(0[1-9]|1[0-2])') THEN {number} END"
        case Kind.MONEY | Kind.QUANTITY:
            shape = f"'-?[0-9]{{1,12}}([.][0-9]{{1,{_PLACES[kind]}}})?'"
            number = f"CAST(CAST({text} AS DECIMAL(18, {_PLACES[kind]})) * {_FACTOR[kind]} AS BIGINT)"
            return f"CASE WHEN regexp_full_match({text}, {shape}) THEN {number} END"
        case Kind.NUMBER:
            return f"CASE WHEN regexp_full_match({text}, '[0-9]{{1,3}}([.][0-9]{{1,4}})?') THEN CAST({text} AS DOUBLE) END"
        case Kind.WORKER:
            return f"CASE WHEN regexp_full_match({text}, '[0-9]{{17}}[0-9X]') THEN {text} END"
        case Kind.CARD:
            return f"CASE WHEN regexp_full_match({text}, '[0-9]{{8,{LONGEST[kind]}}}') THEN {text} END"
        case Kind.CODE:
            return f"CASE WHEN regexp_full_match({text}, '[0-9A-Z_-]{{1,{LONGEST[kind]}}}') THEN {text} END"
        case Kind.SERIAL:
            return (
                f"CASE WHEN regexp_full_match({text}, '[0-9A-Za-z_-]{{1,{LONGEST[kind]}}}') THEN {text} END"
            )
        case Kind.YES:
            return f"CASE {text} WHEN '是' THEN TRUE WHEN '否' THEN FALSE END"
        case Kind.RESULT:
            return f"CASE {text} WHEN '成功' THEN TRUE WHEN '失败' THEN FALSE END"
        case Kind.TEXT | Kind.RAW:
            return _unless_nothing(text)


def _unless_nothing(text: str) -> str:
    """Text, NULL where its word says that nothing stands there, compared as it is written: patterns take ten times as long."""
    cases = {case for word in NOTHING for case in (word, word.upper(), word.title())} | _WRITTEN_BY_PROGRAMS
    words = ", ".join(f"'{word}'" for word in sorted(cases))
    # Names and trades, which most text is, need no look at the words.
    plainly = (
        f"{text} BETWEEN '一' AND '龥' AND NOT starts_with({text}, '无') AND NOT starts_with({text}, '空')"
    )
    said = f"WHEN {plainly} THEN trim({text}) WHEN trim({text}) NOT IN ({words}) THEN trim({text})"
    return f"CASE WHEN {text} = '' THEN NULL {said} END"


def _of_number(kind: Kind, column: str, source_type: str) -> Cell | None:
    """Amounts and quantities that are numbers; what is finer than can be kept is looked up as text, and refused there."""
    if kind is Kind.NUMBER:
        return _as_it_stands(column, source_type)
    if kind not in _FACTOR:
        return _whole_code(kind, column, source_type)
    factor, places = _FACTOR[kind], _PLACES[kind]
    as_text = f"CAST({column} AS VARCHAR)"
    if _WHOLE.fullmatch(source_type):
        return Cell(f"TRY_CAST({column} AS BIGINT) * {factor}", None)
    decimal = _DECIMAL.fullmatch(source_type)
    if decimal:
        if int(decimal[2]) <= places:
            return Cell(f"CAST({column} * {factor} AS BIGINT)", None)
        rounded = f"CAST(round({column}, {places}) * {factor} AS BIGINT)"
        if kind is Kind.QUANTITY:
            return Cell(rounded, None)
        return Cell(f"CASE WHEN round({column}, {places}) = {column} THEN {rounded} END", as_text)
    if source_type in _FLOAT:
        number = f"CAST({column} AS DOUBLE) * {factor}"
        fits = f"isfinite({column}) AND abs({number}) < 1e15"
        if kind is Kind.MONEY:
            fits += f" AND abs({number} - round({number})) < 1e-4"
        return Cell(f"CASE WHEN {fits} THEN CAST(round({number}) AS BIGINT) END", as_text)
    return None


def _as_it_stands(column: str, source_type: str) -> Cell | None:
    if _WHOLE.fullmatch(source_type) or _DECIMAL.fullmatch(source_type):
        return Cell(column, None)
    return Cell(f"CASE WHEN isfinite({column}) THEN {column} END", None) if source_type in _FLOAT else None


def _whole_code(kind: Kind, column: str, source_type: str) -> Cell | None:
    """Codes that a program kept as whole numbers, which lose nothing."""
    if kind in (Kind.CODE, Kind.SERIAL, Kind.CARD) and _WHOLE.fullmatch(source_type):
        return Cell(f"CAST({column} AS VARCHAR)", None)
    if kind in (Kind.YES, Kind.RESULT) and source_type == "BOOLEAN":
        return Cell(column, None)
    return None


def _of_day(kind: Kind, column: str, source_type: str) -> Cell | None:
    if kind not in (Kind.DAY, Kind.MONTH) or not source_type.startswith(("DATE", "TIMESTAMP")):
        return None
    if source_type == "TIMESTAMP WITH TIME ZONE":
        column = f"(make_timestamp(epoch_us({column})) + {_BEIJING})"
    day = column if source_type == "DATE" else f"CAST({column} AS DATE)"
    return Cell(day if kind is Kind.DAY else f"(year({day}) * 100 + month({day}))", None)
