"""Every engine gives the answer that `evaluate` defines, to the last digit, known or not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huigong.rules.compile.closures import compile_rule, notebook
from huigong.rules.compile.reasons import Condition, Conditions
from huigong.rules.evaluate import ROUNDINGS
from huigong.rules.explain import explain
from huigong.rules.nodes import NODE_KINDS, Node, walk
from huigong.rules.parse import parse_expression
from huigong.rules.values import UNKNOWN
from tests import effort
from tests.generative import strategies
from tests.generative.engines import (
    ClosureEngine,
    DuckEngine,
    Engine,
    PolarsEngine,
    SparkEngine,
    columns,
    expected,
    setting,
)
from tests.generative.strategies import days, partly, people, rules
from tests.spec import bars, brackets, comparisons, logic, numbers
from tests.spec.table import FACTS, TODAY, parameters

# PySpark leaves the sockets of its answers to the garbage collector.
pytestmark = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)
ENGINES = ("closures", "duckdb", "polars", "spark")
measures = st.sampled_from(strategies.MEASURES)
any_value = st.one_of(
    rules,
    rules,
    measures.flatmap(lambda measure: strategies.number(measure, 3)),
    strategies.dates(3),
    strategies.texts(2),
    strategies.options(2),
)
awkward = st.sampled_from(["", " ", "长" * 5000, "it's \\ ${x} \0 😀 `\"", "\u00e9", "e\u0301"])
somebody = st.one_of(
    people.flatmap(partly), people, st.builds(lambda one, text: {**one, "现居住地": text}, people, awkward)
)
crowds = st.lists(somebody, min_size=1, max_size=8)
TABLES = (*comparisons.TABLES, *logic.TABLES, *numbers.TABLES, *brackets.TABLES, *bars.TABLES)
ROWS = [(table, one) for table in TABLES for one in table.rows]
SEEN: dict[str, set[type[Node]]] = {name: set() for name in ENGINES}


@pytest.fixture(scope="module")
def duck() -> DuckEngine:
    return DuckEngine()


@pytest.fixture(scope="module")
def spark_engine(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> SparkEngine:
    return SparkEngine(spark, tmp_path_factory.mktemp("people"))


@pytest.fixture(
    scope="module",
    params=[*ENGINES[:-1], pytest.param("spark", marks=pytest.mark.release)],
)
def named(request: pytest.FixtureRequest) -> Iterator[tuple[str, Engine]]:
    match request.param:
        case "closures":
            yield request.param, ClosureEngine()
        case "duckdb":
            yield request.param, request.getfixturevalue("duck")
        case "polars":
            yield request.param, PolarsEngine()
        case _:
            yield request.param, request.getfixturevalue("spark_engine")


def agree(name: str, engine: Engine, trees: list[Node], crowd: list[dict[str, Any]], on: date) -> None:
    wanted, found = expected(trees, crowd, on), engine.answers(trees, crowd, on)
    for person, row, answers in zip(crowd, wanted, found, strict=True):
        for tree, right, answer in zip(trees, row, answers, strict=True):
            assert same(answer, right), f"{name}: {tree} for {person}: {answer!r}, not {right!r}"
    for tree in trees:
        SEEN[name] |= {type(node) for node in walk(tree, into_derived=True)}


def same(found: Any, right: Any) -> bool:
    number = type(right) is not bool and type(found) is not bool
    return found is right if right is UNKNOWN else (found == right and (number or type(found) is type(right)))


def test_what_is_specified_holds_on_every_engine(named: tuple[str, Engine]) -> None:
    """All tables of the manual, so every kind of node; those of one day are asked in one query.

    That the strategies below make every kind too is tested in test_rules.py.
    """
    name, engine = named
    for on in {one.on for _, one in ROWS}:
        here = [(table, one) for table, one in ROWS if one.on == on]
        trees = list(dict.fromkeys(parse_expression(table.expression, facts=FACTS) for table, _ in here))
        crowd = [{key: value for key, value in one.given.items() if value is not None} for _, one in here]
        agree(name, engine, trees, crowd, on)
    assert SEEN[name] >= set(NODE_KINDS), "a kind of node was never compared on this engine"


def test_what_nobody_knows_has_no_answer_on_any_engine(named: tuple[str, Engine]) -> None:
    """A fact that is no column at all, of every type."""
    name, engine = named
    agree(name, engine, [strategies.fact(one) for one in FACTS], [{}], TODAY)


def test_cells_that_no_fact_can_have_are_not_known(named: tuple[str, Engine]) -> None:
    """Also where they are compared with something fixed, which optimizers like to do before they look at the cell."""
    name, engine = named
    if name == "closures":
        return  # reads no files: who hands it people has looked at the cells
    texts = ["子女数 = 0", "子女数 > 5", "子女数 + 1", "就业状态 = 个体经营", "就业状态 属于 (个体经营)"]
    trees = [parse_expression(text, facts=FACTS) for text in texts]
    crowd = [{"子女数": 10**18, "就业状态": "别的"}, {"子女数": -(10**18), "就业状态": ""}, {}]
    assert engine.answers(trees, crowd, TODAY) == [[UNKNOWN] * len(trees)] * len(crowd)


def test_what_does_not_fit_is_not_known_where_it_is_compared(named: tuple[str, Engine]) -> None:
    name, engine = named
    texts = ["向上取整(得分) = 0", "子女数 * 10 > 0", "得分 * 10 > 0", "得分 / 0.1 > 0", "子女数 + 1 > 0"]
    trees = [parse_expression(text, facts=FACTS) for text in texts]
    most = Decimal("999999999999999999.999999")
    agree(
        name, engine, trees, [{"子女数": 10**18 - 1, "得分": most}, {"子女数": 1, "得分": Decimal(1)}], TODAY
    )


def test_shares_and_limits_of_whole_numbers(named: tuple[str, Engine]) -> None:
    """Percentages and caps, the commonest sums in law, which engines work out without decimals where they fit."""
    name, engine = named
    shares = ("0.6", "0.5", "1.5", "-0.5", "0.000001", "0.333333", "999999.999999")
    sums = [f"{how}(子女数 * {share})" for how in ROUNDINGS for share in shares]
    trees = [parse_expression(text, facts=FACTS) for text in [*sums, "最小(子女数, 2)", "最大(3, 子女数)"]]
    counts = [*range(-25, 26), -(2**15), 2**15 - 1]
    agree(name, engine, trees, [*({"子女数": count} for count in counts), {}], TODAY)
    agree(name, engine, trees, [{"子女数": 10**18 - 1}, {"子女数": 1 - 10**18}], TODAY)


@settings(max_examples=effort.examples(50, release=250))
@given(st.lists(any_value, min_size=1, max_size=4), crowds, days)
def test_closures_agree(trees: list[Node], crowd: list[dict[str, Any]], on: date) -> None:
    agree("closures", ClosureEngine(), trees, crowd, on)


@settings(
    max_examples=effort.examples(40, release=200), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(trees=st.lists(any_value, min_size=1, max_size=8), crowd=crowds, on=days)
def test_duckdb_agrees(duck: DuckEngine, trees: list[Node], crowd: list[dict[str, Any]], on: date) -> None:
    agree("duckdb", duck, trees, crowd, on)


@settings(max_examples=effort.examples(40, release=200))
@given(trees=st.lists(any_value, min_size=1, max_size=8), crowd=crowds, on=days)
def test_polars_agrees(trees: list[Node], crowd: list[dict[str, Any]], on: date) -> None:
    agree("polars", PolarsEngine(), trees, crowd, on)


@settings(
    max_examples=12,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(trees=st.lists(any_value, min_size=8, max_size=25), crowd=crowds, on=days)
def test_spark_agrees(
    spark_engine: SparkEngine, trees: list[Node], crowd: list[dict[str, Any]], on: date
) -> None:
    agree("spark", spark_engine, trees, crowd, on)


@settings(max_examples=effort.examples(40, release=200))
@given(rules, somebody, days)
def test_the_deciding_condition_is_the_first_that_explain_names(
    tree: Node, person: dict[str, Any], on: date
) -> None:
    conditions = Conditions()
    compiled = compile_rule(tree, setting([person], on), conditions)
    first = explain(tree, values=person, on=on, parameters=parameters).reasons[0]

    decided = conditions.listed()[compiled.decided(notebook(person))[1]]
    assert decided == Condition(first.condition, first.clause, first.phrase)
    assert columns([person]).keys() == person.keys()
