"""Rules said in Chinese, checked by eye."""

from __future__ import annotations

from datetime import date

import pytest

from huigong.rules.parse import parse_expression
from huigong.rules.render import render, render_plain
from tests.spec.table import FACTS, PARAMETERS, parameters

SAID = [
    ("持有居住证", "持有居住证。", "您有居住证。"),
    ("非 持有居住证", "持有居住证为“否”。", "您没有居住证。"),
    ("居住月数 >= 6", "居住月数不少于6个月。", "您住满的月数不少于6个月。"),
    ("非 居住月数 >= 6", "居住月数少于6个月。", "您住满的月数少于6个月。"),
    ("拖欠工资 > 5000元", "拖欠工资超过5000元。", "欠您的工资超过5000元。"),
    (
        "就业状态 属于 (个体经营, 单位就业)",
        "就业状态是个体经营、单位就业之一。",
        "您的就业情况是个体经营、单位就业之一。",
    ),
    ("就业状态 不属于 (个体经营)", "就业状态不是个体经营。", "您的就业情况不是个体经营。"),
    ("出生日期 >= 2000-01-01", "出生日期不早于2000年1月1日。", "您的出生日期不早于2000年1月1日。"),
    (
        "持有居住证 且 (稳定就业 或 稳定住所)",
        "持有居住证，并且（稳定就业，或者稳定住所）。",
        "您有居住证，并且（您有稳定的工作，或者您有固定的住处）。",
    ),
    (
        "若 稳定就业 则 居住月数 >= 6 否则 居住月数 >= 12",
        "如果稳定就业，那么居住月数不少于6个月；否则，居住月数不少于12个月。",
        "如果您有稳定的工作，那么您住满的月数不少于6个月；否则，您住满的月数不少于12个月。",
    ),
    (
        "分段(居住月数, 不满 6 则 0元, 不超过 12 则 500元, 其余 拖欠工资)",
        "按居住月数分段：少于6个月的，0元；不超过12个月的，500元；其余的，拖欠工资。",
        "按您住满的月数分段：少于6个月的，0元；不超过12个月的，500元；其余的，欠您的工资。",
    ),
    (
        "稳定就业 且 分段(出生日期, 不满 2000-01-01 则 是, 其余 持有居住证)",
        "稳定就业，并且（按出生日期分段：早于2000年1月1日的，一律符合；其余的，持有居住证）。",
        "您有稳定的工作，并且（按您的出生日期分段：早于2000年1月1日的，一律符合；其余的，您有居住证）。",
    ),
    (
        "最小(拖欠工资 * 60%, 参数:每户每年限额)",
        "拖欠工资乘以0.6、每户每年限额中最小的。",
        "欠您的工资乘以0.6、每户每年限额中最小的。",
    ),
    (
        "非 (持有居住证 或 稳定就业)",
        "并非（持有居住证，或者稳定就业）。",
        "并非（您有居住证，或者您有稳定的工作）。",
    ),
    (
        "(居住月数 >= 6)【甲法 第二条｜您住满半年】",
        "居住月数不少于6个月（依据：甲法 第二条）。",
        "您住满半年。",
    ),
]


@pytest.mark.parametrize(("text", "officer", "worker"), SAID, ids=[one[0] for one in SAID])
def test_a_rule_is_said_to_officers_and_to_workers(text: str, officer: str, worker: str) -> None:
    tree = parse_expression(text, facts=FACTS)

    assert render(tree, FACTS) == officer
    assert render_plain(tree, FACTS) == worker


@pytest.mark.parametrize(("on", "limit"), [(date(2013, 12, 31), "8000元"), (date(2014, 1, 1), "9600元")])
def test_a_parameter_shows_its_value_on_the_day(on: date, limit: str) -> None:
    tree = parse_expression("拖欠工资 <= 参数:每户每年限额", facts=FACTS)

    assert (
        render(tree, FACTS, parameters, on, declared=PARAMETERS) == f"拖欠工资不超过每户每年限额（{limit}）。"
    )
