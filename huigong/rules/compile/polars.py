"""Rules as Polars expressions: facts are columns, null is "not known", and no text is made at all.

Whole numbers are Int64 below 10^18 in size; decimals are whole millionths in an Int128, because
both are exact there and nothing of Polars' own rounding is needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import and_, eq, ge, gt, le, lt, ne, or_

import polars as pl

from huigong.rules.compile.pieces import Piece
from huigong.rules.compile.polars_numbers import MILLION, PolarsNumbers, fitting, fitting_integer, half_up
from huigong.rules.compile.program import Program
from huigong.rules.compile.setting import Setting
from huigong.rules.nodes import Fact
from huigong.rules.values import UNKNOWN, Answer, Type

COLUMN_TYPES: Mapping[Type, pl.DataType] = {
    Type.BOOL: pl.Boolean(),
    Type.INT: pl.Int64(),
    Type.DECIMAL: pl.Int128(),
    Type.DATE: pl.Date(),
    Type.TEXT: pl.String(),
    Type.ENUM: pl.String(),
}
_SIGNS = {"=": eq, "≠": ne, "<": lt, "≤": le, ">": gt, "≥": ge}


class PolarsProgram(Program[pl.Expr]):
    """One lazy frame for many rules; see `Program`. `kinds` are the types of the table's columns.

    Columns with `digits` stay as narrow as they are, which halves the time of what compares them.
    """

    def __init__(
        self,
        setting: Setting,
        columns: Mapping[str, Fact],
        kinds: Mapping[str, pl.DataType],
        *,
        digits: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(PolarsWriter(), setting, columns, digits=digits)
        self.kinds = kinds

    def frame(
        self, source: pl.LazyFrame, outputs: Mapping[str, pl.Expr], *, keep: Iterable[str] = ()
    ) -> pl.LazyFrame:
        """The outputs by column name; `keep` are columns passed on as they are. Decimals come out as millionths."""
        kept = [pl.col(name) for name in keep]
        inputs = [self._input(name, fact).alias(name) for name, fact in self.inputs.items()]
        frame = source.select(*kept, *inputs)
        for layer in self.layers:
            frame = frame.with_columns(**layer)
        return frame.select(*kept, **outputs)

    def _input(self, name: str, fact: Fact) -> pl.Expr:
        column, kind = pl.col(name), self.kinds[name]
        match fact.type:
            case Type.INT if name in self.digits:
                return column  # as narrow as it is: numbers are widened before they are added
            case Type.INT:
                return fitting_integer(column)
            case Type.DECIMAL:
                return _millionths(column, kind)
            case Type.TEXT:
                return column.cast(pl.String)
            case Type.ENUM:
                word = column.cast(pl.String)
                return pl.when(word.is_in(list(fact.values))).then(word)
            case _:
                return column


class PolarsWriter(PolarsNumbers):
    """Writes the parts of rules as expressions."""

    def key(self, made: pl.Expr) -> object:
        return id(made)

    def column(self, name: str) -> pl.Expr:
        return pl.col(name)

    def literal(self, value: Answer, kind: Type) -> Piece[pl.Expr]:
        if value is UNKNOWN:
            return Piece(pl.lit(None, dtype=COLUMN_TYPES[kind]), kind, atom=True, digits=1)
        kept = int(value * MILLION) if kind is Type.DECIMAL and isinstance(value, Decimal | int) else value
        digits = max(1, len(str(abs(int(value))))) if isinstance(value, Decimal | int) else 1
        expression = pl.lit(kept, dtype=COLUMN_TYPES[kind])
        return Piece(expression, kind, atom=True, digits=digits, value=value)

    def linked(self, parts: Sequence[pl.Expr], *, every: bool) -> pl.Expr:
        return reduce(and_ if every else or_, parts)

    def opposite(self, part: pl.Expr) -> pl.Expr:
        return ~part

    def is_known(self, part: pl.Expr) -> pl.Expr:
        return part.is_not_null()

    def first_known(self, part: pl.Expr, other: pl.Expr) -> pl.Expr:
        return pl.coalesce(part, other)

    def compared(self, sign: str, left: Piece[pl.Expr], right: Piece[pl.Expr]) -> pl.Expr:
        expression: pl.Expr = _SIGNS[sign](_beside(left, right), _beside(right, left))
        return expression

    def among(self, part: pl.Expr, options: Sequence[pl.Expr]) -> pl.Expr:
        return self.linked([part == option for option in options], every=False)

    def chosen(
        self, condition: pl.Expr, then: pl.Expr, otherwise: pl.Expr, agreed: pl.Expr | None
    ) -> pl.Expr:
        return self.cases([(condition, then), (~condition, otherwise)], agreed)

    def cases(self, lines: Sequence[tuple[pl.Expr, pl.Expr]], otherwise: pl.Expr | None) -> pl.Expr:
        (first, value), *others = lines
        expression = pl.when(first).then(value)
        for condition, other in others:
            expression = expression.when(condition).then(other)  # type: ignore[assignment]
        return expression.otherwise(otherwise)

    def days_between(self, start: pl.Expr, end: pl.Expr) -> pl.Expr:
        return end.cast(pl.Int32) - start.cast(pl.Int32)

    def days_earlier(self, day: pl.Expr, count: pl.Expr) -> pl.Expr:
        return (day.cast(pl.Int32) - count.cast(pl.Int32)).cast(pl.Date)

    def day_in_month(self, day: pl.Expr, month: pl.Expr) -> pl.Expr:
        year, number = month // 12 + 1, month % 12 + 1
        last, same = pl.date(year, number, 1).dt.days_in_month(), day.dt.day()
        return pl.date(year, number, pl.when(same > last).then(last).otherwise(same))

    def looked_up(self, day: pl.Expr, table: Mapping[date, int], otherwise: int) -> pl.Expr:
        days = pl.Series(list(table), dtype=pl.Date)
        return day.replace_strict(days, list(table.values()), default=otherwise, return_dtype=pl.Int32)

    def months_between(self, start: pl.Expr, end: pl.Expr) -> pl.Expr:
        # Months and days come as 8 bits: too narrow for what follows.
        years = end.dt.year().cast(pl.Int32) - start.dt.year().cast(pl.Int32)
        months = end.dt.month().cast(pl.Int32) - start.dt.month().cast(pl.Int32)
        begun, last = start.dt.day(), end.dt.days_in_month()
        due = pl.when(begun > last).then(last).otherwise(begun)
        return years * 12 + months - (end.dt.day() < due).cast(pl.Int32)

    def years_of(self, months: pl.Expr) -> pl.Expr:
        return months // 12

    def counted(self, number: pl.Expr) -> pl.Expr:
        return number.cast(pl.Int64)


def _beside(part: Piece[pl.Expr], other: Piece[pl.Expr]) -> pl.Expr:
    """A part as it is compared with another: a number that surely fits takes the width of a narrow column."""
    value = part.value
    if part.type is Type.INT and isinstance(value, int) and 0 <= value < 10 ** (other.digits - 1):
        return pl.lit(value)
    return part.made


def _millionths(column: pl.Expr, kind: pl.DataType) -> pl.Expr:
    """A column of whole numbers or decimals, rounded half away from zero to six places; null beyond range."""
    if not isinstance(kind, pl.Decimal):
        return fitting(column.cast(pl.Int128) * MILLION)
    whole = column.to_physical().cast(pl.Int128)
    if kind.scale > 6:
        return fitting(half_up(whole, 10 ** (kind.scale - 6)))
    room = 10 ** (18 + kind.scale)
    # What is beyond range here would wrap if it were made millionths first.
    return pl.when(whole.abs() < pl.lit(room, dtype=pl.Int128)).then(whole * 10 ** (6 - kind.scale))
