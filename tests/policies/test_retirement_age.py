"""The retirement age in the packs is that of the official tables: B14 gives the formula, B25 that it equals all rows.

Each row is computed here without the packs, from the law's words: so many months later for every few months of birth.
"""

from __future__ import annotations

from datetime import date

import pytest

from huigong.catalogue.screening import screen_one
from huigong.catalogue.services import catalogue

CATALOGUE = catalogue()
REGION, DONE_PAYING = "510400", 300
TABLES = {
    ("男", "工人岗位"): (60, 63, 4, (1965, 1)),
    ("女", "管理技术岗位"): (55, 58, 4, (1970, 1)),
    ("女", "工人岗位"): (50, 55, 2, (1975, 1)),
}


def months(year: int, month: int) -> int:
    return year * 12 + month - 1


def retiring(birth: int, old: int, final: int, step: int, first: tuple[int, int]) -> int:
    """The month of retirement, counted as `months` does."""
    later = 0
    for row in range(months(*first), birth + 1, step):
        later = min(later + 1, (final - old) * 12)
        assert row <= birth
    return birth + old * 12 + later


def verdict(sex: str, post: str, birth: int, on: int, day: int) -> str:
    asked = date(on // 12, on % 12 + 1, day)
    facts = {
        "出生日期": date(birth // 12, birth % 12 + 1, 15).isoformat(),
        "性别": sex,
        "退休岗位": post,
        "干过可早退休的活": "否",
        "养老保险缴费月数": DONE_PAYING,
        "领取养老金": "否",
        "已签延后退休协议": "否",
    }
    service = CATALOGUE.get("pension-claim", REGION, asked)
    values = CATALOGUE.facts.parse_values(facts)
    return screen_one(service, catalogue=CATALOGUE, region=REGION, on=asked, values=values).verdict


@pytest.mark.parametrize("group", TABLES, ids="".join)
def test_every_row_of_the_table_is_reached_on_its_day_and_not_before(group: tuple[str, str]) -> None:
    old, final, step, first = TABLES[group]
    last = months(*first) + (final - old) * 12 * step + 12
    for birth in range(months(*first), last):
        on = retiring(birth, old, final, step, first)
        assert verdict(*group, birth, on, 15) == "yes", birth
        assert verdict(*group, birth, on, 14) == "no", birth


@pytest.mark.parametrize(("left", "expected"), [("2026-07-09", "yes"), ("2026-07-10", "unknown")])
def test_severance_looks_at_the_age_on_the_last_day_of_work_and_not_today(left: str, expected: str) -> None:
    asked = date(2026, 11, 20)
    facts = {
        "出生日期": "1966-03-10",
        "性别": "男",
        "干活时已领养老金": "否",
        "替去世的人要": "否",
        "非全日制用工": "否",
        "谁招用您": "公司或别的单位",
        "在公益性岗位": "否",
        "干活时在校读书": "否",
        "离职原因": "到期单位不续",
        "劳动关系已结束": "是",
        "劳动关系终止日期": left,
        "已签延后退休协议": "否",
        "没法去要离职的钱的天数": 0,
        "仲裁已受理未裁决": "否",
        "仲裁不予受理": "否",
        "仲裁逾期未裁决": "否",
        "对裁决不服": "否",
        "有生效裁决或调解书": "否",
        "户籍性质": "农业",
    }
    service = CATALOGUE.get("severance-pay-claim", REGION, asked)
    values = CATALOGUE.facts.parse_values(facts)
    answer = screen_one(service, catalogue=CATALOGUE, region=REGION, on=asked, values=values).verdict
    assert answer == expected
