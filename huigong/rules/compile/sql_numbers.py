"""Arithmetic as SQL that neither wraps, nor raises, nor becomes a float.

The digits of the parts bound those of the result: what surely fits is written plainly,
what may not is checked, and NULL where it does not fit.
"""

from __future__ import annotations

from collections.abc import Sequence

from huigong.rules.compile.dialects import DIGITS, Dialect, decimal_type, fitting_decimal, fitting_integer
from huigong.rules.compile.sql_pieces import Piece
from huigong.rules.values import Type


def total(sign: str, left: Piece, right: Piece) -> Piece:
    """The sum or difference of two numbers of one type."""
    text, level = f"({left.text} {sign} {right.text})", max(left.level, right.level)
    digits = max(left.digits, right.digits) + 1
    if left.type is Type.DECIMAL:
        return _fitted(text, level, digits)
    if digits <= DIGITS:
        return Piece(text, Type.INT, level, digits=digits)
    return Piece(fitting_integer(text), Type.INT, level)


def product(dialect: Dialect, left: Piece, right: Piece) -> Piece:
    """The product of two whole numbers."""
    digits, level = left.digits + right.digits, max(left.level, right.level)
    if digits <= DIGITS:
        return Piece(f"({left.text} * {right.text})", Type.INT, level, digits=digits)
    return Piece(fitting_integer(dialect.wide_product(left.text, right.text)), Type.INT, level)


def decimal_product(dialect: Dialect, left: Piece, right: Piece) -> Piece:
    """The product of two numbers of which one at least is a decimal."""
    places = [6 if side.type is Type.DECIMAL else 0 for side in (left, right)]
    widths = [left.digits + places[0], right.digits + places[1]]
    if max(widths) <= DIGITS < sum(widths):
        # DuckDB keeps the product of two narrow decimals narrow, and raises where it does not fit.
        widths[0] = DIGITS + 1
    sides = (
        f"CAST({side.text} AS DECIMAL({width}, {after}))"
        for side, width, after in zip((left, right), widths, places, strict=True)
    )
    # Spark keeps one digit more than the two factors have together.
    text = dialect.decimal_product(*sides, digits=sum(widths) + 1)
    return _fitted(text, max(left.level, right.level), left.digits + right.digits)


def quotient(dialect: Dialect, left: Piece, right: Piece) -> Piece:
    """The quotient of two decimals."""
    wide = (f"CAST({side.text} AS {decimal_type(DIGITS)})" for side in (left, right))
    return Piece(dialect.quotient(*wide), Type.DECIMAL, max(left.level, right.level))


def rounded(direction: str, part: Piece) -> Piece:
    """A number made whole."""
    if part.type is Type.INT:
        return part
    function = {"向上取整": "ceil", "向下取整": "floor", "四舍五入": ""}[direction]
    text, digits = f"{function}({part.text})" if function else part.text, part.digits + 1
    if digits > DIGITS:
        return Piece(fitting_integer(text), Type.INT, part.level)
    text = f"CAST(CAST({text} AS DECIMAL({digits}, 0)) AS BIGINT)"
    return Piece(text, Type.INT, part.level, digits=digits)


def rounded_share(dialect: Dialect, direction: str, part: Piece, over: int, under: int) -> Piece | None:
    """A whole number times `over / under`, made whole; None where it may not fit. Half the price of decimals."""
    digits = part.digits + len(str(abs(over)))
    if digits + len(str(under)) + 1 > DIGITS:
        return None
    times = f"{part.text} * CAST({over} AS BIGINT)"
    if direction == "四舍五入":
        # Away from nought on both sides: the quotient is cut off towards it.
        half = f"CASE WHEN {times} < 0 THEN -{under} ELSE {under} END"
        text = dialect.cut_quotient(f"({times} * 2 + {half})", str(2 * under))
    else:
        # Lifted above nought, where cutting off is rounding down.
        lift = under * 10**digits + (under - 1 if direction == "向上取整" else 0)
        text = dialect.cut_quotient(f"({times} + {lift})", str(under)) + f" - {10**digits}"
    return Piece(f"CAST({text} AS BIGINT)", Type.INT, part.level, digits=digits)


def extreme(function: str, parts: Sequence[Piece]) -> Piece:
    """The `least` or `greatest` of parts of one type, each of which is written twice."""
    known_last = sorted(parts, key=lambda part: part.literal)
    level, digits = max(part.level for part in parts), max(part.digits for part in parts)
    text = _limited(function, *known_last) if _is_limited(known_last) else _extreme(function, known_last)
    return Piece(text, parts[0].type, level, digits=digits)


def _is_limited(parts: Sequence[Piece]) -> bool:
    return len(parts) == 2 and parts[1].literal


def _limited(function: str, part: Piece, limit: Piece) -> str:
    """One part up to a fixed limit, at half the price of the engine's own function."""
    beyond = {"least": ">", "greatest": "<"}[function]
    return f"CASE WHEN {part.text} {beyond} {limit.text} THEN {limit.text} ELSE {part.text} END"


def _extreme(function: str, parts: Sequence[Piece]) -> str:
    # least and greatest pass over NULL, where one unknown part makes the whole unknown.
    known = " AND ".join(f"{part.text} IS NOT NULL" for part in parts if not part.literal)
    return f"CASE WHEN {known} THEN {function}({', '.join(part.text for part in parts)}) END"


def _fitted(text: str, level: int, digits: int) -> Piece:
    """A decimal of six places with at most this many digits before the point, where it fits."""
    if digits > DIGITS:
        return Piece(fitting_decimal(text), Type.DECIMAL, level)
    return Piece(f"CAST({text} AS {decimal_type(digits)})", Type.DECIMAL, level, digits=digits)
