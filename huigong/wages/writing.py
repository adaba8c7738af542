"""Kinds of value that files about wages hold, beside those of all packs."""

from __future__ import annotations

from typing import Any

from huigong.kernel.errors import DomainError
from huigong.kernel.money import yuan
from huigong.kernel.packs.shapes import NEEDED, Key, Spot


def money(default: Any = NEEDED) -> Key:
    """An amount as people write it, `12000元`, `1.2万元`: whole fen."""
    return Key(as_money, default)


def as_money(raw: Any, spot: Spot) -> Any:
    """The fen of an amount in yuan."""
    try:
        return yuan(raw)
    except (DomainError, TypeError) as error:
        return spot.wrong(getattr(error, "what", "这里应当是金额"), "请写成 12000元、1.2万元的样子")
