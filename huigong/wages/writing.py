"""Kinds of value that files about wages hold, beside those of all packs."""

from __future__ import annotations

from typing import Any

from huigong.kernel import days
from huigong.kernel.errors import DomainError
from huigong.kernel.money import yuan
from huigong.kernel.packs.kinds import day
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


def written_day(default: Any = NEEDED) -> Key:
    """A date, or one written as text, since JSON knows no dates."""
    return Key(_as_day, default)


def _as_day(raw: Any, spot: Spot) -> Any:
    if not isinstance(raw, str):
        return day().read(raw, spot)
    try:
        return days.read(raw)
    except DomainError as error:
        return spot.wrong(error.what, error.do)
