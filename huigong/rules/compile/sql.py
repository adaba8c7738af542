"""Rules as SQL: facts are columns, NULL is "not known", and nothing in a rule becomes code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from huigong.rules.compile.dialects import COLUMN_TYPES, Dialect, date_literal, decimal_type
from huigong.rules.compile.pieces import Piece
from huigong.rules.compile.program import Program
from huigong.rules.compile.setting import Setting
from huigong.rules.compile.spans import months_between, same_day_in_month
from huigong.rules.compile.sql_numbers import SqlNumbers
from huigong.rules.nodes import Fact
from huigong.rules.values import Answer, Type, plain_decimal

_SIGNS = {"=": "=", "≠": "<>", "<": "<", "≤": "<=", ">": ">", "≥": ">="}


class SqlProgram(Program[str]):
    """One query for many rules; see `Program`."""

    def __init__(
        self,
        dialect: Dialect,
        setting: Setting,
        columns: Mapping[str, Fact],
        *,
        digits: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(SqlWriter(dialect), setting, columns, digits=digits)
        self.dialect = dialect

    def query(self, source: str, outputs: Mapping[str, str], *, keep: Iterable[str] = ()) -> str:
        """`SELECT outputs FROM …`: output texts by column name; `keep` are columns passed on as they are."""
        inputs = [f"{self._input(name, fact)} AS {self._quoted(name)}" for name, fact in self.inputs.items()]
        kept = [self._quoted(name) for name in keep]
        text = f"SELECT {', '.join([*kept, *inputs]) or '1 AS nothing'} FROM {source}"
        for layer in self.layers:
            columns = ", ".join(f"{expression} AS {self._quoted(name)}" for name, expression in layer.items())
            text = f"SELECT *, {columns} FROM ({text}) AS facts"
        listed = [f"{expression} AS {self._quoted(name)}" for name, expression in outputs.items()]
        return f"SELECT {', '.join([*kept, *listed])} FROM ({text}) AS facts"

    def _quoted(self, name: str) -> str:
        return self.dialect.column(name)

    def _input(self, name: str, fact: Fact) -> str:
        if name in self.digits:
            # Widened here and not where it is used: DuckDB compares what a file keeps as a dictionary slowly.
            return f"CAST({self._quoted(name)} AS BIGINT)"
        return self.dialect.input(self._quoted(name), fact.type, fact.values)


class SqlWriter(SqlNumbers):
    """Writes the parts of rules in a dialect of SQL."""

    def key(self, made: str) -> str:
        return made

    def column(self, name: str) -> str:
        return self.dialect.column(name)

    def literal(self, value: Answer, kind: Type) -> Piece[str]:
        match value:
            case bool():
                return Piece(str(value).upper(), kind, atom=True, value=value)
            case int() | Decimal():
                return _number(value, kind)
            case date():
                return Piece(date_literal(value), kind, atom=True, value=value)
            case str():
                return Piece(self.dialect.text(value), kind, atom=True, value=value)
            case _:
                return Piece(f"CAST(NULL AS {COLUMN_TYPES[kind]})", kind, atom=True, digits=1)

    def linked(self, parts: Sequence[str], *, every: bool) -> str:
        return f"({(' AND ' if every else ' OR ').join(parts)})"

    def opposite(self, part: str) -> str:
        return f"(NOT {part})"

    def is_known(self, part: str) -> str:
        return f"{part} IS NOT NULL"

    def first_known(self, part: str, other: str) -> str:
        return f"COALESCE({part}, {other})"

    def compared(self, sign: str, left: Piece[str], right: Piece[str]) -> str:
        return f"({left.made} {_SIGNS[sign]} {right.made})"

    def among(self, part: str, options: Sequence[str]) -> str:
        return f"({part} IN ({', '.join(options)}))"

    def chosen(self, condition: str, then: str, otherwise: str, agreed: str | None) -> str:
        last = "" if agreed is None else f" ELSE {agreed}"
        return f"CASE {condition} WHEN TRUE THEN {then} WHEN FALSE THEN {otherwise}{last} END"

    def cases(self, lines: Sequence[tuple[str, str]], otherwise: str | None) -> str:
        branches = "".join(f" WHEN {condition} THEN {value}" for condition, value in lines)
        last = "" if otherwise is None else f" ELSE {otherwise}"
        return f"CASE{branches}{last} END"

    def days_between(self, start: str, end: str) -> str:
        return self.dialect.days_between(start, end)

    def days_earlier(self, day: str, count: str) -> str:
        return self.dialect.days_earlier(day, count)

    def day_in_month(self, day: str, month: str) -> str:
        return self.dialect.days_earlier(
            *same_day_in_month(day, month, self.dialect.cut_quotient(month, "12"))
        )

    def looked_up(self, day: str, table: Mapping[date, int], otherwise: int) -> str:
        if not table:
            return str(otherwise)
        by_number: dict[int, list[str]] = {}
        for known, number in table.items():
            by_number.setdefault(number, []).append(date_literal(known))
        lines = [(self.among(day, known), str(number)) for number, known in sorted(by_number.items())]
        return self.cases(lines, str(otherwise))

    def months_between(self, start: str, end: str) -> str:
        return months_between(start, end)

    def years_of(self, months: str) -> str:
        return self.dialect.cut_quotient(months, "12")

    def counted(self, number: str) -> str:
        return f"CAST({number} AS BIGINT)"


def _number(value: int | Decimal, kind: Type) -> Piece[str]:
    digits = max(1, len(str(abs(int(value)))))
    if kind is Type.INT:
        return Piece(f"CAST({value} AS BIGINT)", kind, atom=True, digits=digits, value=value)
    text = f"CAST('{plain_decimal(Decimal(value))}' AS {decimal_type(digits)})"
    return Piece(text, Type.DECIMAL, atom=True, digits=digits, value=value)
