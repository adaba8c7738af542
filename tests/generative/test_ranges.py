"""What a rule answers for a range holds for every value in it, and what it asks then would tell more."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.rules.compile.closures import compile_value, notebook
from huigong.rules.evaluate import evaluate
from huigong.rules.explain import explain
from huigong.rules.nodes import Fact, Node
from huigong.rules.values import NEVER, UNKNOWN, Between, Type
from tests.generative.engines import setting
from tests.generative.strategies import days, decimals, integers, people, rules
from tests.spec.table import FACTS, TODAY, parameters

VALUES: dict[Type, st.SearchStrategy[Any]] = {
    Type.INT: integers,
    Type.DECIMAL: decimals,
    Type.DATE: days.filter(lambda day: day != NEVER),
}
MEASURED = [fact for fact in FACTS.values() if fact.type in VALUES]


@st.composite
def somebody(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """What somebody says, some of it as a range, and what is true of them."""
    true: dict[str, Any] = dict(draw(people))
    said = dict(true)
    for fact in draw(st.lists(st.sampled_from(MEASURED), unique_by=lambda fact: fact.name, min_size=1)):
        least, true[fact.name], most = sorted(draw(_three(fact)))
        said[fact.name] = Between.of((least, most))
    return said, true


def _three(fact: Fact) -> st.SearchStrategy[list[Any]]:
    return st.lists(VALUES[fact.type], min_size=3, max_size=3)


@given(rules, somebody(), days)
@settings(max_examples=150)
def test_a_known_answer_for_a_range_is_the_answer_for_each_value_in_it(
    rule: Node, person: tuple[dict[str, Any], dict[str, Any]], on: date
) -> None:
    said, true = person
    ranged = evaluate(rule, values=said, on=on, parameters=parameters)
    explained = explain(rule, values=said, on=on, parameters=parameters)
    quick = compile_value(rule, setting([true], on))(notebook(true))
    assert explained.answer is ranged
    assert quick is evaluate(rule, values=true, on=on, parameters=parameters)
    if ranged is not UNKNOWN:
        assert quick is ranged


@given(rules, somebody())
@settings(max_examples=60)
def test_what_a_range_leaves_open_is_asked_for(
    rule: Node, person: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    said, true = person
    open_for = explain(rule, values=said, on=TODAY, parameters=parameters)
    exact = evaluate(rule, values=true, on=TODAY, parameters=parameters)
    if open_for.answer is UNKNOWN and exact is not UNKNOWN:
        assert open_for.missing
