"""What a change would give, take and cost, and what of it may be shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.catalogue.screening_many.change import before_and_after, read_change
from huigong.catalogue.screening_many.people import open_people
from huigong.catalogue.screening_many.small_cells import hidden, read_small_cells
from huigong.catalogue.screening_many.whatif import Effect, effects
from huigong.catalogue.services import catalogue
from huigong.kernel import packs
from huigong.kernel.errors import DomainError
from tests.shipped import shipped_examples
from tests.unit.catalogue.screening_many.crowd import write

PERMIT = """\
title: 住满半年就算
region: "100000"
on: 2018-06-04
changes:
  - {service: basic-public-health, rule: 持有居住证 或 居住月数 >= 6}
place: 现居住地
by: [性别]
"""


def person(n: int, **more: Any) -> dict[str, Any]:
    usual = {"持有居住证": False, "居住起始日期": date(2010, 1, 1), "现居住地": "510411", "性别": "女"}
    return {"id": str(n), **usual, **more}


def found(tmp_path: Path, change: str, crowd: list[dict[str, Any]], smallest: int = 1) -> dict[Any, Effect]:
    (tmp_path / "change.yaml").write_text(change)
    known = catalogue()
    people = open_people(write(tmp_path / "people.parquet", crowd), known.facts)
    wanted = read_change(tmp_path / "change.yaml", known)
    before, after = before_and_after(wanted, known, people.facts)
    listed = effects(wanted, before, after, people, smallest=smallest)
    return {(one.service.id, one.dimension, one.group): one for one in listed}


def test_who_gains_is_counted_by_place_and_group(tmp_path: Path) -> None:
    crowd = [
        person(1),
        person(2, 性别="男"),
        person(3, 现居住地="220100"),
        person(4, 居住起始日期=date(2018, 5, 1)),
    ]

    effect = found(tmp_path, PERMIT, crowd)

    service = "basic-public-health"
    assert effect[service, "", ""].gain == 3
    assert effect[service, "现居住地", "510400"].gain == 2
    assert effect[service, "现居住地", "220100"].gain == 1
    assert effect[service, "性别", "男"].gain == 1


def test_who_loses_is_counted(tmp_path: Path) -> None:
    change = PERMIT.replace("持有居住证 或 居住月数 >= 6", "持有居住证 且 居住月数 >= 12")
    crowd = [person(1, 持有居住证=True), person(2, 持有居住证=True, 居住起始日期=date(2018, 1, 10))]

    assert found(tmp_path, change, crowd)["basic-public-health", "", ""].lose == 1


def test_a_higher_amount_costs_the_difference(tmp_path: Path) -> None:
    change = """\
region: "220000"
on: 2016-06-01
changes: [{parameter: 个体经营每户每年扣减限额, value: 12000元}]
"""
    service = catalogue().get("startup-tax-deduction", "220000", date(2016, 6, 1))
    from huigong.rules.nodes import FactReference, walk

    read = {one.name: one.fact for one in walk(service.rule) if isinstance(one, FactReference)}
    assert read

    example = next(
        one
        for one in shipped_examples()
        if one.service_id == service.id and one.expected == "yes" and one.on < date(2018, 12, 31)
    )
    change = change.replace("2016-06-01", example.on.isoformat())
    values = catalogue().facts.parse_values(example.facts)
    crowd = [{"id": str(n), **values} for n in range(3)]

    effect = found(tmp_path, change, crowd)[service.id, "", ""]

    assert (effect.gain, effect.lose, effect.differ, effect.fen) == (0, 0, 3, 3 * 240000)


def test_small_cells_are_hidden_with_what_gives_them_away(tmp_path: Path) -> None:
    crowd = [person(n, 性别="男" if n < 2 else "女") for n in range(20)]

    effect = found(tmp_path, PERMIT, crowd, smallest=5)

    assert effect["basic-public-health", "", ""].gain == 20
    assert effect["basic-public-health", "性别", "男"].gain is None
    assert effect["basic-public-health", "性别", "女"].gain is None


@given(st.lists(st.integers(0, 30), max_size=12), st.integers(1, 10))
def test_no_hidden_number_follows_from_the_sum(counts: list[int], smallest: int) -> None:
    away = hidden(counts, smallest)

    assert all(place in away for place, count in enumerate(counts) if 0 < count < smallest)
    if away and len(away) < len(counts):
        assert len(away) > 1
        assert sum(counts[place] for place in away) >= smallest


def test_the_limit_comes_from_the_policies_with_its_reason() -> None:
    small = read_small_cells(packs.folder())

    assert small.smallest >= 2
    assert small.reason


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("basic-public-health", "basic-public-helth", "是不是“basic-public-health”？"),
        (
            "{service: basic-public-health, rule: 持有居住证 或 居住月数 >= 6}",
            "{parameter: 没有的参数, value: 1}",
            "没有叫",
        ),
        ("居住月数 >= 6", "居住月数 >= 是", "不能放在一起"),
        ("居住月数 >= 6", "居住月术 >= 6", "是不是“居住月数”？"),
        ("by: [性别]", "by: [性别x]", "没有“性别x”这一列"),
        (
            "changes:\n  - {service: basic-public-health, rule: 持有居住证 或 居住月数 >= 6}",
            "changes: []",
            "请写一处改动",
        ),
        ("title", "titel", "是不是“title”？"),
    ],
)
def test_a_change_that_cannot_be_read_is_refused_kindly(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    with pytest.raises(DomainError) as caught:
        found(tmp_path, PERMIT.replace(old, new), [person(1)])

    assert says in str(caught.value)
