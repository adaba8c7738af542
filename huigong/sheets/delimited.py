"""Tables kept as text with commas, semicolons or tabs, in the encodings that offices use."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator

from huigong.sheets.refusals import damaged, open_quote, undecodable
from huigong.sheets.rows import Row, Sheet

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# In this order: text of another encoding is hardly ever good UTF-8, and GB18030 holds GBK and GB2312.
_ENCODINGS = ("utf-8", "gb18030")
_DELIMITERS = ",\t;|"
_LOOKED_AT = 20  # lines from the top, to see what parts the columns
_LONGEST_CELL = 32_767  # as in a workbook


def sheet(data: bytes, name: str) -> Sheet:
    """The one table of the file. Raises `Invalid`: `sheets.encoding`, and while its rows are read `sheets.damaged`, `sheets.quote`."""
    text = decoded(data)
    delimiter = _delimiter(text)
    return Sheet(name, lambda: _rows(text, delimiter))


def decoded(data: bytes) -> str:
    """The text by its mark, else as UTF-8, else as GB18030. Raises `Invalid` (`sheets.encoding`)."""
    marked = [encoding for mark, encoding in _MARKS if data.startswith(mark)]
    for encoding in marked or _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise undecodable()


def _delimiter(text: str) -> str:
    """What stands most evenly in the first lines: the greatest number that most of them have."""
    lines = [line for line in text[:100_000].splitlines()[:_LOOKED_AT] if line.strip()]
    return max(_DELIMITERS, key=lambda mark: sum(line.count(mark) for line in lines))


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(_LONGEST_CELL * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widest, line = 1, 0
    try:
        for number, cells in enumerate(reader, start=1):
            widest = max(widest, len(cells))
            if reader.line_num > line + 1 and _holds_rows(cells, delimiter, widest):
                raise open_quote(line + 1)
            line = reader.line_num
            yield Row(number, [_plain(cell) for cell in cells])
    except csv.Error as error:
        raise damaged() from error


def _holds_rows(cells: list[str], delimiter: str, widest: int) -> bool:
    """Whether a cell of several lines has swallowed rows: a quotation mark that nobody closed runs on to the next one."""
    inner = (line for cell in cells for line in cell.splitlines()[1:])
    return any(line.count(delimiter) >= max(1, widest // 2) for line in inner)


def _plain(cell: str) -> str:
    """Without the `="…"` that keeps a spreadsheet from making a number of the text."""
    if cell.startswith('="') and cell.endswith('"'):
        return cell[2:-1]
    return cell
