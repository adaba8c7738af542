"""Tables of any format as lines of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huigong.policy.reading.table_cues import is_duty_header

CELL_BREAK = "\u2028"
LONGEST_DATA_CELL = 400
MOST_CELLS = 200_000


@dataclass(frozen=True)
class Cell:
    """A cell as printed, with how many columns and rows it covers."""

    text: str
    across: int = 1
    down: int = 1


def spread(rows: Iterable[Sequence[Cell]]) -> list[list[str]]:
    """The words of every cell in each row and column that it covers; all rows have the same length."""
    grid: list[list[str]] = []
    from_above: dict[int, tuple[str, int]] = {}
    cells = 0
    for row in rows:
        line: list[str] = []
        for cell in row:
            _fill_from_above(line, from_above)
            for _ in range(max(1, min(cell.across, 60))):
                if cell.down > 1:
                    from_above[len(line)] = (cell.text, cell.down - 1)
                line.append(cell.text)
        _fill_from_above(line, from_above)
        grid.append(line)
        cells += len(line)
        if cells > MOST_CELLS:
            break
    width = max((len(line) for line in grid), default=0)
    return [line + [""] * (width - len(line)) for line in grid]


def _fill_from_above(line: list[str], from_above: dict[int, tuple[str, int]]) -> None:
    while len(line) in from_above:
        column = len(line)
        text, left = from_above.pop(column)
        if left > 1:
            from_above[column] = (text, left - 1)
        line.append(text)


def as_lines(grid: list[list[str]]) -> list[str]:
    """A table of data as one line a row; a table that only lays out a page as the lines of its cells."""
    rows = [row for row in grid if any(cell.strip() for cell in row)]
    if is_data(rows):
        head = next((place for place, row in enumerate(rows) if is_duty_header(row)), 0)
        titles = [next(cell for cell in row if cell.strip()) for row in rows[:head] if _is_one(row)]
        table = [row for place, row in enumerate(rows) if place >= head or not _is_one(row)]
        return [*titles, *("\t".join(_cell(cell) for cell in row) for row in table)]
    return [line for row in rows for cell in dict.fromkeys(row) for line in cell.split("\n")]


def _is_one(row: list[str]) -> bool:
    """Whether a row holds one cell over all columns, as a title above a table does."""
    return len({cell for cell in row if cell.strip()}) == 1


def is_data(grid: list[list[str]]) -> bool:
    """Whether a table holds rows of short cells, or duties of any length, rather than lays out a page."""
    if any(is_duty_header(row) for row in grid[:6]):
        return True
    columns = max((sum(bool(cell.strip()) for cell in row) for row in grid), default=0)
    return columns > 1 and len(grid) > 1 and not _lays_out(grid)


def _lays_out(rows: list[list[str]]) -> bool:
    return any(len(cell) > LONGEST_DATA_CELL for row in rows for cell in row)


def _cell(text: str) -> str:
    lines = [re.sub(r"[ \t\u3000]+", " ", line).strip() for line in re.split(r"[\n\u2028\r]+", text)]
    return CELL_BREAK.join(line for line in lines if line)
