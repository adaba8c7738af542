"""The text that rules become: quoted, shared, and nothing that a rule says can run."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from huigong.rules.compile.dialects import Dialect, DuckDB, Spark
from huigong.rules.compile.setting import Setting
from huigong.rules.compile.sql import SqlProgram
from huigong.rules.nodes import Compare, Constant, Fact, FactReference, Node
from huigong.rules.parse import parse_expression
from huigong.rules.values import Type
from tests.spec.table import FACTS, PARAMETERS, parameters

ON = date(2016, 6, 1)
WICKED = ["'; DROP TABLE people; --", '"', "`", "\\", "\\'", "${env:HOME}", "\0", "\n", "😀", "%s {0}"]


def program(
    dialect: Dialect, *rules: Node, known: tuple[str, ...] = tuple(FACTS)
) -> tuple[SqlProgram, list[str]]:
    held = {name: FACTS[name] for name in known}
    made = SqlProgram(dialect, Setting(ON, parameters, PARAMETERS, frozenset(held)), held)
    made.expect(rules)
    return made, [made.add(rule).made for rule in rules]


@pytest.mark.parametrize("text", WICKED)
def test_text_stays_text(text: str) -> None:
    place = FactReference("现居住地", FACTS["现居住地"])
    made, [found] = program(DuckDB(), Compare("=", place, Constant(Type.TEXT, text)))
    connection = duckdb.connect()
    connection.execute('CREATE TABLE people ("现居住地" VARCHAR)')
    connection.execute("INSERT INTO people VALUES (?), ('x')", [text])

    rows = connection.execute(made.query("people", {"is": found})).fetchall()

    assert rows == [(True,), (False,)]


@pytest.mark.parametrize("text", WICKED)
def test_spark_text_has_nothing_that_means_something(text: str) -> None:
    inside = Spark().text(text)[1:-1]

    assert not set(inside.replace("\\u", "")) & set("'\\$`;\n\0")


@pytest.mark.parametrize("name", ['a"b', "a`b", "监护人.持有居住证", "'"])
def test_names_are_quoted(name: str) -> None:
    fact = Fact(name, Type.BOOL)
    made = SqlProgram(DuckDB(), Setting(ON, known=frozenset([name])), {name: fact})
    found = made.add(FactReference(name, fact))
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE people AS SELECT TRUE AS {DuckDB().column(name)}")

    assert connection.execute(made.query("people", {"is": found.made})).fetchall() == [(True,)]
    assert Spark().column("a`b") == "`a``b`"


def test_time_up_to_today_is_compared_as_a_date() -> None:
    _, [found] = program(DuckDB(), parse_expression("居住月数 >= 6", facts=FACTS), known=("居住起始日期",))

    assert found == "(\"居住起始日期\" <= DATE '2015-12-01')"


def test_what_rules_share_is_worked_out_once() -> None:
    both = [parse_expression(f"年龄 * 子女数 {sign} 90", facts=FACTS) for sign in (">", "<")]
    made, found = program(DuckDB(), *both)

    query = made.query("people", dict(zip("ab", found, strict=True)))
    assert query.count("last_day") == 1


def test_a_fact_that_nobody_has_is_not_asked_of_the_table() -> None:
    made, [found] = program(
        DuckDB(), parse_expression("稳定就业 或 持有居住证", facts=FACTS), known=("持有居住证",)
    )

    assert "稳定就业" not in made.query("people", {"is": found})
    assert made.used == {"持有居住证"}
