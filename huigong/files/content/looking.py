"""What a document looks like: a page of a PDF as a picture, the cells of a table, the lines of a text.

python -m huigong.files.content.looking KIND PAGE MEMORY_BYTES SECONDS

Runs in a process of its own (`files.viewing`): the file comes in by standard input, a line of JSON and then the bytes of a
JPEG go out. It knows no database and no settings.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable
from itertools import islice
from typing import Any

import pypdfium2
from python_calamine_plus import CalamineWorkbook

from huigong.files.content.kinds import Kind
from huigong.kernel.apart import limit_memory, limit_processor

LONGEST_SIDE = 1600  # pixels: legible on a screen, and a page is a few hundred kilobytes
MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 300, 40, 200
_QUALITY = 80


def main(words: list[str]) -> None:
    kind, page, memory, seconds = Kind(words[0]), int(words[1]), int(words[2]), int(words[3])
    limit_memory(memory)
    limit_processor(seconds)
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what a library prints is no part of the answer
    head, picture = look(kind, sys.stdin.buffer.read(), page)
    answers.write(json.dumps(head).encode() + b"\n" + picture)


def look(kind: Kind, data: bytes, page: int) -> tuple[dict[str, Any], bytes]:
    """`{"pages", "name", "rows"}` of page `page` (from 1), or the nearest there is, and its picture, empty for a table.

    Raises whatever the reader of the kind raises for a file that it cannot read.
    """
    if kind is Kind.PDF:
        return _pdf(data, page)
    if kind in (Kind.XLSX, Kind.XLS, Kind.ODS):
        return _workbook(data, page)
    text = _text(data)
    rows = csv.reader(io.StringIO(text)) if kind is Kind.CSV else ([line] for line in text.splitlines())
    return {"pages": 1, "name": "", "rows": _cells(rows)}, b""


def _pdf(data: bytes, page: int) -> tuple[dict[str, Any], bytes]:
    document = pypdfium2.PdfDocument(data)
    try:
        count = len(document)
        shown = document[min(max(page, 1), count) - 1]
        longest = max(shown.get_width(), shown.get_height(), 1)
        out = io.BytesIO()
        picture = shown.render(scale=LONGEST_SIDE / longest).to_pil().convert("RGB")
        picture.save(out, "JPEG", quality=_QUALITY)
        return {"pages": count, "name": "", "rows": []}, out.getvalue()
    finally:
        document.close()


def _workbook(data: bytes, page: int) -> tuple[dict[str, Any], bytes]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = book.sheet_names
    name = names[min(max(page, 1), len(names)) - 1]
    rows = book.get_sheet_by_name(name).iter_rows()
    return {"pages": len(names), "name": name, "rows": _cells(rows)}, b""


def _cells(rows: Iterable[Iterable[Any]]) -> list[list[str]]:
    return [
        [str(cell)[:LONGEST_CELL] for cell in islice(row, MOST_COLUMNS)] for row in islice(rows, MOST_ROWS)
    ]


def _text(data: bytes) -> str:
    """Chinese programs write GB 18030 where they do not write UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


if __name__ == "__main__":
    main(sys.argv[1:])
