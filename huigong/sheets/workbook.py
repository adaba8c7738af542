"""Workbooks: XLSX row by row, XLS and ODS whole."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from typing import cast

from python_calamine_plus import (
    CalamineCell,
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from huigong.kernel.errors import DomainError
from huigong.sheets import panics
from huigong.sheets.refusals import damaged, encrypted, too_large
from huigong.sheets.rows import Broken, Cell, MonthOnly, Row, Sheet

MOST_COLUMNS, MOST_CELLS = 200, 40_000_000
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
Merged = list[tuple[tuple[int, int], tuple[int, int]]]


def sheets(data: bytes, *, streamed: bool) -> list[Sheet]:
    """The visible sheets; `streamed` for XLSX. Raises `Invalid`: `sheets.encrypted`, `sheets.damaged`, also while rows are read."""
    with _readable():
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible
        ]
        epoch = _EPOCH_1904 if streamed and book.epoch_1904 else _EPOCH
    read = _streamed if streamed else _loaded
    return [Sheet(name, _later(read, book, name), epoch) for name in shown]


def _later(
    read: Callable[[CalamineWorkbook, str], Iterator[Row]], book: CalamineWorkbook, name: str
) -> Callable[[], Iterator[Row]]:
    return lambda: read(book, name)


@contextmanager
def _readable() -> Iterator[None]:
    """Turns what the parser raises for a broken file into one refusal."""
    try:
        with panics.as_errors():
            yield
    except DomainError:
        raise
    except PasswordError as error:
        raise encrypted() from error
    except (CalamineError, OSError, ValueError, ArithmeticError) as error:
        raise damaged() from error


def _streamed(book: CalamineWorkbook, name: str) -> Iterator[Row]:
    with _readable():
        stream = book.stream_sheet_by_name(name, rich=True)
        if _columns(stream.dimension or "") > MOST_COLUMNS:  # every row is as wide as the sheet says it is
            stream = book.stream_sheet_by_name(name, rich=True, max_col=MOST_COLUMNS - 1)
        hidden = {at for at, row in (stream.row_dimensions or {}).items() if row.get("hidden")}
        merged = _Merging(stream.merged_cell_ranges or [])
        cells = 0
        for at, row in enumerate(cast(Iterator[list[CalamineCell]], stream)):
            cells += len(row)
            if cells > MOST_CELLS:
                raise too_large(f"超过{MOST_CELLS}格")
            # Most cells are text and nothing else: a call for each would take a tenth of the time.
            plain = [
                value if (value := cell.value).__class__ is str and value and value[0] != "#" else _cell(cell)
                for cell in row
            ]
            yield Row(at + 1, merged.filled(at, plain), at in hidden)


def _columns(dimension: str) -> int:
    """How many columns `A1:D10` has, counted from A."""
    letters = re.sub(r"[^A-Z]", "", dimension.rpartition(":")[2])
    return sum((ord(letter) - 64) * 26**place for place, letter in enumerate(reversed(letters)))


def _loaded(book: CalamineWorkbook, name: str) -> Iterator[Row]:
    with _readable():
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * min(sheet.total_width, MOST_COLUMNS) > MOST_CELLS:
            raise too_large(f"超过{MOST_CELLS}格")
        merged, (_top, left) = _Merging(sheet.merged_cell_ranges or []), sheet.start or (0, 0)
        margin: list[Cell] = [""] * left
        for at, row in enumerate(sheet.iter_rows()):  # begins above `start`, though not left of it
            cells = margin + [_plain(value) for value in row[:MOST_COLUMNS]]
            yield Row(at + 1, merged.filled(at, cells))


def _cell(cell: CalamineCell) -> Cell:
    value = cell.value
    if value.__class__ is str:
        if not value:
            return Broken(cell.formula) if cell.formula else ""
        return Broken(value) if value[0] == "#" and cell.data_type == "e" else value
    if isinstance(value, date):
        style = cell.style
        return MonthOnly(_day(value)) if style and _shows_no_day(style["number_format"]) else value
    return value


def _plain(value: Cell) -> Cell:
    return Broken(value) if isinstance(value, str) and value in _ERRORS else value


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


@cache
def _shows_no_day(number_format: str) -> bool:
    """Whether a format of days shows year and month only, such as `yyyy"年"m"月"`."""
    plain = _QUOTED.sub("", number_format.split(";")[0]).lower()
    return "y" in plain and "m" in plain and "d" not in plain


class _Merging:
    """Gives every cell of a merged range the value that stands in its first one."""

    def __init__(self, ranges: Merged) -> None:
        self._tall = sorted(ranges)
        self._open: list[tuple[int, int, int, Cell]] = []

    def filled(self, at: int, cells: list[Cell]) -> list[Cell]:
        if not self._tall and not self._open:
            return cells
        while self._tall and self._tall[0][0][0] <= at:
            (_top, left), (bottom, right) = self._tall.pop(0)
            if left < len(cells):
                self._open.append((bottom, left, right, cells[left]))
        for _bottom, left, right, value in self._open:
            for place in range(left, min(right + 1, len(cells))):
                cells[place] = value
        self._open = [each for each in self._open if each[0] > at]
        return cells
