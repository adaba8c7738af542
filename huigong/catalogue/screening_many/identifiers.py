"""Ids that identify people: unique, whole numbers or text, and not rounded by a spreadsheet.

A number of more than 15 digits that passed through a floating-point cell comes out as another
person's, or as two people's. So the column may not be floating, empty or repeated, and long
numbers are refused where all of them look as a float or a spreadsheet would leave them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import exp, lgamma, log
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq

from huigong.kernel.errors import DomainError, Invalid

ID = "id"
WHOLE, TEXT = "whole", "text"
_WHOLE = re.compile(r"U?(TINYINT|SMALLINT|INTEGER|BIGINT)")
_TEXT = re.compile(r"VARCHAR|ENUM\(.*\)", re.DOTALL)
_NUMBER = "CASE WHEN regexp_full_match(id, '[0-9]{16,19}') THEN CAST(id AS HUGEINT) END"
_WRITTEN_FLOAT = r"regexp_full_match(id, '[0-9]+[.]0+|[0-9]([.][0-9]+[eE][+]?|[eE][+])[0-9]+')"
_SPACED = r"regexp_matches(id, '^\s|\s$')"
# What a program writes for nothing, and what a table writes around or into a number.
_NOTHING = (
    "lower(id) IN ('nan', 'none', 'null', 'nil', 'nat', '<na>', 'n/a', '#n/a', '#ref!', '#value!', '#null!')"
)
_MARKED = r"""regexp_matches(id, '^[''"`‘’“”]|[''"`‘’“”]$') OR regexp_full_match(id, '[0-9]{1,3}(,[0-9]{3})+|[0-9]+( [0-9]+)+[Xx]?')"""
# Full-width figures and letters, spaces of typesetting, and what has no width at all.
_UNSEEN = r"regexp_matches(id, '[\x{00A0}\x{00AD}\x{061C}\x{180E}\x{2000}-\x{200F}\x{2028}-\x{202F}\x{205F}-\x{206F}\x{3000}\x{FE00}-\x{FE0F}\x{FEFF}\x{FF10}-\x{FF19}\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}\x00-\x1F\x7F]')"
_ALIKE = (
    "regexp_full_match(id, '[0-9]{17}x') AND upper(id) IN "
    "(SELECT id FROM people WHERE regexp_full_match(id, '[0-9]{17}X'))"
)
_EXACT = 2**53  # the largest whole number below which a float keeps every one
# How sure: by chance, numbers of people would look so once in 2^12, or once in 10^4.
_BITS, _ZEROS = 12, 4
_ROUNDED, _CHANCE = 3, 1e-5  # so many numbers that end in zeros, and how rarely chance alone makes as many
_SNOWFLAKE = 4096  # numbers made of a moment and a counter end in twelve zero bits, and are sound


def kind(column: str) -> str | None:
    """`whole` or `text` for DuckDB's name of a column type; None for what ids cannot be."""
    return WHOLE if _WHOLE.fullmatch(column) else TEXT if _TEXT.fullmatch(column) else None


def require_sound(files: str, column: str, connection: duckdb.DuckDBPyConnection) -> None:
    """Raises `DomainError` (`screen.ids`) that says how many rows are wrong, and which come first."""
    _Ids(files, column, connection).require()


class _Ids:
    def __init__(self, files: str, column: str, connection: duckdb.DuckDBPyConnection) -> None:
        quoted = files.replace("'", "''")
        self._files, self._kind, self._column, self._connection = files, kind(column), column, connection
        self._rows = f"read_parquet('{quoted}', filename = true, file_row_number = true)"
        # One look at every id decides which of the dear checks have anything to find.
        is_text = self._kind == TEXT
        self._odd = "NOT regexp_full_match(id, '[0-9A-Za-z_-]+')" if is_text else "FALSE"
        self._small_x = "ends_with(id, 'x')" if is_text else "FALSE"
        self._nothing = _NOTHING if is_text else "FALSE"
        self._long = "length(id) BETWEEN 16 AND 19" if is_text else "id >= 10 ** 15"

    def require(self) -> None:
        if self._kind is None:
            raise self._refused(
                f"id 这一列的类型是 {self._column[:40]}，不能用",
                "TRUE",
                "小数和日期不能认人：超过 15 位的号码存成小数，后几位就丢了",
            )
        empty = f"id IS NULL OR {self._nothing}" + ("" if self._kind == WHOLE else " OR trim(id) = ''")
        empties, odd, alike, long = (
            (0, 0, 0, 0)
            if self._kind == WHOLE and _plainly_short(_paths(self._files))
            else self._one(
                f"SELECT count_if({empty}), count_if({self._odd}), count_if({self._small_x}), count_if({self._long}) FROM people"
            )
        )
        if empties:
            raise self._refused("有人没有 id", empty, "没有 id 的结果对不回人")
        if odd:
            self._refuse_any(_SPACED, "id 前后有空白", "多一个空格就对不上同一个人")
            self._refuse_any(
                _WRITTEN_FLOAT, "id 里有写成小数的号码", "例如 5.1E+17：这样的号码后几位已经丢了"
            )
            self._refuse_any(_UNSEEN, "id 里有看不见的或全角的字符", "看着一样的号码会认成两个人")
            self._refuse_any(_MARKED, "id 里有表格加上的撇号、引号、逗号或空格", "同一个号码会认成两个人")
        if alike:
            self._refuse_any(_ALIKE, "有人的 id 只差大小写", "…000X 和 …000x 是同一个号码，会认成两个人")
        if long:
            self._refuse_damaged()
            self._refuse_rounded()
        if not self._ascends():
            repeated = "id IN (SELECT id FROM people GROUP BY id HAVING count(*) > 1)"
            self._refuse_any(repeated, "有人的 id 和别人一样", "结果会算到别人头上")

    def _refuse_any(self, wrong: str, what: str, why: str) -> None:
        if self._one(f"SELECT count_if({wrong}) FROM people")[0]:
            raise self._refused(what, wrong, why)

    def _refuse_damaged(self) -> None:
        number = "CAST(id AS HUGEINT)" if self._kind == WHOLE else _NUMBER
        digits, bits = (
            "length(CAST(n AS VARCHAR)) - 15",
            f"CASE WHEN n > {_EXACT} THEN floor(log2(n)) - 52 END",
        )
        floats, moments, float_bits, zeros, cut = self._one(f"""
            SELECT bool_and(CAST(CAST(n AS DOUBLE) AS HUGEINT) = n), bool_and(n % {_SNOWFLAKE} = 0),
                   sum({bits}), sum({digits}), bool_and(n % CAST(pow(10, {digits}) AS HUGEINT) = 0)
            FROM (SELECT {number} AS n FROM people) WHERE n >= 10 ** 15""")
        if (floats and not moments and (float_bits or 0) >= _BITS) or (cut and zeros >= _ZEROS):
            raise self._refused(
                "长号码的后几位都像是丢过的",
                f"{number} >= 10 ** 15",
                "号码经过电子表格或小数列，第 15 位以后变成了 0 或者别的数，会认成另一个人",
            )

    def _refuse_rounded(self) -> None:
        """Some of a file may come from a spreadsheet and the rest not: zeros that chance does not make."""
        number = "CAST(CAST(id AS HUGEINT) AS VARCHAR)" if self._kind == WHOLE else "id"
        long = f"regexp_full_match({number}, '[0-9]{{16,19}}')"
        # A number of 18 digits ends in 000 once in a thousand; of 16 digits in 0 once in ten.
        cut = f"({long} AND regexp_full_match({number}, '[0-9]{{15}}0+'))"
        rows, expected = self._one(f"""
            SELECT count_if({cut}), sum(CASE WHEN {long} THEN pow(10, 15 - length({number})) END) FROM people""")
        if rows >= _ROUNDED and _by_chance(rows, expected or 0.0) < _CHANCE:
            raise self._refused(
                "一部分长号码的后几位像是丢过的",
                cut,
                "号码经过电子表格，第 15 位以后变成了 0，会认成另一个人",
            )

    def _ascends(self) -> bool:
        """Whether each id is greater than the one before: then none is repeated, and none need be gathered."""
        id_ = pl.col(ID) if self._kind == WHOLE else pl.col(ID).cast(pl.String)
        out_of_order = pl.scan_parquet(_paths(self._files)).select((id_ <= id_.shift(1)).any())
        return not out_of_order.collect(engine="streaming").item()

    def _one(self, query: str) -> tuple[Any, ...]:
        return (
            self._connection.execute(f"WITH people AS (SELECT * FROM {self._rows}) {query}").fetchone() or ()
        )

    def _refused(self, what: str, wrong: str, why: str) -> DomainError:
        people = f"WITH people AS (SELECT * FROM {self._rows})"
        count = self._one(f"SELECT count(*) FROM people WHERE {wrong}")[0]
        first = self._connection.execute(
            f"{people} SELECT filename, file_row_number + 1 FROM people WHERE {wrong} ORDER BY 1, 2 LIMIT 3"
        ).fetchall()
        return Invalid(
            "screen.ids",
            what=f"{what}：共 {count} 行，先看{told(first)}",
            why=why,
            do="请加一列 id，每人一个、各不相同，用整数或文字；长号码从源头按文字导出",
        )


def _by_chance(rows: int, expected: float) -> float:
    """How often so many come where so many are expected (Poisson); 1.0 for no more than expected."""
    if rows <= expected or expected <= 0:
        return 1.0
    return exp(rows * log(expected) - expected - lgamma(rows + 1))


def told(rows: list[tuple[str, int]]) -> str:
    """`第 2、5、9 行`, with the files where they differ."""
    if any(file != next_file for (file, _), (next_file, _) in pairwise(rows)):
        return "、".join(f"{Path(name).name} 第 {row} 行" for name, row in rows)
    return f"第 {'、'.join(str(row) for _, row in rows)} 行"


def _paths(files: str) -> list[str]:
    folder, star, _ = files.partition("**")
    return sorted(map(str, Path(folder).rglob("*.parquet"))) if star else [files]


def _plainly_short(paths: Sequence[str]) -> bool:
    """Whether the files themselves say that every id is there and below sixteen digits."""
    return all(
        told is not None
        and told.has_null_count
        and not told.null_count
        and told.has_min_max
        and told.max < 10**15
        for path in paths
        for told in _told_by(pq.read_metadata(path))
    )


def _told_by(metadata: pq.FileMetaData) -> Iterator[pq.Statistics | None]:
    """What a file says of its ids, one for each row group with rows."""
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        columns = (group.column(place) for place in range(group.num_columns))
        if group.num_rows:
            yield next(column.statistics for column in columns if column.path_in_schema == ID)
