"""Comparisons of a range: known where all of it answers the same, and how ranges read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from huigong.kernel.days import EARLIEST, LATEST
from huigong.kernel.errors import DomainError
from huigong.rules.dividing import boundaries, divided, open_conditions, span_of
from huigong.rules.evaluate import Situation, evaluate
from huigong.rules.explain import explain
from huigong.rules.facts import parse_value, read_back, written_value
from huigong.rules.nodes import Fact
from huigong.rules.parse import parse_condition
from huigong.rules.values import LARGEST_DECIMAL, LARGEST_INTEGER, UNKNOWN, Between, Type, show
from tests.spec.table import FACTS, TODAY, parameters

MANY, MOST = LARGEST_INTEGER, LARGEST_DECIMAL - Decimal("0.000001")


def ask(rule: str, **said: Any) -> Any:
    return evaluate(parse_condition(rule, facts=FACTS), values=said, on=TODAY, parameters=parameters)


@pytest.mark.parametrize(
    ("rule", "said", "answer"),
    [
        ("居住月数 >= 6", Between(6, 11), True),
        ("居住月数 >= 6", Between(0, 5), False),
        ("居住月数 >= 6", Between(5, 6), UNKNOWN),
        ("居住月数 = 6", Between(5, 7), UNKNOWN),
        ("居住月数 = 6", Between(7, 9), False),
        ("居住月数 ≠ 6", Between(7, 9), True),
        ("居住月数 属于 (1, 5, 9)", Between(2, 4), False),
        ("居住月数 属于 (1, 5, 9)", Between(2, 5), UNKNOWN),
        ("居住月数 * -2 <= -12", Between(6, 11), True),
        ("100 / 居住月数 <= 20", Between(5, 9), True),
        ("100 / 居住月数 >= 0", Between(-1, 1), UNKNOWN),
        ("若 居住月数 >= 6 则 是 否则 否", Between(6, MANY), True),
        ("分段(居住月数, 不满 6 则 1, 不超过 12 则 2, 其余 3) = 2", Between(6, 12), True),
        ("分段(居住月数, 不满 6 则 1, 不超过 12 则 2, 其余 3) = 2", Between(6, 13), UNKNOWN),
    ],
)
def test_a_comparison_is_known_where_all_of_the_range_answers_the_same(
    rule: str, said: Between, answer: Any
) -> None:
    assert ask(rule, 居住月数=said) is answer


def test_a_span_and_a_bar_are_counted_from_both_ends_of_a_range_of_days() -> None:
    lately = Between(date(2015, 7, 1), date(2016, 1, 1))
    assert ask("居住月数 >= 5", 居住起始日期=lately) is True
    assert ask("居住月数 >= 6", 居住起始日期=lately) is UNKNOWN
    assert ask("期限内(知道受侵害日期, 1年)", 知道受侵害日期=lately) is True
    assert ask("期限内(知道受侵害日期, 8月)", 知道受侵害日期=lately) is UNKNOWN


def test_a_range_that_does_not_decide_is_asked_again_and_one_that_does_is_told() -> None:
    rule = parse_condition("居住月数 >= 6 且 持有居住证", facts=FACTS)
    wide = explain(rule, values={"居住起始日期": Between(EARLIEST, TODAY), "持有居住证": True}, on=TODAY)
    assert wide.missing == ("居住起始日期",)
    given = explain(rule, values={"居住月数": Between(0, 8), "持有居住证": True}, on=TODAY)
    assert given.missing == ("居住月数",)
    told = explain(rule, values={"居住月数": Between(6, MANY), "持有居住证": True}, on=TODAY)
    assert "居住月数6个月以上" in told.reasons[0].text


@pytest.mark.parametrize(
    ("value", "measure", "words"),
    [
        (Between(0, 5), "月", "不到6个月"),
        (Between(6, 11), "月", "6个月以上，不到12个月"),
        (Between(60, MANY), "岁", "60岁以上"),
        (Between(0, 2160000), "分", "不超过21600元"),
        (Between(2160001, MANY), "分", "超过21600元"),
        (Between(0, 179999), "分", "不到1800元"),
        (Between(180000, MANY), "分", "1800元以上"),
        (Between(Decimal(0), Decimal(140)), "平方米", "不超过140平方米"),
        (Between(Decimal("140.000001"), MOST), "平方米", "超过140平方米"),
        (Between(EARLIEST, date(2024, 11, 25)), "", "2024年11月25日或更早"),
        (Between(date(2024, 11, 26), LATEST), "", "2024年11月26日或更晚"),
        (Between(date(2024, 11, 26), date(2026, 11, 26)), "", "2024年11月26日到2026年11月26日"),
    ],
)
def test_a_range_reads_by_its_rounder_bound(value: Between, measure: str, words: str) -> None:
    assert show(value, measure) == words


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("居住月数", Between(0, MANY)),
        ("拖欠工资", Between(-MANY, 2160050)),
        ("得分", Between(Decimal("0.5"), MOST)),
        ("出生日期", Between(EARLIEST, TODAY)),
    ],
)
def test_a_range_is_written_so_that_it_reads_back_and_no_figure_is_read_from_it(
    name: str, value: Between
) -> None:
    written = written_value(FACTS[name], value)
    assert read_back(FACTS[name], written) == value
    with pytest.raises(DomainError):
        parse_value(FACTS[name], written)


def parts(rule: str, fact: Fact, **said: Any) -> Any:
    here = Situation(said, TODAY, parameters)
    (condition,) = open_conditions(parse_condition(rule, facts=FACTS), here)
    span = span_of(fact, on=TODAY)
    ends = boundaries(condition, fact, span, here)
    return None if ends is None else divided(span, fact, ends)


def test_the_boundaries_are_those_of_the_conditions_that_are_still_open() -> None:
    months, since, score = FACTS["居住月数"], FACTS["居住起始日期"], FACTS["得分"]
    assert parts("持有居住证 且 居住月数 >= 参数:居住月数下限", months, 持有居住证=True) == (
        Between(-MANY, 5),
        Between(6, MANY),
    )
    assert parts("居住月数 = 3", months) == (Between(-MANY, 2), 3, Between(4, MANY))
    assert parts("居住月数 >= 6", since) == (
        Between(EARLIEST, date(2015, 12, 1)),
        Between(date(2015, 12, 2), LATEST),
    )
    assert parts("得分 > 60.5", score) == (
        Between(-MOST, Decimal("60.5")),
        Between(Decimal("60.500001"), MOST),
    )


def test_what_another_open_fact_decides_too_has_no_boundaries() -> None:
    months = FACTS["居住月数"]
    assert parts("居住月数 >= 子女数 * 6", months) is None
    assert parts("居住月数 >= 子女数 * 6", months, 子女数=2) == (Between(-MANY, 11), Between(12, MANY))
    assert parts("居住月数 - 居住月数 >= 0", months) is None


def test_a_range_is_of_numbers_and_days() -> None:
    with pytest.raises(TypeError):
        span_of(Fact("性别", Type.ENUM, values=("男", "女")), on=TODAY)
