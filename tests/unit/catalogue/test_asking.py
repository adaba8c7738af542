"""Questions come in the order of life and presume nothing that nobody has said."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pytest

from huigong.catalogue.asking import in_turn
from huigong.rules.evaluate import Situation
from huigong.rules.facts import FactDictionary
from huigong.rules.parse import parse_condition
from tests.unit.catalogue.packs import FACTS

DICTIONARY = FactDictionary.loads(FACTS)
TODAY = date(2026, 11, 21)


def asked(rule: str, facts: dict[str, object], skip: Collection[str] = ()) -> tuple[str, ...]:
    tree = parse_condition(rule, facts=DICTIONARY)
    values = DICTIONARY.parse_values(facts)
    return in_turn(tree, Situation(values, TODAY), skip).asked


@pytest.mark.parametrize(
    ("rule", "facts", "names"),
    [
        ("持证 且 人数 > 1人", {}, ("持证",)),
        ("持证 且 人数 > 1人", {"持证": "是"}, ("人数",)),
        ("持证 且 人数 > 1人", {"持证": "否"}, ()),
        ("持证 或 人数 > 1人", {}, ("持证", "人数")),
        ("性别 = 女 或 持证 且 人数 > 1人", {}, ("性别", "持证")),
        ("性别 = 女 或 持证 且 人数 > 1人", {"性别": "男", "持证": "是"}, ("人数",)),
        ("住满月数 >= 6个月", {}, ("来的日期",)),
    ],
)
def test_the_first_open_part_has_its_turn(
    rule: str, facts: dict[str, object], names: tuple[str, ...]
) -> None:
    assert asked(rule, facts) == names


def test_who_does_not_know_the_day_is_asked_for_the_months() -> None:
    assert asked("住满月数 >= 6个月", {}, skip=["来的日期"]) == ("住满月数",)
    assert asked("住满月数 >= 6个月", {}, skip=["来的日期", "住满月数"]) == ()


OFFICE = """
    招的人: {type: enum, values: [公司, 平台], question: 谁招的您？}
    认定有关系: {type: bool, decided: true, phrase: 认定有关系, not_phrase: 认定没有关系}
    单位招的: {type: bool, question: 是单位招的吗？, phrase: 单位招的, not_phrase: 不是单位招的, derived: 招的人 = 公司 或 认定有关系}
"""


def test_what_only_an_office_settles_is_not_asked_through_what_is_derived_from_it() -> None:
    facts = FactDictionary.loads(OFFICE)
    rule = parse_condition("单位招的", facts=facts)
    told = facts.parse_values({"招的人": "平台"})
    assert in_turn(rule, Situation(told, TODAY), {"认定有关系"}).asked == ()
    # Who does not know a fact that a person may know is still asked what they make of it.
    assert in_turn(rule, Situation({}, TODAY), {"招的人", "认定有关系"}).asked == ("单位招的",)


def test_a_service_rests_where_its_first_part_stays_unknown() -> None:
    assert asked("持证 且 人数 > 1人", {}, skip=["持证"]) == ()
    assert asked("持证 或 人数 > 1人", {}, skip=["持证"]) == ("人数",)


@pytest.mark.parametrize(
    ("facts", "names"),
    [
        ({}, ("持证", "性别")),
        ({"持证": "是"}, ("人数", "性别")),
        ({"持证": "否"}, ("性别",)),
        ({"性别": "女"}, ("持证", "监护人.持证")),
        ({"持证": "否", "性别": "女"}, ("监护人.持证",)),
        ({"持证": "否", "性别": "男"}, ()),
        ({"持证": "是", "人数": 1}, ("来的日期",)),
        ({"监护人.持证": "是", "性别": "女"}, ("来的日期",)),
    ],
)
def test_of_relatives_only_those_are_asked_whom_the_rule_means(
    facts: dict[str, object], names: tuple[str, ...]
) -> None:
    rule = "(持证 且 人数 > 0人 或 性别 = 女 且 监护人.持证) 且 住满月数 >= 6个月"
    assert asked(rule, facts) == names
