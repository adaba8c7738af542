"""Numbers in words and as columns: SVG in whole units, the table with the same numbers always below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from huigong.statistics.cells import Cell
from huigong.statistics.declaring import Indicator

WIDTH, HEIGHT = 600, 120
_SHARE = Decimal("0.1")


@dataclass(frozen=True)
class Column:
    """One column of the picture, from its left upper corner."""

    x: int
    y: int
    width: int
    height: int


def in_figures(indicator: Indicator, cell: Cell | None) -> str:
    """`87.5%`, or a number; "" where it is not shown or a share of nothing."""
    if cell is None:
        return ""
    if not indicator.is_share:
        return str(cell.yes)
    share = _share(cell)
    return "" if share is None else f"{share}%"


def columns(indicator: Indicator, totals: Sequence[Cell | None]) -> tuple[Column, ...]:
    """A column for each number in its order; a gap for what was not shown. Of shares the full height is 100 %."""
    values = [_value(indicator, cell) for cell in totals]
    whole = (
        Decimal(100)
        if indicator.is_share
        else max((value for value in values if value is not None), default=Decimal(0))
    )
    step = WIDTH // max(len(values), 6)
    return tuple(
        Column(at * step, HEIGHT - high, step * 3 // 4, high)
        for at, value in enumerate(values)
        if value is not None and (high := int(value * HEIGHT / whole) if whole else 0)
    )


def _value(indicator: Indicator, cell: Cell | None) -> Decimal | None:
    if cell is None:
        return None
    return _share(cell) if indicator.is_share else Decimal(cell.yes)


def _share(cell: Cell) -> Decimal | None:
    known = cell.yes + cell.no
    return (Decimal(100 * cell.yes) / known).quantize(_SHARE, ROUND_HALF_UP) if known else None
