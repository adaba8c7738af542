"""What a line and a block of rules read to, and how mistakes are pointed at."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huigong.kernel import packs
from huigong.kernel.packs import PackErrors, Place
from huigong.rules.errors import RuleError
from huigong.rules.nodes import AllOf, Constant, Not
from huigong.rules.parse import parse_condition, parse_expression
from huigong.rules.render import expression
from huigong.rules.values import Type
from tests.spec.table import FACTS


def canonical(text: str) -> str:
    return expression(parse_expression(text, facts=FACTS))


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("持有居住证 或 稳定就业 且 稳定住所", "持有居住证 或 稳定就业 且 稳定住所"),
        ("(持有居住证 或 稳定就业) 且 稳定住所", "(持有居住证 或 稳定就业) 且 稳定住所"),
        ("非 居住月数 >= 6", "非 居住月数 ≥ 6"),
        ("居住月数 ＞＝ ６个月", "居住月数 ≥ 6个月"),
        ("（持有居住证）", "持有居住证"),
        ("就业状态 不属于 （个体经营、单位就业）", "非 就业状态 属于 (个体经营, 单位就业)"),
        ("拖欠工资 > 0.96万元", "拖欠工资 > 9600元"),
        ("拖欠工资 > 5分", "拖欠工资 > 0.05元"),
        ("子女数 - -2 > 1 - 1", "子女数 - -2 > 1 - 1"),
        ("子女数 - (2 - 1) * 3 = 0", "子女数 - (2 - 1) * 3 = 0"),
        ('现居住地 != "说”好"', "现居住地 ≠ “说””好”"),
        ("年龄 >= 16周岁", "年龄 ≥ 16岁"),
        ("得分 * 2 / 3 < 60%", "得分 * 2 / 3 < 0.6"),
        (
            "分段(子女数，不超过 ５０万 则 (1)、不满 100万 则 若 是 则 2 否则 3, 其余 4)",
            "分段(子女数, 不超过 500000 则 1, 不满 1000000 则 若 是 则 2 否则 3, 其余 4)",
        ),
        ("持有居住证\n且　稳定就业", "持有居住证 且 稳定就业"),
        ("若 是 则 若 否 则 1 否则 2 否则 3", "若 是 则 (若 否 则 1 否则 2) 否则 3"),
        ("参数：居住月数下限", "参数:居住月数下限"),
    ],
)
def test_many_ways_of_writing_one_canonical_form(written: str, means: str) -> None:
    assert canonical(written) == means
    assert canonical(means) == means


def test_bracketed_parts_stay_together() -> None:
    tree = parse_expression("(持有居住证 且 稳定就业) 且 稳定住所", facts=FACTS)

    assert isinstance(tree, AllOf)
    assert len(tree.parts) == 2


def test_the_error_points_into_the_file() -> None:
    loaded = packs.load("规则:\n  全部:\n    - 持有居住证\n    - 条件: 居住月 >= 6\n", file="居住证.yaml")

    with pytest.raises(RuleError) as caught:
        parse_condition(loaded["规则"], facts=FACTS)

    assert caught.value.place == Place("居住证.yaml", 4, 11)
    assert caught.value.suggestion == "居住月数"
    assert str(caught.value).startswith("居住证.yaml:4:11：没有叫“居住月”的事实。")
    assert caught.value.as_dict()["suggestion"] == "居住月数"


def test_the_error_points_behind_earlier_lines_of_one_expression() -> None:
    with pytest.raises(RuleError) as caught:
        parse_expression("持有居住证\n  且 有车", facts=FACTS, where=Place("x", 3, 5))

    assert caught.value.place == Place("x", 4, 5)


@pytest.mark.parametrize(
    ("value", "means"),
    [
        (True, "是"),
        (6, "6"),
        (date(2016, 6, 1), "2016-06-01"),
        (["持有居住证"], "持有居住证"),
        (["持有居住证", "稳定就业"], "持有居住证 且 稳定就业"),
        ({"任一": ["持有居住证", ["稳定就业", "稳定住所"]]}, "持有居住证 或 稳定就业 且 稳定住所"),
        ({"非": {"任一": ["持有居住证", "稳定就业"]}}, "非 (持有居住证 或 稳定就业)"),
        ({"若": "持有居住证", "则": "800元", "否则": 0}, "若 持有居住证 则 800元 否则 0"),
        ({"条件": "持有居住证", "依据": "甲法 第一条"}, "(持有居住证)【甲法 第一条】"),
        ({"条件": "持有居住证", "说法": "有证"}, "(持有居住证)【｜有证】"),
        ({"全部": ["持有居住证", "稳定就业"], "依据": "甲"}, "(持有居住证 且 稳定就业)【甲】"),
    ],
)
def test_the_structured_form(value: Any, means: str) -> None:
    tree = parse_condition(value, facts=FACTS)

    assert expression(tree) == means
    assert parse_expression(means, facts=FACTS) == tree


@pytest.mark.parametrize(
    ("value", "code", "suggestion"),
    [
        ({"全不": ["持有居住证"]}, "rule.unknown_key", "全部"),
        ({"依据": "甲"}, "rule.one_link", ""),
        ({"全部": ["持有居住证"], "任一": ["稳定就业"]}, "rule.one_link", ""),
        ({"若": "持有居住证", "则": "1"}, "rule.one_link", ""),
        ({"条件": "持有居住证", "否则": "1"}, "rule.one_link", ""),
        ({"全部": "持有居住证"}, "rule.list_expected", ""),
        ({"任一": []}, "rule.list_expected", ""),
        ([], "rule.list_expected", ""),
        ({"条件": "持有居住证", "依据": "甲】乙"}, "rule.wording", ""),
        ({"条件": "持有居住证", "依据": 5}, "rule.wording", ""),
        ({"分段": "子女数"}, "rule.bracket_table", ""),
        ({"分段": {"看": "子女数", "表": [{"其余": 1}]}}, "rule.bracket_table", ""),
        (
            {"分段": {"看": "子女数", "表": [{"不满": 1, "取": 1}, {"不超过": 2, "取": 2}]}},
            "rule.bracket_table",
            "",
        ),
        ({"分段": {"看": "子女数", "表": [{"不满": 1}, {"其余": 1}]}}, "rule.bracket_table", ""),
        ({"分段": {"看": "子女数", "表": ["不满 1", {"其余": 1}]}}, "rule.bracket_table", ""),
        (
            {"分段": {"看": "子女数", "表": [{"不满": "年龄", "取": 1}, {"其余": 1}]}},
            "rule.bound_not_fixed",
            "",
        ),
        (None, "rule.not_a_condition", ""),
        (0.5, "rule.not_a_condition", ""),
        ("持有居住证 " * 3000, "rule.too_long", ""),
    ],
    ids=str,
)
def test_mistakes_of_structure(value: Any, code: str, suggestion: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_condition(value, facts=FACTS)

    assert (caught.value.code, caught.value.suggestion) == (code, suggestion)


def test_deep_structure_is_refused() -> None:
    value: Any = "持有居住证"
    for _ in range(3000):
        value = {"非": value}

    with pytest.raises(RuleError, match="套得太深"):
        parse_condition(value, facts=FACTS)


def test_a_mistake_in_a_table_is_pointed_at_by_its_line() -> None:
    text = "分段:\n  看: 子女数\n  表:\n  - {不满: 1, 取: 1}\n  - {不满: 年龄, 取: 2}\n  - 其余: 3\n"

    with pytest.raises(RuleError) as caught:
        parse_condition(packs.load(text), facts=FACTS)

    assert (caught.value.line, caught.value.column) == (5, 10)


def test_text_is_never_run() -> None:
    with pytest.raises(RuleError):
        parse_expression("__import__('os').system('true')", facts=FACTS)


def test_places_take_no_part_in_equality() -> None:
    here = Constant(Type.BOOL, True, place=Place("a", 1, 1))

    assert Not(here) == Not(Constant(Type.BOOL, True, place=Place("b", 9, 9)))


def test_every_mistake_in_a_list_of_conditions_is_said_at_once() -> None:
    text = "全部:\n  - 持有居住正\n  - 稳定就业\n  - 任一: [居住月数 > , 子女书 >= 2]\n"

    with pytest.raises(PackErrors) as caught:
        parse_condition(packs.load(text, file="规则.yaml"), facts=FACTS)

    assert [(one.line, one.suggestion) for one in caught.value.every] == [
        (2, "持有居住证"),
        (4, ""),
        (4, "子女数"),
    ]
