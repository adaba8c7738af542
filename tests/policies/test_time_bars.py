"""What lapses with time: each wrong and each claim runs by itself, and what an office finds of one says nothing of another."""

from __future__ import annotations

from itertools import pairwise

import pytest

from huigong.rules.nodes import fact_names
from huigong.rules.values import UNKNOWN
from tests.policies.test_families import CATALOGUE, HERE, TODAY, told, verdicts

# Each wrong has its own last day, and its own complaint that stops the two years (监察条例 20).
OWN_DAYS = {
    "被拖欠工资": ("欠薪终了日期", "两年内已投诉或被查", "劳动部门认为还在继续", "arrears-complaint"),
    "加班没给加班费": (
        "少给加班费日期",
        "加班费两年内已投诉或被查",
        "加班费的事还在继续",
        "overtime-pay-complaint",
    ),
    "因投诉被报复": ("被报复日期", "报复两年内已投诉或被查", "报复还在继续", "retaliation-complaint"),
    "单位违法用工": (
        "违法行为终了日期",
        "违法用工两年内已投诉或被查",
        "违法用工还在继续",
        "labour-violation-report",
    ),
}


@pytest.mark.parametrize(("fresh", "stale"), [*pairwise(OWN_DAYS), *pairwise(reversed(OWN_DAYS))])
def test_a_wrong_that_has_lapsed_closes_no_other(fresh: str, stale: str) -> None:
    (day, complained, lasting, service), (_, other, _, open_service) = OWN_DAYS[stale], OWN_DAYS[fresh]
    long_ago = {day: "2019-01-01", complained: "否", other: "是", lasting: "否"}
    said = verdicts(told({fresh: "是", stale: "是", **long_ago}, on=TODAY), on=TODAY)
    assert said[open_service] is True
    assert said[service] is False


@pytest.mark.parametrize(("one", "another"), [*pairwise(OWN_DAYS), *pairwise(reversed(OWN_DAYS))])
def test_what_the_office_finds_of_one_wrong_it_has_not_found_of_another(one: str, another: str) -> None:
    (_, _, found, service), (day, complained, _, open_service) = OWN_DAYS[one], OWN_DAYS[another]
    long_ago = {day: "2019-01-01", complained: "否", found: "否"}
    said = verdicts(told({one: "是", another: "是", **long_ago}, on=TODAY), on=TODAY)
    assert (said[service], said[open_service]) == (True, UNKNOWN)


# What is claimed late, and the latest claim that would keep it alive (调解仲裁法 27, 民法典 195, 民事诉讼法 250).
RAISED = (
    "对方没有提离职的钱过了时效",
    "对方没有提双倍工资过了时效",
    "对方没有提生育的钱过了时效",
    "对方没有提工伤的钱过了时效",
    "对方没有提欠条过了时效",
    "对方没有提执行过了时效",
)
LEFT_LONG_AGO = {
    "劳动关系已结束": "是",
    "劳动关系终止日期": "2024-03-01",
    **dict.fromkeys(RAISED, "否"),
}
LATE_CLAIMS = {
    "severance-pay-claim": (
        "最近要离职的钱日期",
        {**LEFT_LONG_AGO, "离职原因": "到期单位不续", "在公益性岗位": "否"},
    ),
    "unlawful-dismissal-claim": ("最近要离职的钱日期", {**LEFT_LONG_AGO, "离职原因": "单位没说理由"}),
    "double-wage-claim": (
        "最近要双倍工资日期",
        {
            **LEFT_LONG_AGO,
            "用工起始日期": "2023-03-01",
            "没签合同期间结束日期": "2024-03-01",
            "单位拿合同让签过": "否",
        },
    ),
    "maternity-pay-from-employer": (
        "最近要生育的钱日期",
        {
            **LEFT_LONG_AGO,
            "性别": "女",
            "上班时生育或流产": "是",
            "单位为其缴生育保险": "否",
            "知道没给生育的钱日期": "2024-03-01",
        },
    ),
    "employer-injury-pay": (
        "最近要工伤的钱日期",
        {
            **LEFT_LONG_AGO,
            "已认定工伤": "是",
            "单位参加了工伤保险": "否",
            "知道没给工伤的钱日期": "2024-03-01",
        },
    ),
    "award-enforcement": (
        "最近要求执行日期",
        {
            **LEFT_LONG_AGO,
            "有生效裁决或调解书": "是",
            "裁决到期未履行": "是",
            "履行期限届满日期": "2023-03-01",
        },
    ),
    "wage-note-lawsuit": (
        "欠条最近催要日期",
        {
            **LEFT_LONG_AGO,
            "被拖欠工资": "是",
            "有工资欠条": "是",
            "只要欠条上的钱": "是",
            "欠条写明付款日期": "是",
            "欠条付款日期": "2022-03-01",
        },
    ),
}
GAPS = (
    "每次要离职的钱相隔没超过一年",
    "每次要双倍工资相隔没超过一年",
    "每次要生育的钱相隔没超过一年",
    "每次要工伤的钱相隔没超过一年",
    "每次申请相隔没超过两年",
    "每次催要欠条相隔没超过三年",
)


@pytest.mark.parametrize("service", LATE_CLAIMS)
def test_a_claim_keeps_alive_only_what_was_claimed(service: str) -> None:
    own, life = LATE_CLAIMS[service]
    every = {day: "2026-11-02" for day, _ in LATE_CLAIMS.values()} | {"最近主张权利日期": "2026-11-02"}
    close = dict.fromkeys(GAPS, "是")
    others = verdicts(told({**life, **close, **every, own: "没要过"}, on=TODAY), on=TODAY)
    itself = verdicts(told({**life, **close, own: "2026-11-02"}, on=TODAY), on=TODAY)
    assert (others[service], itself[service]) == (False, True)


@pytest.mark.parametrize("service", LATE_CLAIMS)
def test_a_bar_raised_against_one_claim_bars_no_other(service: str) -> None:
    own, life = LATE_CLAIMS[service]
    (read,) = {*fact_names(CATALOGUE.get(service, HERE, TODAY).rule)} & {*RAISED}
    elsewhere = {**life, own: "没要过", read: "不知道"}
    assert verdicts(told(elsewhere, on=TODAY), on=TODAY)[service] is UNKNOWN
