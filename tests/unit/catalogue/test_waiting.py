"""Waiting that helps is told with its day: the earliest from a date, the latest from a number alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.catalogue.waiting import growing, waiting
from huigong.rules.evaluate import evaluate
from huigong.rules.facts import FactDictionary
from huigong.rules.parameters import no_parameters
from huigong.rules.parse import parse_condition
from huigong.rules.spans import full_months
from tests.unit.catalogue.packs import FACTS

DICTIONARY = FactDictionary.loads(FACTS)
RULE = parse_condition("住满月数 >= 6个月", facts=DICTIONARY)
TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"来的日期": "2026-07-05"}, "再过2个月，最早2027年1月5日"),
        ({"来的日期": "2026-05-22"}, "再过1天，最早2026年11月22日"),
        ({"住满月数": 4}, "再过2个月，最晚2027年1月21日"),
        ({"住满月数": 0}, "再过6个月，最晚2027年5月21日"),
        ({"来的日期": "2026-01-01"}, None),
        ({"住满月数": 6}, None),
        ({}, None),
    ],
)
def test_waiting(facts: dict[str, object], text: str | None) -> None:
    values = DICTIONARY.parse_values(facts)
    assert waiting(RULE, values=values, on=TODAY, parameters=no_parameters) == text


def test_waiting_does_not_help_where_something_else_is_missing() -> None:
    rule = parse_condition("住满月数 >= 6个月 且 持证", facts=DICTIONARY)
    values = DICTIONARY.parse_values({"住满月数": 4, "持证": "否"})
    assert waiting(rule, values=values, on=TODAY, parameters=no_parameters) is None


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({"来的日期": "2026-07-05"}, "再过2个月，最早2027年1月5日；其他条件还要问清"),
        ({"住满月数": 4}, "再过2个月，最晚2027年1月21日；其他条件还要问清"),
        ({"住满月数": 4, "持证": "是"}, "再过2个月，最晚2027年1月21日"),
        ({"住满月数": 4, "持证": "否"}, None),
    ],
)
def test_other_conditions_may_still_be_open(facts: dict[str, object], text: str | None) -> None:
    rule = parse_condition("住满月数 >= 6个月 且 持证", facts=DICTIONARY)
    values = DICTIONARY.parse_values(facts)
    assert waiting(rule, values=values, on=TODAY, parameters=no_parameters) == text


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        (
            {"来的日期": "2026-07-05"},
            "再过2个月，最早2027年1月5日，最晚2027年4月5日（看没问到的情况）；其他条件还要问清",
        ),
        ({"来的日期": "2026-07-05", "持证": "是", "人数": 2}, "再过2个月，最早2027年1月5日"),
        ({"来的日期": "2026-07-05", "持证": "否", "人数": 2}, "再过5个月，最早2027年4月5日"),
        ({"来的日期": "2026-07-05", "人数": 1}, None),
    ],
)
def test_what_is_not_told_may_decide_from_which_day(facts: dict[str, object], text: str | None) -> None:
    rule = parse_condition(
        "(若 持证 则 住满月数 >= 6个月 否则 住满月数 >= 9个月) 且 人数 > 1人", facts=DICTIONARY
    )
    values = DICTIONARY.parse_values(facts)
    assert waiting(rule, values=values, on=TODAY, parameters=no_parameters) == text


@given(start=st.dates(date(2026, 6, 1), TODAY))
def test_the_latest_day_told_from_a_number_is_never_too_early(start: date) -> None:
    """Whoever came on `start` and says only how many months it has been qualifies by the day told."""
    told = waiting(RULE, values={"住满月数": full_months(start, TODAY)}, on=TODAY, parameters=no_parameters)
    if told is None:
        return
    year, rest = told.split("最晚")[1].removesuffix("日").split("年")
    month, day = rest.split("月")
    assert evaluate(RULE, values={"来的日期": start}, on=date(int(year), int(month), int(day))) is True


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ("持证 且 人数 > 1人", set()),
        ("住满月数 >= 6个月 且 持证", {"住满月数", "来的日期"}),
        ("判定日期 >= 2027-01-01 且 持证", None),
    ],
)
def test_what_grows_as_days_pass(rule: str, names: set[str] | None) -> None:
    assert growing(parse_condition(rule, facts=DICTIONARY)) == names


def test_a_time_bar_is_said_to_change_with_time() -> None:
    """Its day of judgement is not written, also where it stands behind a derived fact."""
    dictionary = FactDictionary.loads(
        FACTS + '    来得及: {type: bool, question: 来得及吗？, derived: "期限内(来的日期, 1年)"}\n'
    )

    assert growing(parse_condition("期限内(来的日期, 1年)", facts=dictionary)) == {"来的日期"}
    assert growing(parse_condition("来得及 且 持证", facts=dictionary)) == {"来得及", "来的日期"}
