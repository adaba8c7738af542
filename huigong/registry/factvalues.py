"""How a fact's value is kept as text: JSON, with dates and decimals named as such."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

FactValue = bool | int | Decimal | date | str


def encode(value: FactValue) -> str:
    """`{"date": "2016-06-01"}`, `{"decimal": "1.5"}`, or plain JSON; the same text for the same value.

    Raises `TypeError` for anything else; floats would not come back the same.
    """
    match value:
        case bool() | int() | str():
            return json.dumps(value, ensure_ascii=False)
        case date():
            return json.dumps({"date": value.isoformat()})
        case Decimal():
            return json.dumps({"decimal": str(value)})
        case _:
            raise TypeError(f"a fact is bool, int, Decimal, date or text, not {type(value).__name__}")


def decode(text: str) -> FactValue:
    """The value that `encode` kept."""
    match json.loads(text):
        case {"date": str(day)}:
            return date.fromisoformat(day)
        case {"decimal": str(number)}:
            return Decimal(number)
        case bool() | int() | str() as value:
            return value
        case other:
            raise ValueError(f"not a kept fact value: {type(other).__name__}")
