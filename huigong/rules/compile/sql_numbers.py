"""Arithmetic as SQL that neither wraps, nor raises, nor becomes a float.

The digits of the parts bound those of the result: what surely fits is written plainly,
what may not is checked, and NULL where it does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from huigong.rules.compile.dialects import Dialect, decimal_type
from huigong.rules.compile.pieces import DIGITS, Piece
from huigong.rules.values import Type


class SqlNumbers:
    """The numbers of `SqlWriter`."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    def as_decimal(self, part: Piece[str]) -> Piece[str]:
        if part.type is not Type.INT:
            return part
        return replace(part, made=f"CAST({part.made} AS {decimal_type(part.digits)})", type=Type.DECIMAL)

    def total(self, sign: str, left: Piece[str], right: Piece[str]) -> Piece[str]:
        text, level = f"({left.made} {sign} {right.made})", max(left.level, right.level)
        digits = max(left.digits, right.digits) + 1
        if left.type is Type.DECIMAL:
            return self._fitted(text, level, digits)
        if digits <= DIGITS:
            return Piece(text, Type.INT, level, digits=digits)
        return Piece(self.dialect.fitting_integer(text), Type.INT, level)

    def product(self, left: Piece[str], right: Piece[str]) -> Piece[str]:
        if Type.DECIMAL in (left.type, right.type):
            return self._decimal_product(left, right)
        digits, level = left.digits + right.digits, max(left.level, right.level)
        if digits <= DIGITS:
            return Piece(f"({left.made} * {right.made})", Type.INT, level, digits=digits)
        return Piece(
            self.dialect.fitting_integer(self.dialect.wide_product(left.made, right.made)), Type.INT, level
        )

    def _decimal_product(self, left: Piece[str], right: Piece[str]) -> Piece[str]:
        places = [6 if side.type is Type.DECIMAL else 0 for side in (left, right)]
        widths = [left.digits + places[0], right.digits + places[1]]
        if max(widths) <= DIGITS < sum(widths):
            # DuckDB keeps the product of two narrow decimals narrow, and raises where it does not fit.
            widths[0] = DIGITS + 1
        sides = (
            f"CAST({side.made} AS DECIMAL({width}, {after}))"
            for side, width, after in zip((left, right), widths, places, strict=True)
        )
        # Spark keeps one digit more than the two factors have together.
        text = self.dialect.decimal_product(*sides, digits=sum(widths) + 1)
        return self._fitted(text, max(left.level, right.level), left.digits + right.digits)

    def quotient(self, left: Piece[str], right: Piece[str]) -> Piece[str]:
        wide = (f"CAST({side.made} AS {decimal_type(DIGITS)})" for side in (left, right))
        return Piece(self.dialect.quotient(*wide), Type.DECIMAL, max(left.level, right.level))

    def negated(self, part: Piece[str]) -> Piece[str]:
        return Piece(f"(-{part.made})", part.type, part.level, digits=part.digits)

    def rounded(self, direction: str, part: Piece[str]) -> Piece[str]:
        if part.type is Type.INT:
            return part
        function = {"向上取整": "ceil", "向下取整": "floor", "四舍五入": ""}[direction]
        text, digits = f"{function}({part.made})" if function else part.made, part.digits + 1
        if digits > DIGITS:
            return Piece(self.dialect.fitting_integer(text), Type.INT, part.level)
        text = f"CAST(CAST({text} AS DECIMAL({digits}, 0)) AS BIGINT)"
        return Piece(text, Type.INT, part.level, digits=digits)

    def rounded_share(self, direction: str, part: Piece[str], over: int, under: int) -> Piece[str] | None:
        digits = part.digits + len(str(abs(over)))
        if digits + len(str(under)) + 1 > DIGITS:
            return None
        times = f"{part.made} * CAST({over} AS BIGINT)"
        if direction == "四舍五入":
            # Away from zero on both sides: the quotient is cut off towards it.
            half = f"CASE WHEN {times} < 0 THEN -{under} ELSE {under} END"
            text = self.dialect.cut_quotient(f"({times} * 2 + {half})", str(2 * under))
        else:
            # Made positive, where cutting off is rounding down.
            lift = under * 10**digits + (under - 1 if direction == "向上取整" else 0)
            text = self.dialect.cut_quotient(f"({times} + {lift})", str(under)) + f" - {10**digits}"
        return Piece(f"CAST({text} AS BIGINT)", Type.INT, part.level, digits=digits)

    def extreme(self, function: str, parts: Sequence[Piece[str]]) -> Piece[str]:
        known_last = sorted(parts, key=lambda part: part.fixed)
        level, digits = max(part.level for part in parts), max(part.digits for part in parts)
        write = _limited if len(parts) == 2 and known_last[1].fixed else _extreme
        return Piece(write(function, known_last), parts[0].type, level, digits=digits)

    def _fitted(self, text: str, level: int, digits: int) -> Piece[str]:
        """A decimal of six places with at most this many digits before the point, where it fits."""
        if digits > DIGITS:
            return Piece(self.dialect.fitting_decimal(text), Type.DECIMAL, level)
        return Piece(f"CAST({text} AS {decimal_type(digits)})", Type.DECIMAL, level, digits=digits)


def _limited(function: str, parts: Sequence[Piece[str]]) -> str:
    """One part up to a fixed limit, at half the price of the engine's own function."""
    part, limit = parts
    beyond = {"least": ">", "greatest": "<"}[function]
    return f"CASE WHEN {part.made} {beyond} {limit.made} THEN {limit.made} ELSE {part.made} END"


def _extreme(function: str, parts: Sequence[Piece[str]]) -> str:
    # least and greatest pass over NULL, where one unknown part makes the whole unknown.
    known = " AND ".join(f"{part.made} IS NOT NULL" for part in parts if not part.fixed)
    return f"CASE WHEN {known} THEN {function}({', '.join(part.made for part in parts)}) END"
