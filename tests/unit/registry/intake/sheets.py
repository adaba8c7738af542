"""Sheets of invented people, as offices make them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from xlsxwriter import Workbook

from tests.unit.registry.someone import name, resident_number

HEAD = ("姓名", "身份证号", "手机号", "户籍地", "现居住地", "用人单位", "上岗日")


def row(sequence: int, **changed: Any) -> list[Any]:
    """Person `sequence` with work; `changed` by header, as in `HEAD`."""
    given = {
        "姓名": name(sequence),
        "身份证号": resident_number(sequence),
        "手机号": f"139{sequence:08d}",
        "户籍地": "511402",
        "现居住地": "510403",
        "用人单位": "虚构建筑有限公司",
        "上岗日": "2016-01-04",
    }
    return list({**given, **changed}.values())


def xlsx(
    rows: Sequence[Sequence[Any]], *, head: Sequence[str] = HEAD, above: Sequence[Sequence[Any]] = ()
) -> bytes:
    """One sheet: what stands `above`, the headers, the rows; a number is written as a number."""
    out = io.BytesIO()
    book = Workbook(out, {"in_memory": True})
    page = book.add_worksheet("花名册")
    for at, cells in enumerate([*above, head, *rows]):
        page.write_row(at, 0, cells)
    book.close()
    return out.getvalue()
