"""A work list as a workbook: who took it, when and what for in the first line, and no more than the list shows."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO

from django.utils.translation import gettext
from xlsxwriter import Workbook

from huigong.casework.queries.tasks import TaskRow
from huigong.kernel import regions
from huigong.portals.desk.cases.lists import COLUMNS
from huigong.portals.shared.languages import said

_CHUNK, _WIDTH = 64 * 1024, 20
_KEPT_IN_MEMORY = 1024 * 1024


def workbook(rows: Iterable[TaskRow], *, columns: Sequence[str], mark: str) -> Iterator[bytes]:
    """The bytes of an XLSX, in chunks; row by row from the database, so that no list is too long to hold.

    Every cell is text: none is taken for a formula.
    """
    out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_KEPT_IN_MEMORY)  # noqa: SIM115 - closed below
    with out:
        book = Workbook(
            out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        page, bold = book.add_worksheet(gettext("任务清单")), book.add_format({"bold": True})
        page.set_header(f"&C{_harmless(mark)}")
        page.set_column(0, len(columns) + 4, _WIDTH)
        page.write_string(0, 0, mark, bold)
        heads = (
            gettext("期限"),
            gettext("到期日"),
            gettext("事项"),
            gettext("办件编号"),
            gettext("任务种类"),
        )
        _write(page, 1, (*heads, *(str(COLUMNS[name]) for name in columns)), bold)
        for line, row in enumerate(rows, start=2):
            _write(page, line, (*_fixed(row), *(_cell(row, name) for name in columns)))
        book.close()
        out.seek(0)
        while chunk := out.read(_CHUNK):
            yield chunk


def _write(page: object, line: int, cells: Sequence[str], shape: object = None) -> None:
    for at, cell in enumerate(cells):
        page.write_string(line, at, cell, shape)  # type: ignore[attr-defined]


def _fixed(row: TaskRow) -> tuple[str, ...]:
    due = row.left.due.isoformat() if row.left.due else ""
    return said(row.left.words), due, row.service, row.number, row.kind_name


def _cell(row: TaskRow, column: str) -> str:
    match column:
        case "person":
            return row.person
        case "status":
            return row.status_name
        case "holder":
            return "" if row.holder.nobody else row.holder.name
        case "office":
            return row.office
        case "region":
            return regions.find(row.region).name
        case _:
            return row.opened_on.isoformat()


def _harmless(text: str) -> str:
    """A header takes `&` for a command, and is short."""
    return text.replace("&", "＆")[:200]
