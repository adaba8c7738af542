"""Every comparison, connective, negation, bar and choice of a rule is changed once, and nothing else is."""

from __future__ import annotations

import pytest

from huigong.rules.mutating import mutants
from huigong.rules.parse import parse_expression
from tests.spec.table import FACTS


def changed(rule: str) -> set[tuple[str, str]]:
    return {(mutant.before, mutant.after) for mutant in mutants(parse_expression(rule, facts=FACTS))}


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("持有居住证", set()),
        ("居住月数 ≥ 6", {("居住月数 ≥ 6", "居住月数 > 6")}),
        ("居住月数 > 6", {("居住月数 > 6", "居住月数 ≥ 6")}),
        ("居住月数 ≤ 6", {("居住月数 ≤ 6", "居住月数 < 6")}),
        ("居住月数 < 6", {("居住月数 < 6", "居住月数 ≤ 6")}),
        ("居住月数 = 6", {("居住月数 = 6", "居住月数 ≠ 6")}),
        ("非 持有居住证", {("非 持有居住证", "持有居住证")}),
        ("持有居住证 且 稳定就业", {("持有居住证 且 稳定就业", "持有居住证 或 稳定就业")}),
        ("持有居住证 或 稳定就业", {("持有居住证 或 稳定就业", "持有居住证 且 稳定就业")}),
    ],
)
def test_one_change(rule: str, changes: set[tuple[str, str]]) -> None:
    assert changed(rule) == changes


def test_each_change_stands_alone_in_the_whole_rule() -> None:
    rule = parse_expression("若 持有居住证 则 居住月数 >= 6 且 稳定就业 否则 非 稳定就业", facts=FACTS)
    rules = [mutant.rule for mutant in mutants(rule)]
    assert len(rules) == len(set(map(repr, rules))) == 4
    assert rule not in rules


def test_a_bar_runs_a_day_longer_and_a_unit_shorter() -> None:
    afters = {after for _, after in changed("期限内(居住起始日期, 2年)")}
    assert afters == {"期限内(居住起始日期, 2年, 扣除 1天)", "期限内(居住起始日期, 1年)"}


def test_a_day_so_long_after_another_comes_a_unit_later() -> None:
    afters = {after for _, after in changed("判定日期 > 月后(居住起始日期, 1)")}
    assert afters == {"判定日期 ≥ 月后(居住起始日期, 1)", "月后(居住起始日期, 2)"}


def test_a_table_changes_at_each_of_its_limits() -> None:
    rule = "分段(居住月数, 不满 6 则 持有居住证, 不超过 12 则 非 持有居住证, 其余 是)"
    assert len(changed(rule)) == 3
