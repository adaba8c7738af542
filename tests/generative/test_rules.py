"""What must hold for every rule and every person."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample

from huigong.kernel import writing
from huigong.kernel.errors import DomainError
from huigong.rules.check import check, shape
from huigong.rules.errors import RuleError
from huigong.rules.evaluate import evaluate
from huigong.rules.explain import explain
from huigong.rules.facts import parse_value, written_value
from huigong.rules.nearest import nearest
from huigong.rules.nodes import NODE_KINDS, Node, fact_names, walk
from huigong.rules.parse import parse_expression
from huigong.rules.render import expression, render, render_plain
from huigong.rules.values import UNKNOWN, Answer, Type
from tests import effort
from tests.generative import strategies
from tests.generative.strategies import days, partly, people, rules
from tests.spec.asking import next_question_for
from tests.spec.table import FACTS, PARAMETERS, parameters

any_value = st.one_of(rules, strategies.number("", 2), strategies.number("分", 2), strategies.dates(2))
PYTHON_TYPES = {
    Type.BOOL: (bool,),
    Type.INT: (int,),
    Type.DECIMAL: (int, Decimal),
    Type.DATE: (date,),
    Type.TEXT: (str,),
    Type.ENUM: (str,),
}
examples = settings(max_examples=effort.examples(35, release=100))


def answered(tree: Node, values: dict[str, Any], on: date) -> Answer:
    return evaluate(tree, values=values, on=on, parameters=parameters)


def test_every_node_kind_is_generated() -> None:
    quick = settings(max_examples=3000, database=None, phases=[Phase.generate], derandomize=True)
    waiting = set(NODE_KINDS)

    def all_seen(tree: Node) -> bool:
        waiting.difference_update(type(node) for node in walk(tree))
        return not waiting

    with suppress(NoSuchExample):
        find(rules, all_seen, settings=quick)
    assert not waiting


@examples
@given(any_value, people.flatmap(partly), days)
def test_a_checked_rule_always_has_an_answer_of_its_type(tree: Node, known: dict[str, Any], on: date) -> None:
    kind = check(tree, FACTS, PARAMETERS)
    found = answered(tree, known, on)

    assert found is UNKNOWN or type(found) in PYTHON_TYPES[kind]


@examples
@given(rules, people.flatmap(lambda person: st.tuples(st.just(person), partly(person))), days)
def test_learning_more_never_turns_an_answer(
    tree: Node, pair: tuple[dict[str, Any], dict[str, Any]], on: date
) -> None:
    person, known = pair
    before = answered(tree, known, on)

    assert before is UNKNOWN or answered(tree, person, on) == before


@examples
@given(any_value)
def test_the_written_rule_reads_back_to_the_same_tree(tree: Node) -> None:
    assert parse_expression(expression(tree), facts=FACTS) == tree
    assert shape(parse_expression(expression(tree), facts=FACTS), PARAMETERS) == shape(tree, PARAMETERS)


@examples
@given(any_value, days)
def test_every_rule_can_be_said(tree: Node, on: date) -> None:
    assert render(tree, FACTS, parameters, on, declared=PARAMETERS).endswith("。")
    assert render_plain(tree, FACTS).endswith("。")


@examples
@given(rules, people.flatmap(partly), days)
def test_the_explanation_agrees_and_says_what_is_missing(tree: Node, known: dict[str, Any], on: date) -> None:
    found = explain(tree, values=known, on=on, parameters=parameters)

    assert found.answer is answered(tree, known, on)
    assert not set(found.missing) & set(known)
    assert set(found.settled_by) <= set(found.missing) <= set(strategies.ASKED)
    assert (found.answer is UNKNOWN) == bool(found.missing or found.notes)


@examples
@given(rules, people.flatmap(partly), days)
def test_the_reasons_alone_give_the_same_answer(tree: Node, known: dict[str, Any], on: date) -> None:
    found = explain(tree, values=known, on=on, parameters=parameters)
    named = {name for reason in found.reasons for name in reason.facts}
    behind = {base for name in named for base in fact_names(strategies.fact(name), into_derived=True)}
    only_these = {name: value for name, value in known.items() if name in behind}

    assert answered(tree, only_these, on) is found.answer


@examples
@given(st.lists(rules, min_size=1, max_size=3), people, days)
def test_questions_end_and_are_never_idle(trees: list[Node], person: dict[str, Any], on: date) -> None:
    known: dict[str, Any] = {}
    while True:
        found = [explain(tree, values=known, on=on, parameters=parameters) for tree in trees]
        asked = next_question_for(trees, values=known, on=on, parameters=parameters)
        if asked is None:
            break
        assert asked not in known
        assert any(one.answer is UNKNOWN and asked in one.missing for one in found)
        known[asked] = person[asked]

    assert all(one.answer is answered(tree, person, on) for one, tree in zip(found, trees, strict=True))


@examples
@given(rules, people, days)
def test_waiting_until_the_day_named_is_enough(tree: Node, person: dict[str, Any], on: date) -> None:
    wait = nearest(tree, values=person, on=on, parameters=parameters)

    if wait is not None:
        assert wait.earliest > on
        assert answered(tree, person, on) is False
        assert answered(tree, person, wait.earliest) is True


pieces = st.sampled_from(
    ["(", ")", "（", "且", "或", "非", "若", "则", "否则", "属于", "6", "6个月", ">=", "-", ","]
)
noise = st.lists(
    pieces
    | st.sampled_from([*FACTS, "“", "【依据】", "参数:每户每年限额", "满月数", " "])
    | st.text(max_size=3)
)


def refusal(text: str) -> RuleError | None:
    """The error for a text, or None where it is a rule; anything else raised fails the test."""
    try:
        check(parse_expression(text, facts=FACTS), FACTS, PARAMETERS)
    except RuleError as error:
        return error
    return None


@examples
@given(noise.map(" ".join) | noise.map("".join))
def test_no_text_makes_the_reader_fall_over(text: str) -> None:
    error = refusal(text)

    assert error is None or (error.line >= 1 and error.column >= 1 and error.what)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 9000,
        "非 " * 3000,
        "-" * 9000,
        "1" + " + 1" * 2400,
        "若 是 则 " * 1200,
        "最大(" * 3000,
        "9" * 9999,
    ],
    ids=["brackets", "not", "minus", "sum", "when", "calls", "digits"],
)
def test_deep_and_long_text_is_refused_kindly(text: str) -> None:
    with pytest.raises(RuleError):
        parse_expression(text, facts=FACTS)


@examples
@given(
    st.sampled_from(strategies.ASKED).flatmap(
        lambda name: st.tuples(st.just(name), strategies.fact_values(name))
    )
)
def test_a_written_value_reads_back(pair: tuple[str, Any]) -> None:
    name, value = pair
    if FACTS[name].type is Type.TEXT:
        value = writing.line(value) or UNKNOWN

    assert parse_value(FACTS[name], written_value(FACTS[name], value)) == value


@examples
@given(
    st.sampled_from(list(FACTS)),
    st.text(max_size=20) | st.floats() | st.integers() | st.dates() | st.booleans(),
)
def test_anything_written_as_a_value_is_read_or_refused(name: str, raw: object) -> None:
    with suppress(DomainError):
        found = parse_value(FACTS[name], raw)
        assert found is UNKNOWN or type(found) in PYTHON_TYPES[FACTS[name].type]
