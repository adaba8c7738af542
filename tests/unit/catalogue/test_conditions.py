"""A condition is worked out once for all rules that have it, and for everybody who says the same of it."""

from __future__ import annotations

from datetime import date

from huigong.catalogue.conditions import Conditions, conditions_of
from huigong.rules.parameters import no_parameters
from huigong.rules.parse import parse_condition
from huigong.rules.values import UNKNOWN
from tests.unit.catalogue.test_waiting import DICTIONARY

TODAY = date(2026, 11, 21)


def test_rules_share_their_conditions() -> None:
    conditions = Conditions(facts=DICTIONARY, on=TODAY, parameters=no_parameters)
    first, second = (
        conditions.numbers(conditions_of(parse_condition(rule, facts=DICTIONARY)))
        for rule in ("住满月数 >= 6个月 且 持证", "持证 且 住满月数 >= 12个月")
    )
    assert set(first) & set(second) == {first[1]} == {second[0]}
    assert len(conditions.hear({}).found) == 3


def test_whoever_says_the_same_of_a_condition_finds_the_same() -> None:
    conditions = Conditions(facts=DICTIONARY, on=TODAY, parameters=no_parameters)
    residence, permit = conditions.numbers(
        conditions_of(parse_condition("住满月数 >= 6个月 且 持证", facts=DICTIONARY))
    )
    said, also = conditions.hear({"住满月数": 7}).found, conditions.hear({"住满月数": 7, "持证": True}).found
    assert said[residence] is also[residence]
    assert said[permit] is not also[permit]
    assert (said[permit].answer, also[permit].answer) == (UNKNOWN, True)


def test_a_no_lasts_unless_time_may_end_it() -> None:
    conditions = Conditions(facts=DICTIONARY, on=TODAY, parameters=no_parameters)
    residence, permit = conditions.numbers(
        conditions_of(parse_condition("住满月数 >= 6个月 且 持证", facts=DICTIONARY))
    )
    found = conditions.hear({"来的日期": date(2026, 8, 21), "持证": False}).found
    assert (found[residence].lasts, found[permit].lasts) == (False, True)
    wait = found[residence].wait
    assert wait is not None
    assert wait.earliest == date(2027, 2, 21)
    assert found[residence].on(date(2027, 2, 20)) is False
    assert found[residence].on(date(2027, 2, 21)) is True
    assert found[permit].wait is None
