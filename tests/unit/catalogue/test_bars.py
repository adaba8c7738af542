"""A right may be bounded only by a time bar, whatever the bound looks like."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.catalogue.checking import check_packs
from huigong.catalogue.checking.bars import bars
from huigong.rules.facts import FactDictionary
from huigong.rules.parse import parse_expression
from tests.unit.catalogue.packs import NATION, service, write

WORDS = """
出事日期: {type: date, question: 哪天出的事？}
家里人.出事日期: {type: date, question: 家里人哪天出的事？}
开店日期: {type: date, lasting: true, question: 哪天开的店？}
登记: {type: bool, question: 登记了吗？}
过去月数: {type: int, measure: 月, question: 过去几个月了？, derived: "满月数(出事日期, 判定日期)"}
还来得及: {type: bool, question: 还来得及吗？, derived: 过去月数 < 12}
"""
FACTS = FactDictionary.loads(WORDS.replace("家里人.", "监护人."))


@pytest.mark.parametrize(
    "rule",
    [
        "满月数(出事日期, 判定日期) < 12",
        "满月数(出事日期, 判定日期) <= 12",
        "满年数(出事日期, 判定日期) < 1",
        "满天数(出事日期, 判定日期) <= 60",
        "12 > 满月数(出事日期, 判定日期)",
        "非 满月数(出事日期, 判定日期) >= 12",
        "登记 且 (登记 或 过去月数 < 12)",
        "还来得及",
        "过去月数 - 1 < 11",
        "12 - 过去月数 > 0",
        "满月数(监护人.出事日期, 判定日期) < 12",
        "若 过去月数 >= 12 则 否 否则 登记",
        "若 过去月数 < 12 则 登记 否则 否",
        "分段(过去月数, 不满 12 则 登记, 其余 否)",
        "满月数(最大(出事日期, 开店日期), 判定日期) < 12",
        "判定日期 <= 月后(出事日期, 12)",
        "非 判定日期 > 月后(出事日期, 12)",
        "天后(出事日期, 15) >= 判定日期",
        "判定日期 < 天后(月后(出事日期, 12), 1)",
        "非 期限内(出事日期, 1个月)",
        "若 期限内(出事日期, 1个月) 则 否 否则 登记",
    ],
)
def test_a_bar_that_is_not_written_as_one_is_seen(rule: str) -> None:
    assert list(bars(parse_expression(rule, facts=FACTS), FACTS))


@pytest.mark.parametrize(
    "rule",
    [
        "期限内(出事日期, 1年)",
        "满月数(出事日期, 判定日期) >= 12",
        "满月数(开店日期, 判定日期) < 36",
        "周岁(出事日期, 判定日期) < 60",
        "满月数(2026-01-01, 判定日期) < 12",
        "满月数(开店日期, 出事日期) < 12",
        "非 过去月数 < 12",
        "非 还来得及",
        "若 过去月数 >= 12 则 登记 否则 非 登记",
        "分段(过去月数, 不满 6 则 否, 其余 登记)",
        "过去月数 = 12",
        "判定日期 > 月后(出事日期, 1)",
        "月后(出事日期, 1) <= 判定日期",
        "判定日期 <= 月后(出事日期, -1)",
        "月后(判定日期, 1) <= 出事日期",
        "判定日期 <= 月后(开店日期, 36)",
    ],
)
def test_what_bars_nothing_is_left_alone(rule: str) -> None:
    assert not list(bars(parse_expression(rule, facts=FACTS), FACTS))


PACKS = {
    "systems.yaml": "- {id: S2, name: 就业, english: Jobs}\n",
    f"{NATION}/offices.yaml": 'region: "100000"\nplace: 国\nbare: 国\nlevel: 国\n'
    "lines: {hrss: {title: 人社, kind: government, name: 人社}}\n",
    f"{NATION}/law/document.yaml": "{title: 虚构法, in_force_from: 2020-01-01, level: nation, known_by: facts, "
    "clauses: [{number: 第一条, heading: 一, summary: 一。}]}\n",
}


def errors(folder: Path, rule: str, facts: str = WORDS) -> list[tuple[str, int]]:
    files = {**PACKS, "facts.yaml": facts, f"{NATION}/law/services/help.yaml": service(rule=f'"{rule}"')}
    check = check_packs(write(folder, files))
    return [(error.what, error.line) for error in check.errors if error.code == "pack.bar_by_span"]


def test_the_check_says_where_and_what_instead(tmp_path: Path) -> None:
    own = "\n".join(line for line in WORDS.splitlines() if not line.startswith(("家里人", "还来得及")))

    assert errors(tmp_path, "满月数(出事日期, 判定日期) < 12", own) == [
        ("“帮助”用“满月数(出事日期, 判定日期)”给权利限期", 8)
    ]
    assert errors(tmp_path, "期限内(出事日期, 1年)", own) == []


def test_a_derived_fact_is_checked_though_no_service_reads_it(tmp_path: Path) -> None:
    own = "\n".join(line for line in WORDS.splitlines() if not line.startswith("家里人"))

    assert errors(tmp_path, "登记", own) == [("事实“还来得及”用“满月数(出事日期, 判定日期)”给权利限期", 4)]
