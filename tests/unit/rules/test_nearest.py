"""The earliest day on which waiting is enough."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huigong.rules.evaluate import Situation
from huigong.rules.nearest import Step, Wait, longest, nearest, steps
from huigong.rules.parse import parse_expression
from tests.spec.table import FACTS, TODAY, parameters


def wait(rule: str, *, on: date = TODAY, **known: Any) -> Wait | None:
    return nearest(parse_expression(rule, facts=FACTS), values=known, on=on, parameters=parameters)


def test_residence_permit_after_half_a_year() -> None:
    """居住证暂行条例 第二条: 居住半年以上."""
    found = wait(
        "居住月数 >= 6 且 稳定就业", on=date(2026, 11, 5), 居住起始日期=date(2026, 7, 5), 稳定就业=True
    )

    assert found == Wait(date(2027, 1, 5), 2, ("居住月数",), "再过2个月，最早2027年1月5日")


@pytest.mark.parametrize(
    ("rule", "known", "earliest"),
    [
        ("居住月数 > 6", {"居住起始日期": date(2016, 1, 31)}, date(2016, 8, 31)),
        ("6 <= 居住月数", {"居住起始日期": date(2016, 3, 31)}, date(2016, 9, 30)),
        ("非 居住月数 < 6", {"居住起始日期": date(2016, 3, 31)}, date(2016, 9, 30)),
        ("年龄 >= 16", {"出生日期": date(2004, 2, 29)}, date(2020, 2, 29)),
        ("分段(居住月数, 不满 6 则 否, 其余 是)", {"居住起始日期": date(2016, 3, 31)}, date(2016, 9, 30)),
        ("分段(居住月数, 不超过 6 则 否, 其余 是)", {"居住起始日期": date(2016, 3, 31)}, date(2016, 10, 31)),
        ("满天数(居住起始日期, 判定日期) >= 30", {"居住起始日期": date(2016, 6, 1)}, date(2016, 7, 1)),
        ("判定日期 >= 2016-09-01", {}, date(2016, 9, 1)),
        ("判定日期 > 月后(居住起始日期, 1)", {"居住起始日期": date(2016, 5, 31)}, date(2016, 7, 1)),
        ("月后(居住起始日期, 1) <= 判定日期", {"居住起始日期": date(2016, 5, 31)}, date(2016, 6, 30)),
        ("天后(居住起始日期, 30) < 判定日期", {"居住起始日期": date(2016, 5, 31)}, date(2016, 7, 1)),
        ("月后(判定日期, -1) >= 居住起始日期", {"居住起始日期": date(2016, 5, 31)}, date(2016, 7, 1)),
        ("月后(判定日期, 8) > 居住起始日期", {"居住起始日期": date(2017, 2, 28)}, date(2016, 7, 1)),
        ("天后(判定日期, 10) >= 居住起始日期", {"居住起始日期": date(2016, 7, 1)}, date(2016, 6, 21)),
        ("居住月数 >= 参数:居住月数下限", {"居住起始日期": date(2016, 3, 1)}, date(2016, 9, 1)),
        (
            "居住月数 >= 6 且 年龄 >= 16",
            {"居住起始日期": date(2016, 3, 1), "出生日期": date(2000, 8, 1)},
            date(2016, 9, 1),
        ),
        (
            "居住月数 >= 6 或 年龄 >= 16",
            {"居住起始日期": date(2016, 3, 1), "出生日期": date(2000, 8, 1)},
            date(2016, 8, 1),
        ),
    ],
)
def test_the_earliest_day(rule: str, known: dict[str, Any], earliest: date) -> None:
    found = wait(rule, **known)

    assert found is not None
    assert found.earliest == earliest


@pytest.mark.parametrize(
    ("rule", "known"),
    [
        ("居住月数 >= 6", {"居住起始日期": date(2015, 1, 1)}),
        ("居住月数 >= 6", {}),
        ("居住月数 >= 6 且 稳定就业", {"居住起始日期": date(2016, 5, 1), "稳定就业": False}),
        ("年龄 < 16", {"出生日期": date(1990, 1, 1)}),
        ("居住月数 >= 6", {"居住月数": 5}),
        ("居住月数 >= 9999999", {"居住起始日期": date(2016, 5, 1)}),
        ("居住月数 >= 6 且 年龄 < 16", {"居住起始日期": date(2016, 5, 1), "出生日期": date(2000, 7, 1)}),
    ],
    ids=["already", "not known", "something else", "too old", "no start", "never", "closing window"],
)
def test_when_waiting_says_nothing(rule: str, known: dict[str, Any]) -> None:
    assert wait(rule, **known) is None


def test_a_few_days_are_said_in_days() -> None:
    found = wait("居住月数 >= 6", 居住起始日期=date(2015, 12, 5))

    assert found is not None
    assert (found.months, found.text) == (1, "再过4天，最早2016年6月5日")


def test_what_nobody_has_told_may_make_the_day_an_earlier_one() -> None:
    """A woman is not asked for her post as long as it changes no answer; the first day is that of the earliest post."""
    rule = "若 稳定就业 则 居住月数 >= 6 否则 居住月数 >= 9"
    start = date(2016, 5, 1)
    open_still = wait(rule, 居住起始日期=start)

    assert open_still is not None
    assert (open_still.opens, open_still.earliest) == (date(2016, 11, 1), date(2017, 2, 1))
    assert open_still.text == "再过5个月，最早2016年11月1日，最晚2017年2月1日（看没问到的情况）"
    known = wait(rule, 居住起始日期=start, 稳定就业=False)
    assert known == Wait(date(2017, 2, 1), 8, ("居住月数",), "再过8个月，最早2017年2月1日")


def test_the_longest_of_several_waits_opens_when_the_last_of_them_does() -> None:
    waits = [
        wait("居住月数 >= 6", 居住起始日期=date(2016, 5, 20)),
        wait("若 稳定就业 则 居住月数 >= 6 否则 居住月数 >= 9", 居住起始日期=date(2016, 5, 1)),
    ]

    found = longest([each for each in waits if each is not None], TODAY)

    assert found.text == "再过6个月，最早2016年11月20日，最晚2017年2月1日（看没问到的情况）"


def things_to_do(rule: str, **known: Any) -> tuple[Step, ...]:
    return steps(parse_expression(rule, facts=FACTS), Situation(known, TODAY, parameters))


def test_the_one_thing_to_do_is_named() -> None:
    permit = Step("持有居住证", "到派出所办居住证")

    assert things_to_do("持有居住证 且 稳定就业", 持有居住证=False, 稳定就业=True) == (permit,)
    assert things_to_do("持有居住证 或 (持有居住证 且 稳定就业)", 持有居住证=False, 稳定就业=True) == (
        permit,
    )


def test_where_more_is_open_that_is_said_beside_the_thing_to_do() -> None:
    permit = Step("持有居住证", "到派出所办居住证；其他条件还要问清")

    assert things_to_do("持有居住证 且 稳定就业", 持有居住证=False) == (permit,)


def test_nothing_is_proposed_that_is_not_enough_or_cannot_be_done() -> None:
    assert things_to_do("持有居住证 且 稳定就业", 持有居住证=False, 稳定就业=False) == ()
    assert things_to_do("持有居住证 且 稳定就业", 持有居住证=True, 稳定就业=False) == ()
    assert things_to_do("非 持有居住证", 持有居住证=True) == ()
    assert things_to_do("持有居住证", 持有居住证=True) == ()
    assert things_to_do("持有居住证") == ()
