"""Types that must and must not fit; the refusals themselves are in tests/spec."""

from __future__ import annotations

import pytest

from huigong.rules.check import check, shape
from huigong.rules.errors import RuleError
from huigong.rules.parse import parse_expression
from huigong.rules.values import UNKNOWN, Type
from tests.spec.table import FACTS, PARAMETERS


@pytest.mark.parametrize(
    ("text", "kind", "measure"),
    [
        ("拖欠工资 * 子女数", Type.INT, "分"),
        ("拖欠工资 / 子女数", Type.DECIMAL, "分"),
        ("拖欠工资 / 100元", Type.DECIMAL, ""),
        ("向下取整(拖欠工资 * 60%)", Type.INT, "分"),
        ("最小(参数:每户每年限额, 拖欠工资)", Type.INT, "分"),
        ("居住月数 + 6", Type.INT, "月"),
        ("若 持有居住证 则 1 否则 0.5", Type.DECIMAL, ""),
        ("最大(出生日期, 判定日期)", Type.DATE, ""),
        ("若 持有居住证 则 就业状态 否则 个体经营", Type.ENUM, ""),
    ],
)
def test_the_type_and_measure_of_a_rule(text: str, kind: Type, measure: str) -> None:
    found = shape(parse_expression(text, facts=FACTS), PARAMETERS)

    assert (found.type, found.measure) == (kind, measure)


def test_a_condition_must_be_a_condition() -> None:
    tree = parse_expression("居住月数", facts=FACTS)

    assert check(tree, FACTS) is Type.INT
    with pytest.raises(RuleError, match="整条规则应当得出是或否"):
        check(tree, FACTS, expect=Type.BOOL)


def test_a_fact_of_another_dictionary_is_refused() -> None:
    tree = parse_expression("居住月数 > 6", facts=FACTS)

    with pytest.raises(RuleError, match="没有叫“居住月数”的事实"):
        check(tree, {"居住年数": FACTS["居住月数"]})


def test_parameters_are_refused_where_none_are_declared() -> None:
    with pytest.raises(RuleError) as caught:
        check(parse_expression("居住月数 > 参数:居住月数下限", facts=FACTS), FACTS)

    assert caught.value.code == "rule.unknown_parameter"


def test_unknown_is_never_taken_for_yes_or_no() -> None:
    with pytest.raises(TypeError):
        bool(UNKNOWN)


def test_options_named_in_several_branches_stand_together() -> None:
    """Three options of one fact in two nested branches once were refused as strangers to each other."""
    text = "(若 持有居住证 则 已登记失业 否则 若 稳定就业 则 个体经营 否则 单位就业) = 就业状态"

    assert check(parse_expression(text, facts=FACTS), FACTS) is Type.BOOL
