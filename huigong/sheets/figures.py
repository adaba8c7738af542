"""What a spreadsheet keeps of a number."""

from __future__ import annotations

from typing import Final

EXACT: Final = 10**15
"""It keeps fifteen figures; those of a longer number may have changed."""


def whole(cell: object) -> str | None:
    """The figures of a whole number that was kept exactly; None for every other cell."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    return str(int(cell)) if abs(cell) < EXACT and cell == int(cell) else None
