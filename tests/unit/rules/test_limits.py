"""The deepest rule that is accepted can be read, answered, explained and said without running out of stack."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from huigong.rules.check import check
from huigong.rules.evaluate import Situation, evaluate
from huigong.rules.explain import explain
from huigong.rules.nearest import nearest, steps
from huigong.rules.parse import depth, parse_expression
from huigong.rules.render import expression, render, render_plain
from tests.spec.table import FACTS, TODAY

DEEPEST = {
    "not": "非 (" * 98 + "持有居住证" + ")" * 98,
    "links": "持有居住证 且 (稳定就业 或 (" * 48 + "稳定住所" + "))" * 48,
    "when": "若 持有居住证 则 (" * 90 + "稳定就业" + ") 否则 否" * 90,
    "minus": "-(" * 95 + "子女数" + ")" * 95 + " > 0",
    "sum": " + ".join(["子女数"] * 97) + " > 0",
    "calls": "最大(子女数, " * 95 + "1" + ")" * 95 + " > 0",
    "citations": "(" * 97 + "持有居住证" + ")【甲】" * 97,
    "spans": "满月数(居住起始日期, " + "最大(判定日期, " * 90 + "判定日期" + ")" * 91 + " > 0",
}


def below(frames: int, work: Callable[[], None]) -> None:
    """Does the work under a stack as deep as that of a web request."""
    if frames:
        below(frames - 1, work)
    else:
        work()


@pytest.mark.parametrize("text", DEEPEST.values(), ids=DEEPEST)
def test_the_deepest_rule(text: str) -> None:
    def everything() -> None:
        tree = parse_expression(text, facts=FACTS)
        assert depth(tree) > 85
        check(tree, FACTS)
        evaluate(tree, values={}, on=TODAY)
        known = {"持有居住证": False, "子女数": 0}
        for values in ({}, known):
            explain(tree, values=values, on=TODAY)
            nearest(tree, values=values, on=TODAY)
            steps(tree, Situation(values, TODAY))
        render(tree)
        render_plain(tree)
        assert parse_expression(expression(tree), facts=FACTS) == tree

    below(300, everything)
