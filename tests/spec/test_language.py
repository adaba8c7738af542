"""Runs every table of the specification."""

from __future__ import annotations

from typing import Any

import pytest

from huigong.kernel import packs
from huigong.rules.check import check
from huigong.rules.errors import RuleError
from huigong.rules.evaluate import evaluate
from huigong.rules.explain import explain
from huigong.rules.nearest import nearest
from huigong.rules.nodes import NODE_KINDS, Node, fact_names, walk
from huigong.rules.parse import parse_condition, parse_expression
from huigong.rules.render import expression
from tests.each import each
from tests.spec import bars, brackets, comparisons, logic, numbers
from tests.spec.asking import next_question_for
from tests.spec.refusals import REFUSALS, Refusal
from tests.spec.table import FACTS, PARAMETERS, TODAY, Row, Table, parameters
from tests.spec.walks import (
    BRACKETS,
    SAME_AS_BRACKETS,
    SAME_AS_STRUCTURED,
    STRUCTURED,
    WALKS,
    Walk,
)

TABLES: list[Table] = [*comparisons.TABLES, *logic.TABLES, *numbers.TABLES, *brackets.TABLES, *bars.TABLES]
ROWS = [(table, row) for table in TABLES for row in table.rows]


def read(table: Table) -> Node:
    return parse_expression(table.expression, facts=FACTS)


def same(found: Any, expected: Any) -> bool:
    return found == expected and type(found) is type(expected)


@each("table, row", ROWS, told=lambda table, row: f"{table.title} {row.given}")
def test_the_answer_is_as_specified(table: Table, row: Row) -> None:
    found = evaluate(read(table), values=row.given, on=row.on, parameters=parameters)

    assert same(found, row.answer), f"{table.expression} with {row.given}: {found!r}, not {row.answer!r}"


@each("table, row", ROWS, told=lambda table, row: f"{table.title} {row.given}")
def test_the_explanation_gives_the_same_answer(table: Table, row: Row) -> None:
    assert same(explain(read(table), values=row.given, on=row.on, parameters=parameters).answer, row.answer)


@each("table", TABLES, told=lambda table: table.title)
def test_every_table_is_a_checked_rule_of_its_kind(table: Table) -> None:
    tree = read(table)

    check(tree, FACTS, PARAMETERS)
    assert table.kind in {type(node) for node in walk(tree)}


@each("table", TABLES, told=lambda table: table.title)
def test_every_fact_of_a_table_is_left_unknown_in_some_row(table: Table) -> None:
    never_unknown = [
        name
        for name in fact_names(read(table))
        if not any(name in row.given and row.given[name] is None for row in table.rows)
    ]

    assert not never_unknown


def test_every_node_kind_is_specified() -> None:
    assert {table.kind for table in TABLES} == set(NODE_KINDS)


def test_the_list_of_node_kinds_is_complete() -> None:
    assert set(Node.__subclasses__()) == set(NODE_KINDS)


@each("refusal", REFUSALS, told=lambda refusal: refusal.text)
def test_what_is_not_a_rule_is_refused_with_its_place(refusal: Refusal) -> None:
    with pytest.raises(RuleError) as caught:
        check(parse_expression(refusal.text, facts=FACTS), FACTS, PARAMETERS)

    error = caught.value
    assert (error.code, error.column, error.suggestion) == (refusal.code, refusal.column, refusal.suggestion)
    assert error.what


def structured() -> Node:
    return parse_condition(packs.load(STRUCTURED), facts=FACTS)


def test_the_structured_form_says_the_same_as_one_line() -> None:
    assert structured() == parse_expression(SAME_AS_STRUCTURED, facts=FACTS)
    assert expression(structured()) == SAME_AS_STRUCTURED


def test_a_table_in_lines_says_the_same_as_one_line() -> None:
    tree = parse_condition(packs.load(BRACKETS), facts=FACTS)

    assert tree == parse_expression(SAME_AS_BRACKETS, facts=FACTS)
    assert expression(tree) == SAME_AS_BRACKETS


@pytest.mark.parametrize("one", WALKS, ids=lambda one: one.about)
def test_explain_ask_and_nearest(one: Walk) -> None:
    found = explain(structured(), values=one.given, on=one.on, parameters=parameters)
    wait = nearest(structured(), values=one.given, on=TODAY, parameters=parameters)

    assert found.answer is one.answer
    assert [reason.text for reason in found.reasons] == one.reasons
    assert [reason.clause for reason in found.reasons] == one.clauses
    assert found.missing == one.missing
    asked = next_question_for([structured()], values=one.given, on=one.on, parameters=parameters)
    assert asked == one.question
    assert (wait.text if wait else "") == one.wait
