"""The work list as rows of a workbook: no more than the list shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext

from huigong.casework.queries.tasks import TaskRow
from huigong.kernel import regions
from huigong.portals.desk.cases.lists import COLUMNS
from huigong.portals.shared.languages import said


def heads(columns: Sequence[str]) -> list[str]:
    """What stands above: the columns that a list always has, and those that were chosen."""
    fixed = (
        gettext("期限"),
        gettext("到期日"),
        gettext("事项"),
        gettext("办件编号"),
        gettext("任务种类"),
    )
    return [*fixed, *(str(COLUMNS[name]) for name in columns)]


def lines(rows: Iterable[TaskRow], columns: Sequence[str]) -> Iterator[list[str]]:
    """The tasks, each in these columns."""
    return ([*_fixed(row), *(_cell(row, name) for name in columns)] for row in rows)


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
