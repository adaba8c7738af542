"""A number of the law has a day, a region and a clause; where there is none, nobody makes one up."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huigong.catalogue.services import load_catalogue
from huigong.kernel.packs import PackError
from huigong.rules.values import UNKNOWN
from tests.unit.catalogue.packs import CITY, NATION, PROVINCE, write

NATIONAL = """
    - name: 补贴
      type: int
      measure: 分
      values:
        - {value: 500元, from: 2015-01-01, until: 2019-12-31, clause: "#第三条"}
        - {value: 0.06万元, from: 2020-01-01, clause: "#第三条"}
        - {value: 900元, from: 2024-01-01, clause: 凭记忆, verified: false}
"""
OURS = """
    - name: 补贴
      type: int
      measure: 分
      overrides: true
      values:
        - {value: 700元, from: 2021-01-01, until: 2022-12-31, clause: "#（二）"}
    - {name: 没有公布的, type: int, measure: 分, values: []}
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    files = {f"{NATION}/law/parameters.yaml": NATIONAL, f"{PROVINCE}/opinion/parameters.yaml": OURS}
    return write(tmp_path, files)


@pytest.mark.parametrize(
    ("region", "on", "fen"),
    [
        (NATION, date(2014, 12, 31), UNKNOWN),
        (NATION, date(2015, 1, 1), 50_000),
        (NATION, date(2019, 12, 31), 50_000),
        (NATION, date(2020, 1, 1), 60_000),
        (CITY, date(2020, 12, 31), 60_000),
        (CITY, date(2021, 1, 1), 70_000),
        (CITY, date(2022, 12, 31), 70_000),
        (CITY, date(2023, 1, 1), 60_000),
        ("440000", date(2021, 6, 1), 60_000),
    ],
)
def test_the_nearest_region_in_force_gives_the_value(packs: Path, region: str, on: date, fen: object) -> None:
    assert load_catalogue(packs).parameters.lookup(region)("补贴", on) == fen


def test_a_value_nobody_checked_is_used_only_on_request(packs: Path) -> None:
    book = load_catalogue(packs).parameters
    on = date(2025, 1, 1)
    assert book.lookup(NATION)("补贴", on) == 60_000
    assert book.lookup(NATION, unverified=True)("补贴", on) == 90_000
    checked = book.dated("补贴", region=NATION, on=on)
    assert checked is not None
    assert checked.clause == "100000/law#第三条"


def test_a_name_without_a_value_is_not_known(packs: Path) -> None:
    book = load_catalogue(packs).parameters
    assert book.lookup(CITY)("没有公布的", date(2025, 1, 1)) is UNKNOWN
    assert book.lookup(CITY)("谁也没提过的", date(2025, 1, 1)) is UNKNOWN


def test_one_name_means_one_thing(tmp_path: Path) -> None:
    other = "- {name: 补贴, type: int, measure: 月, values: []}\n"
    with pytest.raises(PackError, match="补贴"):
        load_catalogue(
            write(
                tmp_path,
                {f"{NATION}/law/parameters.yaml": NATIONAL, f"{CITY}/opinion/parameters.yaml": other},
            )
        )


def test_money_is_written_with_its_word(tmp_path: Path) -> None:
    bare = (
        "- {name: 补贴, type: int, measure: 分, values: [{value: 9600, from: 2015-01-01, clause: '#一'}]}\n"
    )
    with pytest.raises(PackError, match="value"):
        load_catalogue(write(tmp_path, {f"{NATION}/law/parameters.yaml": bare}))
