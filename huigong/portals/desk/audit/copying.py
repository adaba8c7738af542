"""The trail as a table in a file that a spreadsheet opens, and who took it in the first line."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext

from huigong.audit.queries import EventRow
from huigong.audit.words import in_words
from huigong.portals.shared.trail import seat_in_words

COLUMNS = ("序号", "时间", "操作人", "操作人编号", "部门", "动作", "对象", "涉及的人", "目的", "地区", "内容", "摘要")  # fmt: skip
_MARK = "\ufeff"  # without it a spreadsheet reads Chinese in the wrong encoding
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # some spreadsheets take the wide signs of a Chinese keyboard too


def lines(rows: Iterable[EventRow], *, taken_by: str) -> Iterator[str]:
    """CSV, a line at a time; no cell is taken for a formula."""
    writer = csv.writer(_Echo())
    yield _MARK + writer.writerow([f"审计记录副本：{_harmless(taken_by)}"])
    yield writer.writerow(COLUMNS)
    for row in rows:
        yield writer.writerow([_harmless(cell) for cell in _cells(row)])


def _cells(row: EventRow) -> tuple[str, ...]:
    at = timezone.localtime(row.at)
    return (
        str(row.sequence or "未封存"),
        f"{at:%Y-%m-%d %H:%M:%S}",
        row.actor,
        row.actor_id,
        seat_in_words(row.office, at.date()),
        gettext(in_words(row.verb)),
        row.subject,
        row.person,
        row.purpose,
        row.region,
        json.dumps(row.data, ensure_ascii=False),
        row.digest,
    )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


class _Echo:
    """Gives back each line instead of keeping it."""

    def write(self, line: str) -> Any:
        return line
