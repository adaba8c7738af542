"""Pieces of SQL, and the literals among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huigong.rules.compile.dialects import COLUMN_TYPES, DIGITS, Dialect, day, decimal_type
from huigong.rules.values import Answer, Type, plain_decimal


@dataclass(frozen=True)
class Piece:
    """A piece of SQL: its text, the type of its value, and the inner query that it needs.

    `level` 0 needs only the facts, 1 also the first layer of inner columns, and so on; an
    `atom` may be written twice; `digits` bounds a number: its size is below 10^digits; a
    `literal` is known and the same for everybody.
    """

    text: str
    type: Type
    level: int = 0
    atom: bool = False
    digits: int = DIGITS
    literal: bool = False


def literal(dialect: Dialect, value: Answer, kind: Type) -> Piece:
    """A value that is the same for everybody; NULL where it is not known."""
    match value:
        case bool():
            return Piece(str(value).upper(), kind, atom=True, literal=True)
        case int() | Decimal():
            return _number(value, kind)
        case date():
            return Piece(day(value), kind, atom=True, literal=True)
        case str():
            return Piece(dialect.text(value), kind, atom=True, literal=True)
        case _:
            return Piece(f"CAST(NULL AS {COLUMN_TYPES[kind]})", kind, atom=True, digits=1)


def _number(value: int | Decimal, kind: Type) -> Piece:
    digits = max(1, len(str(abs(int(value)))))
    if kind is Type.INT:
        return Piece(f"CAST({value} AS BIGINT)", kind, atom=True, digits=digits, literal=True)
    text = f"CAST('{plain_decimal(Decimal(value))}' AS {decimal_type(digits)})"
    return Piece(text, Type.DECIMAL, atom=True, digits=digits, literal=True)


def as_decimal(piece: Piece) -> Piece:
    """A whole number as a decimal of six places; anything else as it is."""
    if piece.type is not Type.INT:
        return piece
    text = f"CAST({piece.text} AS {decimal_type(piece.digits)})"
    return Piece(text, Type.DECIMAL, piece.level, piece.atom, piece.digits, piece.literal)


def alike(pieces: list[Piece]) -> list[Piece]:
    """Numbers of one kind: engines that compare unlike ones may do so as floats."""
    mixed = any(one.type is Type.DECIMAL for one in pieces)
    return [as_decimal(one) for one in pieces] if mixed else pieces
