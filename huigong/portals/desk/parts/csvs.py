"""A table as CSV that a spreadsheet opens: marked as UTF-8, and no cell is taken for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

MEDIA_TYPE: Final = "text/csv; charset=utf-8"
_MARK = "\ufeff"  # without it a spreadsheet reads Chinese in the wrong encoding
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # some spreadsheets take the wide signs of a Chinese keyboard too


def lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A line at a time."""
    writer, before = csv.writer(_Echo()), _MARK
    for row in rows:
        yield before + writer.writerow([harmless(str(cell)) for cell in row])
        before = ""


def harmless(cell: str) -> str:
    """As it may stand in a table."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


class _Echo:
    """Gives back each line instead of keeping it."""

    def write(self, line: str) -> Any:
        return line
