"""How a fact's value is kept as text: JSON, with dates and decimals named as such."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

FactValue = bool | int | Decimal | date | str


def as_json(value: FactValue) -> Any:
    """`{"date": "2016-06-01"}`, `{"decimal": "1.5"}`, or the value itself, as JSON writes it.

    Raises `TypeError` for anything else; floats would not come back the same.
    """
    match value:
        case bool() | int() | str():
            return value
        case date():
            return {"date": value.isoformat()}
        case Decimal():
            return {"decimal": str(value)}
        case _:
            raise TypeError(f"a fact is bool, int, Decimal, date or text, not {type(value).__name__}")


def from_json(kept: Any) -> FactValue:
    """The value of which `as_json` made this. Raises `ValueError` for anything else."""
    match kept:
        case {"date": str(day)}:
            return date.fromisoformat(day)
        case {"decimal": str(number)}:
            return Decimal(number)
        case bool() | int() | str():
            return kept
        case _:
            raise ValueError(f"not a kept fact value: {type(kept).__name__}")


def encode(value: FactValue) -> str:
    """The JSON of `as_json` as text; the same text for the same value."""
    return json.dumps(as_json(value), ensure_ascii=False)


def decode(text: str) -> FactValue:
    """The value that `encode` kept."""
    return from_json(json.loads(text))
