"""The order of questions."""

from __future__ import annotations

from datetime import date
from typing import Any

from huigong.rules.explain import explain
from huigong.rules.parse import parse_expression
from tests.spec.asking import next_question_for
from tests.spec.table import FACTS, TODAY, parameters


def asked(*rules: str, skip: tuple[str, ...] = (), **known: Any) -> str | None:
    trees = [parse_expression(rule, facts=FACTS) for rule in rules]
    return next_question_for(trees, values=known, on=TODAY, parameters=parameters, skip=skip)


def test_the_fact_that_could_settle_most_rules_comes_first() -> None:
    assert asked("稳定就业 且 持有居住证", "稳定住所 且 持有居住证", "稳定就业 或 子女数 > 0") == "稳定就业"
    assert asked("稳定就业 且 持有居住证", "稳定住所 且 持有居住证") == "持有居住证"


def test_every_answer_that_can_be_given_counts() -> None:
    """A fact weighs as much as the share of its answers that settle the rule; numbers are taken to settle half."""
    assert asked("稳定就业 且 就业状态 = 已登记失业") == "就业状态"
    assert asked("稳定就业 且 就业状态 ≠ 已登记失业") == "稳定就业"
    assert asked("子女数 > 1 且 就业状态 = 已登记失业") == "就业状态"
    assert asked("子女数 > 1 且 稳定就业") == "子女数"


def test_what_settles_one_rule_for_sure_comes_before_what_settles_it_perhaps() -> None:
    assert asked("稳定就业 且 持有居住证", "稳定住所") == "稳定住所"
    assert asked("稳定就业 且 持有居住证", "子女数 > 1") == "子女数"
    assert asked("稳定就业 且 持有居住证", "稳定住所 且 持有居住证", "子女数 > 1") == "持有居住证"


def test_a_fact_that_comes_twice_is_tried_as_one() -> None:
    """Whatever 持有居住证 turns out to be, only one side stays; 稳定就业 alone can settle both."""
    rule = "持有居住证 且 稳定就业 或 非 持有居住证 且 稳定住所"

    assert asked(rule) == "持有居住证"
    assert asked(rule, "稳定就业 且 持有居住证", 稳定住所=False) == "持有居住证"


def test_settled_rules_ask_nothing() -> None:
    assert asked("稳定就业 且 持有居住证", 稳定就业=False) is None
    assert asked("稳定就业 或 持有居住证", 持有居住证=True) is None


def test_what_the_person_does_not_know_is_not_asked_again() -> None:
    assert asked("稳定就业 且 持有居住证", skip=("稳定就业",)) == "持有居住证"
    assert asked("稳定就业", skip=("稳定就业",)) is None


def test_only_the_taken_branch_is_asked() -> None:
    rule = "若 持有居住证 则 稳定就业 否则 稳定住所"

    assert asked(rule) == "持有居住证"
    assert asked(rule, 持有居住证=True) == "稳定就业"
    assert asked(rule, 持有居住证=False) == "稳定住所"


def test_a_derived_fact_is_asked_by_what_it_is_derived_from() -> None:
    assert asked("年龄 >= 16") == "出生日期"
    assert asked("年龄 >= 16", 年龄=16) is None


def test_who_does_not_know_since_when_is_asked_how_long() -> None:
    assert asked("居住月数 >= 6", skip=("居住起始日期",)) == "居住月数"
    assert asked("居住月数 >= 6 且 稳定就业", skip=("居住起始日期",)) == "稳定就业"
    assert asked("居住月数 >= 6", skip=("居住起始日期",), 居住月数=7) is None
    assert asked("居住月数 >= 6", skip=("居住起始日期", "居住月数")) is None


def test_a_missing_parameter_is_not_a_question() -> None:
    rule = parse_expression("居住月数 >= 参数:居住月数下限", facts=FACTS)

    known, long_ago = {"居住月数": 9}, date(2015, 1, 1)
    found = explain(rule, values=known, on=long_ago, parameters=parameters)

    assert next_question_for([rule], values=known, on=long_ago, parameters=parameters) is None
    assert found.notes == ("参数“居住月数下限”在2015-01-01没有取值",)


def test_a_division_by_nought_is_noted() -> None:
    rule = parse_expression("10 / 子女数 > 1", facts=FACTS)
    found = explain(rule, values={"子女数": 0}, on=TODAY)

    assert found.notes == ("除数为零，算不出来",)
    assert next_question_for([rule], values={"子女数": 0}, on=TODAY) is None
