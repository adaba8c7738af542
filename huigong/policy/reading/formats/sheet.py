"""Text of a workbook (XLSX, XLS, ODS): every visible sheet as lines of a table."""

from __future__ import annotations

import datetime
import io
from typing import Any

from python_calamine_plus import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from huigong.kernel.errors import DomainError
from huigong.policy.reading.formats.grid import MOST_CELLS, as_lines
from huigong.policy.reading.refusals import too_large, unreadable
from huigong.sheets import panics

MOST_ROWS, MOST_COLUMNS = 20_000, 200


def sheet_text(data: bytes) -> str:
    """The lines of all visible sheets, without hidden rows; raises `reading.unreadable` or `reading.too_large`."""
    try:
        with panics.as_errors():
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            lines = [
                line
                for sheet in book.sheets_metadata
                if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
                for line in as_lines(_grid(book, sheet.name))
            ]
    except DomainError:
        raise
    except MemoryError as error:
        raise too_large() from error
    # Broken workbooks raise the parser's errors and those of its archive; each means the same to the reader.
    except (CalamineError, OSError, ValueError, ArithmeticError) as error:
        raise unreadable(f"工作簿已损坏或设有密码（{error.__class__.__name__}）。") from error
    return "\n".join(lines)


def _grid(book: CalamineWorkbook, name: str) -> list[list[str]]:
    sheet = book.get_sheet_by_name(name)
    if (
        sheet.total_height > MOST_ROWS
        or sheet.total_height * min(sheet.total_width, MOST_COLUMNS) > MOST_CELLS
    ):
        raise too_large()
    grid = [[_words(cell) for cell in row[:MOST_COLUMNS]] for row in sheet.to_python(skip_empty_area=False)]
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in grid[top : bottom + 1]:
            row[left : right + 1] = [grid[top][left]] * len(row[left : right + 1])
    hidden = _hidden_rows(book, name)
    return [row for place, row in enumerate(grid) if place not in hidden]


def _hidden_rows(book: CalamineWorkbook, name: str) -> frozenset[int]:
    """Rows that the sheet does not show; XLS and ODS do not tell."""
    try:
        rows = book.stream_sheet_by_name(name, rich=True).row_dimensions or {}
    except CalamineError:
        return frozenset()
    return frozenset(place for place, row in rows.items() if row.get("hidden"))


def _words(value: Any) -> str:
    if isinstance(value, datetime.date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
