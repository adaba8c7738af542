"""English for readers who do not read Chinese: checked by eye, kept by these."""

from __future__ import annotations

import pytest

from huigong.kernel import packs
from huigong.rules.gloss import gloss
from huigong.rules.parse import parse_condition, parse_expression
from tests.spec import brackets, comparisons, logic, numbers
from tests.spec.table import FACTS
from tests.spec.walks import STRUCTURED

NAMES = {
    "居住月数": "months of residence",
    "稳定就业": "a steady job",
    "稳定住所": "a steady home",
    "持有居住证": "a residence permit",
    "拖欠工资": "wages owed",
    "子女数": "the number of children",
}


@pytest.mark.parametrize(
    ("text", "english"),
    [
        (
            "居住月数 >= 6个月 且 (稳定就业 或 稳定住所)",
            "(months of residence is at least 6 months) and (a steady job or a steady home).",
        ),
        ("非 持有居住证", "Not a residence permit."),
        (
            "最小(拖欠工资, 9600元) > 0元",
            "(the smallest of wages owed, 9600 yuan) is more than 0 yuan.",
        ),
        ("居住起始日期 <= 2016-06-01", "居住起始日期 is on or before 2016-06-01."),
        (
            "若 持有居住证 则 子女数 * 500元 否则 0元",
            "If a residence permit then (the number of children times 500 yuan), otherwise 0 yuan.",
        ),
        ("就业状态 属于 (个体经营, 单位就业)", "就业状态 is one of 个体经营, 单位就业."),
        (
            "分段(子女数, 不满 1 则 0元, 不超过 2 则 500元, 其余 800元)",
            "By the number of children, less than 1: 0 yuan; at most 2: 500 yuan; otherwise: 800 yuan.",
        ),
        ("向下取整(拖欠工资 * 60%)", "(wages owed times 0.6) rounded down."),
        ("满月数(居住起始日期, 判定日期)", "The full months from 居住起始日期 to the day of judgement."),
    ],
)
def test_a_rule_in_english(text: str, english: str) -> None:
    assert gloss(parse_expression(text, facts=FACTS), NAMES) == english


def test_clauses_are_kept() -> None:
    said = gloss(parse_condition(packs.load(STRUCTURED), facts=FACTS), NAMES)

    assert said == (
        "(months of residence is at least 6) [国务院令663号 第二条] and "
        "(a steady job or a steady home) [国务院令663号 第二条] and not a residence permit."
    )


@pytest.mark.parametrize(
    "table",
    [*comparisons.TABLES, *logic.TABLES, *numbers.TABLES, *brackets.TABLES],
    ids=lambda one: one.title,
)
def test_everything_in_the_manual_can_be_said(table: object) -> None:
    text = getattr(table, "expression", "")

    assert gloss(parse_expression(text, facts=FACTS)).endswith(".")
