"""Exact arithmetic in Polars, where whole numbers overflow silently: every result is bounded or checked.

Int128 holds 38 digits. A decimal has 24 (18 before the point, 6 after it), so sums and quotients
always fit and are checked afterwards; only products may not, and are kept from being computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from huigong.rules.compile.pieces import DIGITS, Piece
from huigong.rules.values import LARGEST_INTEGER, Type

MILLION = 10**6
_WIDE = pl.Int128
_DECIMAL_DIGITS = DIGITS + 6


def _lit(number: int) -> pl.Expr:
    return pl.lit(number, dtype=_WIDE)


def fitting(millionths: pl.Expr) -> pl.Expr:
    """A decimal, null beyond 18 digits before the point."""
    return pl.when(millionths.abs() < _lit(10**_DECIMAL_DIGITS)).then(millionths)


def fitting_integer(number: pl.Expr) -> pl.Expr:
    """A whole number of any width as Int64, null beyond 18 digits."""
    return (
        pl.when(number.is_between(-LARGEST_INTEGER, LARGEST_INTEGER))
        .then(number)
        .cast(pl.Int64, strict=False)
    )


def half_up(number: pl.Expr, by: int | pl.Expr) -> pl.Expr:
    """An Int128 by a positive number, rounded half away from zero."""
    return (number.abs() * 2 + by) // (by * 2) * number.sign()


class PolarsNumbers:
    """The numbers of `PolarsWriter`."""

    def as_decimal(self, part: Piece[pl.Expr]) -> Piece[pl.Expr]:
        if part.type is not Type.INT:
            return part
        return replace(part, made=part.made.cast(_WIDE) * _lit(MILLION), type=Type.DECIMAL)

    def total(self, sign: str, left: Piece[pl.Expr], right: Piece[pl.Expr]) -> Piece[pl.Expr]:
        # Two numbers of 18 digits, or of 24, cannot wrap when they are added.
        first, second = _wide_enough(left), _wide_enough(right)
        expression = first + second if sign == "+" else first - second
        return _bounded(
            expression, left.type, max(left.level, right.level), max(left.digits, right.digits) + 1
        )

    def product(self, left: Piece[pl.Expr], right: Piece[pl.Expr]) -> Piece[pl.Expr]:
        level, digits = max(left.level, right.level), left.digits + right.digits
        places = [6 if side.type is Type.DECIMAL else 0 for side in (left, right)]
        if not any(places) and digits <= DIGITS:
            return Piece(_wide_enough(left) * _wide_enough(right), Type.INT, level, digits=digits)
        expression = left.made.cast(_WIDE) * right.made.cast(_WIDE)
        if digits + sum(places) > 37:
            expression = _unless_far_too_large(left, right, expression, places=sum(places))
        if not any(places):
            return _bounded(expression, Type.INT, level, digits)
        return _bounded(
            half_up(expression, MILLION) if all(places) else expression, Type.DECIMAL, level, digits
        )

    def quotient(self, left: Piece[pl.Expr], right: Piece[pl.Expr]) -> Piece[pl.Expr]:
        sign = left.made.sign() * right.made.sign()
        size = half_up(left.made.abs() * _lit(MILLION), right.made.abs())
        expression = pl.when(right.made != _lit(0)).then(fitting(size * sign))
        return Piece(expression, Type.DECIMAL, max(left.level, right.level))

    def negated(self, part: Piece[pl.Expr]) -> Piece[pl.Expr]:
        return Piece(_minus(_wide_enough(part)), part.type, part.level, digits=part.digits)

    def rounded(self, direction: str, part: Piece[pl.Expr]) -> Piece[pl.Expr]:
        if part.type is Type.INT:
            return part
        return _bounded(_whole(direction, part.made, MILLION), Type.INT, part.level, part.digits + 1)

    def rounded_share(
        self, direction: str, part: Piece[pl.Expr], over: int, under: int
    ) -> Piece[pl.Expr] | None:
        digits = part.digits + len(str(abs(over)))
        if digits + len(str(under)) + 1 > DIGITS:
            return None
        return Piece(_whole(direction, _wide_enough(part) * over, under), Type.INT, part.level, digits=digits)

    def extreme(self, function: str, parts: Sequence[Piece[pl.Expr]]) -> Piece[pl.Expr]:
        known_last = sorted(parts, key=lambda part: part.fixed)
        level, digits = max(part.level for part in parts), max(part.digits for part in parts)
        write = _limited if len(parts) == 2 and known_last[1].fixed else _extreme
        expression = write(function, [_wide_enough(part) for part in known_last])
        return Piece(expression, parts[0].type, level, digits=digits)


def _wide_enough(part: Piece[pl.Expr]) -> pl.Expr:
    """A whole number that may come from a narrow column, as Int64."""
    return part.made.cast(pl.Int64) if part.type is Type.INT else part.made


def _bounded(expression: pl.Expr, kind: Type, level: int, digits: int) -> Piece[pl.Expr]:
    """A result with at most this many digits before the point, checked where that is too many."""
    if kind is Type.DECIMAL:
        return Piece(
            expression if digits <= DIGITS else fitting(expression), kind, level, digits=min(digits, DIGITS)
        )
    expression = expression.cast(pl.Int64) if digits <= DIGITS else fitting_integer(expression)
    return Piece(expression, kind, level, digits=min(digits, DIGITS))


def _unless_far_too_large(
    left: Piece[pl.Expr], right: Piece[pl.Expr], product: pl.Expr, *, places: int
) -> pl.Expr:
    """The product, null where it has 20 digits or more before the point.

    A float tells the size of a product well enough to see that it is a hundred times too large,
    before it wraps. Nothing else is asked of floats, and none becomes an answer.
    """
    size = left.made.cast(pl.Float64).abs() * right.made.cast(pl.Float64).abs()
    return pl.when(size < float(10 ** (DIGITS + 1 + places))).then(product)


def _minus(number: pl.Expr) -> pl.Expr:
    return 0 - number  # Polars negates no Int128


def _whole(direction: str, number: pl.Expr, by: int) -> pl.Expr:
    """A whole number by a positive one, made whole; `//` rounds down on both sides of zero."""
    match direction:
        case "向下取整":
            return number // by
        case "向上取整":
            return _minus(_minus(number) // by)
        case _:
            return half_up(number, by)


def _limited(function: str, parts: Sequence[pl.Expr]) -> pl.Expr:
    part, limit = parts
    beyond = part > limit if function == "least" else part < limit
    return pl.when(beyond).then(limit).otherwise(part)


def _extreme(function: str, parts: Sequence[pl.Expr]) -> pl.Expr:
    # Both pass over null, where one unknown part makes the whole unknown.
    extreme = pl.min_horizontal(*parts) if function == "least" else pl.max_horizontal(*parts)
    return pl.when(pl.all_horizontal(*(part.is_not_null() for part in parts))).then(extreme)
