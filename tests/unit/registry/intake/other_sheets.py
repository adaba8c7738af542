"""Sheets of other programs: XLS (BIFF8) and ODS, written by hand, with what the workbook maker does not write."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from html import escape

from tests.unit.policy.reading.old_files import compound_file

Cells = Sequence[object]


def xls(rows: Sequence[Cells], *, dates_from_1904: bool = False) -> bytes:
    """One sheet of a workbook of before 2007; a number is written as a number."""
    begin, end = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0)), _record(0x000A, b"")
    page = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
    for at, cells in enumerate(rows):
        page += b"".join(_cell(at, place, cell) for place, cell in enumerate(cells))
    name = _text("花名册", short=True)
    mode = _record(0x0022, struct.pack("<H", dates_from_1904))
    start = len(begin) + len(mode) + 4 + 6 + len(name) + len(end)
    listed = _record(0x0085, struct.pack("<IBB", start, 0, 0) + name)
    return compound_file({"Workbook": begin + mode + listed + end + page + end})


def _cell(row: int, column: int, cell: object) -> bytes:
    where = struct.pack("<HHH", row, column, 0)
    if isinstance(cell, int | float):
        return _record(0x0203, where + struct.pack("<d", cell))
    return _record(0x0204, where + _text(str(cell))) if cell != "" else b""


def _text(text: str, *, short: bool = False) -> bytes:
    return struct.pack("<BB" if short else "<HB", len(text), 1) + text.encode("utf-16-le")


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def ods(rows: Sequence[Cells], *, encrypted: bool = False) -> bytes:
    """One table of an OpenDocument spreadsheet; a number is written as a number."""
    lines = "".join(f"<table:table-row>{''.join(map(_open_cell, cells))}</table:table-row>" for cells in rows)
    spaces = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"))
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{spaces}><office:body>'
        f'<office:spreadsheet><table:table table:name="花名册">{lines}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    sealed = "<manifest:encryption-data/>" if encrypted else ""
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{sealed}</manifest:manifest>',
        }
    )


def _open_cell(cell: object) -> str:
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell!r}"><text:p>{cell}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'


def archive(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return out.getvalue()
