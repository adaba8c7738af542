"""The sheets of a form as a file: a template to fill in, and what somebody filled in read back."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from typing import Any

from python_calamine_plus import CalamineError, CalamineWorkbook
from xlsxwriter import Workbook

from huigong.forms.fields import Field, Form
from huigong.forms.kinds import Kind
from huigong.forms.sheets import Sheet, sheets
from huigong.forms.types import Column
from huigong.kernel.errors import Invalid
from huigong.sheets import panics

MOST_ROWS, LONGEST_LIST = 20_000, 255  # rows of a sheet; characters of a list that a spreadsheet takes
_WIDTH = 18


def workbook(form: Form, cells: Mapping[str, Sequence[Sequence[str]]] | None = None) -> bytes:
    """An XLSX with the headers of every sheet and the `cells` below them, all of them text; the type and an
    example of a column are told when one of its cells is chosen."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head, plain = book.add_format({"bold": True, "text_wrap": True}), book.add_format({"num_format": "@"})
    for sheet in sheets(form):
        page = book.add_worksheet(sheet.title)
        page.freeze_panes(1, 2 if sheet.field else 1)
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, _WIDTH, plain)
            page.write_string(0, at, column.header, head)
            page.data_validation(1, at, MOST_ROWS, at, _hint(column, _field_of(form, sheet, column)))
        for line, row in enumerate((cells or {}).get(sheet.title, ()), start=1):
            for at, text in enumerate(row):
                page.write_string(line, at, text, plain)
    book.close()
    return out.getvalue()


def read_workbook(form: Form, data: bytes) -> dict[str, list[list[str]]]:
    """The cells of the form's sheets below their headers.

    Raises `Invalid`: `form.workbook` for a file that is no workbook or too long, `form.sheet` for other headers.
    """
    try:
        with panics.as_errors():
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            grids = {
                name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                for name in book.sheet_names
            }
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable(f"文件已损坏或设有密码（{error.__class__.__name__}）") from error
    by_sheet = {}
    for sheet in sheets(form):
        head, *rows = [[_words(cell) for cell in row] for row in grids.get(sheet.title) or [[]]]
        expected = [column.header for column in sheet.columns]
        if head[: len(expected)] != expected:
            raise Invalid(
                "form.sheet",
                what=f"“{sheet.title}”的表头和模板不一样",
                do="请下载新的模板，把内容贴进去，表头不要改",
            )
        if len(rows) > MOST_ROWS:
            raise _unreadable(f"一张表最多{MOST_ROWS}行")
        by_sheet[sheet.title] = [row for row in rows if any(cell.strip() for cell in row)]
    return by_sheet


def _hint(column: Column, asked: Field | None) -> dict[str, Any]:
    message = column.type + (f"，例如 {column.example}" if column.example else "")
    told = {"input_title": column.header[:32], "input_message": message[:255], "ignore_blank": True}
    names = [option.name for option in asked.options] if asked and asked.kind is Kind.CODE else []
    if names and len(",".join(names)) <= LONGEST_LIST:
        return told | {"validate": "list", "source": names, "error_type": "warning"}
    return told | {"validate": "any"}


def _field_of(form: Form, sheet: Sheet, column: Column) -> Field | None:
    id = column.path.partition(".")[0]
    return sheet.field.column(id) if sheet.field else form.fields.get(id)


def _words(cell: Any) -> str:
    """A cell as somebody would have typed it: spreadsheets turn what looks like a day or number into one."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime.date):
        return f"{cell.year}年{cell.month}月{cell.day}日"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)


def _unreadable(why: str) -> Invalid:
    return Invalid("form.workbook", what="这个表格打不开", why=why, do="请用下载的模板填写，另存为 XLSX 再交")
