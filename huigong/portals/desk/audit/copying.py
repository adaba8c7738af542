"""The trail as a table in a file that a spreadsheet opens, and who took it in the first line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext

from huigong.audit.queries import EventRow
from huigong.audit.words import in_words
from huigong.portals.desk.parts import csvs
from huigong.portals.shared.trail import seat_in_words

COLUMNS = ("序号", "时间", "操作人", "操作人编号", "部门", "动作", "对象", "涉及的人", "目的", "地区", "内容", "摘要")  # fmt: skip


def lines(rows: Iterable[EventRow], *, taken_by: str) -> Iterator[str]:
    """CSV, a line at a time."""
    yield from csvs.lines(_rows(rows, taken_by))


def _rows(rows: Iterable[EventRow], taken_by: str) -> Iterator[Sequence[str]]:
    yield [f"审计记录副本：{csvs.harmless(taken_by)}"]
    yield COLUMNS
    for row in rows:
        yield _cells(row)


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
