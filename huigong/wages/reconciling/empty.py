"""Empty tables of a month to fill in: made from what the reader takes, so that what is filled in can be read."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter

from huigong.wages.reconciling.tables import Table

_WIDTH = 14


def empty_workbook(tables: Sequence[Table]) -> bytes:
    """XLSX with a sheet for each table, named as people call it: a row of headers, all cells text so that a long number
    keeps its figures; headers without which the table cannot be read are bold."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        text = book.add_format({"num_format": "@"})
        needed, other = book.add_format({"bold": True, "bg_color": "#FFF2CC"}), book.add_format({})
        for table in tables:
            sheet = book.add_worksheet(table.says)
            sheet.set_column(0, len(table.columns) - 1, _WIDTH, text)
            sheet.freeze_panes(1, 0)
            for number, column in enumerate(table.columns):
                sheet.write_string(0, number, column.name, needed if column.required else other)
    return out.getvalue()
