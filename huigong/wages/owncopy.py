"""What the copy that people take along says of wages: each month on each project, what was owed and what came."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localdate

from huigong.directory.principals import Principal
from huigong.kernel.money import yuan_or
from huigong.notices.letters import Paragraph, Table
from huigong.registry.owncopy import Asked, Part, Values, listed
from huigong.wages.own import OwnWages, own_wages

WAGES = "工资"


def _values(viewer: Principal, asked: Asked) -> Values:
    return {WAGES: [_month(each) for each in own_wages(viewer, on=localdate(asked.now))]}


def _month(own: OwnWages) -> dict[str, Any]:
    return {
        "月份": f"{own.month:%Y-%m}",
        "项目": own.site.name,
        "总包": own.site.contractor,
        "出勤": [*own.days],
        "实发": yuan_or(own.row.net, ""),
        "到账": yuan_or(own.row.credited, ""),
        "还差": yuan_or(own.owed, ""),
        "答复": own.row.get_answer_display(),
    }


def _print(document: Values) -> Iterable[Paragraph | Table]:
    rows = [{**row, "出勤": str(len(row["出勤"]))} for row in document[WAGES]]
    return listed(WAGES, ("月份", "项目", "出勤", "实发", "到账", "还差", "答复"), rows)


PART = Part("wages", 6, _values, _print)
