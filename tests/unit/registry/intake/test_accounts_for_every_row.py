"""Sheets as people make them, by chance: whatever stands in them, every row is told of once, nobody is doubled, nobody is
lost in silence, and the same sheet again changes nothing."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from huigong.registry.intake.report import workbook
from huigong.registry.models import Engagement, Person
from tests import effort
from tests.unit.registry.intake.other_sheets import ods, xls
from tests.unit.registry.intake.sheets import HEAD, row, xlsx
from tests.unit.registry.intake.test_hard_files import csv
from tests.unit.registry.intake.test_importing import take

pytestmark = pytest.mark.django_db
Cells = list[Any]
SPOILT: tuple[dict[str, Any], ...] = (
    {"身份证号": 510321199001011000.0}, {"身份证号": "5.10321E+17"}, {"身份证号": ""}, {"身份证号": "同上"},
    {"姓名": ""}, {"姓名": "合计"}, {"姓名": "虚构（组长）"}, {"姓名": "虚 构"}, {"手机号": "13900000009.0"}, {"手机号": 13900000008},
    {"手机号": "139-0000-0001/139-0000-0002"}, {"户籍地": "没有这个地方"}, {"现居住地": ""}, {"用人单位": "/"}, {"上岗日": ""},
    {"上岗日": 42373}, {"上岗日": "2016年1月"}, {"上岗日": "１６．１．４"}, {"上岗日": "至今"}, {"用人单位": "虚构物流有限公司"}, {},
)  # fmt: skip
BESIDE: tuple[Cells, ...] = (
    ["小计", "", 3],
    ["", "", ""],
    list(HEAD),
    ["合  计"],
    ["填表人：虚构", "", "审核：虚构"],
)
MAKERS: dict[str, Callable[[list[Cells]], bytes]] = {
    "xlsx": lambda rows: xlsx(rows[1:], head=rows[0]),
    "xls": xls,
    "ods": ods,
    "utf-8": lambda rows: csv(*rows[1:], head=tuple(rows[0])).encode("utf-8-sig"),
    "gb18030": lambda rows: csv(*rows[1:], head=tuple(rows[0])).encode("gb18030"),
}


def by_chance(chance: random.Random) -> list[Cells]:
    """Some people, several of them more than once, some rows spoilt, and what stands between rows."""
    rows: list[Cells] = []
    for _ in range(chance.randrange(5, 25)):
        sequence, spoilt = chance.randrange(1, 12), chance.choice(SPOILT) if chance.random() < 0.6 else {}
        rows.append(row(sequence, **spoilt))
        if chance.random() < 0.2:
            rows.append(list(chance.choice(BESIDE)))
    return rows


@pytest.mark.parametrize("seed", range(effort.examples(6, release=100)))
def test_every_row_is_told_of_once_and_nobody_is_doubled(seed: int) -> None:
    chance = random.Random(f"{seed} of the rows")
    rows, kind = by_chance(chance), chance.choice(sorted(MAKERS))
    above = [["虚构镇花名册"]] if chance.random() < 0.5 else []
    data = MAKERS[kind]([*above, list(HEAD), *rows]) if kind != "xlsx" else xlsx(rows, above=above)
    imported = take(data)
    counts = imported.counts
    assert counts["rows"] == sum(
        counts[each] for each in ("new", "changed", "unchanged", "duplicates", "skipped", "refused")
    )
    told = [entry.at.row for entry in imported.file.entries] + [at.row for at in imported.file.skipped]
    first = len(above) + 2
    there = [at for at, cells in enumerate(rows, start=first) if any(cell != "" for cell in cells)]
    assert sorted(told) == there, kind
    refused = {problem.at.row for problem in imported.refusals}
    taken = {
        rows[at - first][1]
        for at in there
        if at not in refused and at not in {a.row for a in imported.file.skipped}
    }
    assert Person.objects.count() == len({str(number) for number in taken}) == counts["new"]
    held = (Person.objects.count(), Engagement.objects.count())
    again = take(data).counts
    assert (again["new"], again["changed"]) == (0, 0)
    if imported.problems:
        take(workbook(imported.file, imported.problems))
    assert (Person.objects.count(), Engagement.objects.count()) == held, "what came back is not in yet"
