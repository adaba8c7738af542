"""How each SQL engine writes what the standard leaves open. Every line here stands for a difference that a test has shown.

Numbers are BIGINT below 10^18 in size, or DECIMAL(24, 6). An engine must give NULL, not an
error and not a wrapped number, for what does not fit and for division by zero.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from huigong.rules.values import LARGEST_INTEGER, Type

COLUMN_TYPES = {
    Type.BOOL: "BOOLEAN",
    Type.INT: "BIGINT",
    Type.DECIMAL: "DECIMAL(24, 6)",
    Type.DATE: "DATE",
    Type.TEXT: "STRING",  # VARCHAR without a length is an error in Spark
    Type.ENUM: "STRING",
}


class Dialect(Protocol):
    """What an engine must be able to say."""

    name: str

    def column(self, name: str) -> str:
        """A column's name, quoted."""
        ...

    def text(self, value: str) -> str:
        """A text literal, whatever is in the text."""
        ...

    def input(self, column: str, kind: Type, options: tuple[str, ...]) -> str:
        """A column as it stands in a file, as a fact: NULL where it is beyond range or no option."""
        ...

    def fitting_integer(self, number: str) -> str:
        """An exact number made a whole one as BIGINT, rounded half away from zero; NULL beyond 18 digits."""
        ...

    def fitting_decimal(self, number: str) -> str:
        """A decimal rounded half away from zero to six places; NULL beyond 18 digits before the point."""
        ...

    def wide_product(self, left: str, right: str) -> str:
        """A product of two BIGINT that may be beyond BIGINT."""
        ...

    def decimal_product(self, left: str, right: str, *, digits: int) -> str:
        """A product of two decimals with this many digits in all; NULL where it cannot be held."""
        ...

    def quotient(self, left: str, right: str) -> str:
        """A quotient of two DECIMAL(24, 6), rounded half away from zero to six places; NULL for division by zero."""
        ...

    def cut_quotient(self, left: str, right: str) -> str:
        """A whole number by another that is not zero, cut off towards zero."""
        ...

    def days_between(self, start: str, end: str) -> str:
        """Days from one date to another."""
        ...

    def days_earlier(self, day: str, count: str) -> str:
        """The day so many days before."""
        ...


def date_literal(value: date) -> str:
    """A date literal."""
    return f"DATE '{value.isoformat()}'"


def decimal_type(digits: int) -> str:
    """Six places after this many digits; engines work faster on what fits into 64 bits."""
    return f"DECIMAL({digits + 6}, 6)"


class DuckDB:
    """DuckDB, embedded. `/` between decimals is a float there, so quotients are whole-number divisions."""

    name = "duckdb"

    def column(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def text(self, value: str) -> str:
        quoted = "'" + value.replace("'", "''") + "'"
        return "(" + quoted.replace("\0", "' || chr(0) || '") + ")" if "\0" in value else quoted

    def input(self, column: str, kind: Type, options: tuple[str, ...]) -> str:
        match kind:
            case Type.INT:
                bounds = f"BETWEEN {-LARGEST_INTEGER} AND {LARGEST_INTEGER}"
                return f"CAST(CASE WHEN {column} {bounds} THEN {column} END AS BIGINT)"
            case Type.DECIMAL:
                return self.fitting_decimal(column)
            case Type.ENUM:
                return f"TRY_CAST({column} AS ENUM({', '.join(map(self.text, options))}))"
            case _:
                return f"TRY_CAST({column} AS {COLUMN_TYPES[kind]})"

    # TRY_CAST would say the same, but DuckDB takes it off where its result is compared with a constant.

    def fitting_integer(self, number: str) -> str:
        return f"TRY(CAST(CAST({number} AS DECIMAL(18, 0)) AS BIGINT))"

    def fitting_decimal(self, number: str) -> str:
        return f"TRY(CAST({number} AS DECIMAL(24, 6)))"

    def wide_product(self, left: str, right: str) -> str:
        return f"CAST({left} AS HUGEINT) * CAST({right} AS HUGEINT)"

    def decimal_product(self, left: str, right: str, *, digits: int) -> str:
        # Beyond 38 digits DuckDB multiplies with a check and raises; TRY turns that into NULL.
        return f"({left} * {right})" if digits <= 38 else f"TRY({left} * {right})"

    def quotient(self, left: str, right: str) -> str:
        above = f"CAST({left} * 1000000 AS HUGEINT) * 10000000"
        below = f"NULLIF(CAST({right} * 1000000 AS HUGEINT), 0)"
        # Cut off after seven places, then rounded to six: the seventh alone decides a half.
        return self.fitting_decimal(
            f"CAST({above} // {below} AS DECIMAL(38, 0)) * CAST('0.0000001' AS DECIMAL(7, 7))"
        )

    def cut_quotient(self, left: str, right: str) -> str:
        return f"({left} // {right})"

    def days_between(self, start: str, end: str) -> str:
        return f"({end} - {start})"

    def days_earlier(self, day: str, count: str) -> str:
        return f"({day} - CAST({count} AS INTEGER))"


class Spark:
    """Apache Spark SQL with `spark.sql.ansi.enabled=false`. Its decimal `/` rounds twice, so it is not used."""

    name = "spark"

    def column(self, name: str) -> str:
        return "`" + name.replace("`", "``") + "`"

    def text(self, value: str) -> str:
        # Backslash, quote and ${…} mean something inside a literal: everything doubtful is written by number.
        units = value.encode("utf-16-be")
        numbers = [int.from_bytes(units[place : place + 2], "big") for place in range(0, len(units), 2)]
        return "'" + "".join(map(_plain_or_number, numbers)) + "'"

    def input(self, column: str, kind: Type, options: tuple[str, ...]) -> str:
        match kind:
            case Type.INT:
                return self.fitting_integer(column)
            case Type.ENUM:
                listed = ", ".join(map(self.text, options))
                return f"CASE WHEN {column} IN ({listed}) THEN {column} END"
            case Type.TEXT:
                return f"CAST({column} AS STRING)"
            case _:
                return f"TRY_CAST({column} AS {COLUMN_TYPES[kind]})"

    def fitting_integer(self, number: str) -> str:
        return f"CAST(TRY_CAST({number} AS DECIMAL(18, 0)) AS BIGINT)"

    def fitting_decimal(self, number: str) -> str:
        return f"TRY_CAST({number} AS DECIMAL(24, 6))"

    def wide_product(self, left: str, right: str) -> str:
        return f"CAST({left} AS DECIMAL(18, 0)) * CAST({right} AS DECIMAL(18, 0))"

    def decimal_product(self, left: str, right: str, *, digits: int) -> str:
        return f"({left} * {right})" if digits <= 38 else f"try_multiply({left}, {right})"

    def quotient(self, left: str, right: str) -> str:
        # n and d are whole numbers of millionths; (2|n| + |d|) over 2|d| rounded down is the half rounded up.
        parts = (
            f"named_struct('n', CAST({left} * 1000000 AS DECIMAL(24, 0)), "
            f"'d', CAST(NULLIF({right}, 0) * 1000000 AS DECIMAL(24, 0)))"
        )
        above = "CAST(abs(t.n) * CAST(2000000 AS DECIMAL(7, 0)) + abs(t.d) AS DECIMAL(33, 0))"
        below = "CAST(abs(t.d) * CAST(2 AS DECIMAL(1, 0)) AS DECIMAL(25, 0))"
        whole = f"CAST(CAST({above} - {above} % {below} AS DECIMAL(33, 0)) / {below} AS DECIMAL(31, 0))"
        sign = "CASE WHEN (t.n < 0) = (t.d < 0) THEN 1 ELSE -1 END"
        product = f"TRY_CAST({whole} * CAST('0.000001' AS DECIMAL(6, 6)) AS DECIMAL(24, 6)) * {sign}"
        return self.fitting_decimal(f"element_at(transform(array({parts}), t -> {product}), 1)")

    def cut_quotient(self, left: str, right: str) -> str:
        return f"({left} div {right})"

    def days_between(self, start: str, end: str) -> str:
        return f"CAST(datediff({end}, {start}) AS BIGINT)"

    def days_earlier(self, day: str, count: str) -> str:
        return f"date_sub({day}, CAST({count} AS INT))"


def _plain_or_number(unit: int) -> str:
    character = chr(unit)
    plain = (unit < 128 and character.isalnum()) or 0x4E00 <= unit <= 0x9FFF
    return character if plain else f"\\u{unit:04x}"
