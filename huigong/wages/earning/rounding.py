"""Exact figures of a month's wage as fen and as they are shown."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from huigong.kernel.money import Fen


def to_fen(exact: Fraction) -> Fen:
    """Whole fen of an exact sum: half a fen and more is a fen."""
    return Fen(-to_fen(-exact) if exact < 0 else int(exact + Fraction(1, 2)))


def shown(exact: Fraction) -> Decimal:
    """A quantity or a rate to four places."""
    return (Decimal(exact.numerator) / exact.denominator).quantize(Decimal("0.0001")).normalize()
