"""Time bars against a count made day by day, which shares nothing with the way they are worked out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.kernel.calendar import WorkCalendar, longest_rest
from huigong.kernel.data.calendar_tables import Override
from huigong.rules.bars import Period
from huigong.rules.compile.closures import compile_value, notebook
from huigong.rules.compile.setting import Setting
from huigong.rules.evaluate import Situation, evaluate
from huigong.rules.explain import explain
from huigong.rules.nearest import nearest
from huigong.rules.nodes import Cited
from huigong.rules.parameters import no_parameters
from huigong.rules.parse import parse_expression
from huigong.rules.render import render, render_plain
from huigong.rules.running_out import gone_by
from huigong.rules.values import UNKNOWN, Answer
from tests.spec.table import FACTS, PARAMETERS, parameters

CALENDAR = WorkCalendar.published()
ONE_DAY = timedelta(days=1)
LENGTHS = ((1, "年"), (2, "年"), (1, "月"), (6, "月"), (13, "月"), (1, "天"), (15, "天"), (60, "天"))


def each_day(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += ONE_DAY


@cache
def walked(start: date, length: int, unit: str, suspended: int = 0) -> date:
    """The last day on which something can still be done, found by walking from the start."""
    left, day = (length if unit == "天" else length * (12 if unit == "年" else 1)), start
    while left:
        day += ONE_DAY
        the_day = day.day == start.day
        month_ends_before = day.day < start.day and (day + ONE_DAY).day == 1
        left -= unit == "天" or the_day or month_ends_before
    for _ in range(suspended):
        day += ONE_DAY
    while not CALENDAR.day(day).working:
        day += ONE_DAY
    return day


def told(expression: str, on: date, **known: Any) -> Answer:
    return evaluate(parse_expression(expression, facts=FACTS), values=known, on=on, parameters=parameters)


@pytest.mark.parametrize(("length", "unit"), LENGTHS)
def test_the_last_day_is_the_one_found_by_walking(length: int, unit: str) -> None:
    for start in each_day(date(2019, 1, 1), date(2021, 3, 31)):
        last = walked(start, length, unit)
        answers = [
            Period(length, unit, last + timedelta(days=days), CALENDAR).runs(start) for days in range(-12, 13)
        ]

        assert answers == [True] * 13 + [False] * 12, start
        found = Period(length, unit, start, CALENDAR).last_day(start)
        assert found is not None and (found.moved, found.provisional) == (last, False)


@pytest.mark.parametrize(("length", "unit"), LENGTHS)
def test_the_bound_on_the_start_is_exact_on_every_day(length: int, unit: str) -> None:
    for on in each_day(date(2015, 12, 1), date(2020, 3, 31)):
        period = Period(length, unit, on, CALENDAR)
        latest = period.latest_over(period.over)
        assert latest is not None
        for days in range(-3, 4):
            start = latest + timedelta(days=days)
            assert (period.runs(start) is True) == (days > 0) == (walked(start, length, unit) >= on)


suspensions = st.integers(0, 40)
starts = st.dates(date(2015, 1, 1), date(2022, 12, 31))


@settings(max_examples=200)
@given(starts, st.integers(-30, 800), suspensions, st.integers(-20, 900))
def test_an_interruption_and_suspended_days_as_walked(start: date, after: int, held: int, seen: int) -> None:
    claimed, on = start + timedelta(days=after), start + timedelta(days=max(seen, 0))
    alive = walked(start, 1, "年", held) >= on
    again = walked(claimed, 1, "年", held) >= on
    in_time = walked(start, 1, "年") >= claimed
    right: Answer = True if alive or (again and in_time) else UNKNOWN if again else False
    rule = "期限内(知道受侵害日期, 1年, 中断于 最近主张权利日期, 扣除 中止天数)"
    known = {"知道受侵害日期": start, "最近主张权利日期": claimed, "中止天数": held}

    assert told(rule, on, **known) is right
    compiled = compile_value(parse_expression(rule, facts=FACTS), Setting(on, parameters, PARAMETERS))
    assert compiled(notebook(known)) is right


@given(st.dates(date(2030, 1, 1), date(2030, 12, 31)), st.data())
@settings(max_examples=150)
def test_no_notice_that_may_come_turns_a_no(last: date, data: st.DataObject) -> None:
    """Whatever days a notice gives off or takes back, who was told no was too late."""
    rest = data.draw(st.integers(1, longest_rest()))
    free = {last + timedelta(days=days): Override(False, "虚构的通知") for days in range(rest)}
    taken_back = {last + timedelta(days=rest): Override(True, "虚构的通知")}
    afterwards = WorkCalendar(overrides={**free, **taken_back}, complete_years={2030: "虚构的通知"})
    start, unpublished = date(last.year - 1, last.month, last.day), WorkCalendar()
    for days in range(1, 20):
        on = last + timedelta(days=days)
        before = Period(1, "年", on, unpublished).runs(start)
        after = Period(1, "年", on, afterwards).runs(start)
        assert after is (days <= rest)
        assert before is not False or after is False


def test_a_published_year_leaves_nothing_open() -> None:
    for on in each_day(date(2026, 1, 1), date(2026, 12, 31)):
        period = Period(1, "年", on, CALENDAR)
        assert period.over == period.surely_over


def test_far_beyond_the_calendar_the_right_is_alive() -> None:
    assert Period(9999, "年", date.max, CALENDAR).runs(date.max) is True
    assert Period(10**18 - 1, "天", date.max, CALENDAR).runs(date.min) is True
    assert Period(1, "天", date.min, CALENDAR).runs(date.min) is True
    assert Period(1, "年", date(2026, 1, 1), CALENDAR).runs(date(2000, 1, 1), 10**18 - 1) is True


@pytest.mark.parametrize(
    ("known", "on", "said"),
    [
        (
            {"知道受侵害日期": date(2025, 12, 1)},
            date(2026, 12, 2),
            "不符合（知道受侵害日期2025年12月1日，要在2026年12月1日以前（含当天））",
        ),
        (
            {"知道受侵害日期": date(2025, 10, 1)},
            date(2026, 10, 8),
            "符合（知道受侵害日期2025年10月1日，要在2026年10月8日以前"
            "（含当天：最后一天2026年10月1日是休息日，顺延到这一天））",
        ),
        (
            {"知道受侵害日期": date(2029, 6, 3)},
            date(2030, 6, 4),
            "还不清楚（知道受侵害日期2029年6月3日，要在2030年6月3日以前（含当天，放假安排公布前是暂定的））",
        ),
        (
            {"知道受侵害日期": date(2027, 9, 30)},
            date(2028, 6, 4),
            "符合（知道受侵害日期2027年9月30日，要在2028年9月30日以前"
            "（含当天：放假安排还没公布，那天休息的话，顺延到2028年10月4日））",
        ),
    ],
)
def test_the_reason_names_the_last_day(known: dict[str, Any], on: date, said: str) -> None:
    rule = parse_expression("期限内(知道受侵害日期, 1年)", facts=FACTS)
    found = explain(rule, values=known, on=on)

    assert found.reasons[0].text.partition("：")[2] == said
    assert bool(found.notes) == (found.answer is UNKNOWN)


def test_an_officer_reads_the_last_day_that_the_applicant_was_told() -> None:
    rule = parse_expression("期限内(知道受侵害日期, 1年)", facts=FACTS)
    found = explain(rule, values={"知道受侵害日期": date(2027, 9, 30)}, on=date(2028, 6, 4))
    assert found.act_by == date(2028, 9, 30)
    assert "要在2028年9月30日以前" in found.reasons[0].text


@pytest.mark.parametrize(
    ("rule", "over"),
    [
        ("期限内(知道受侵害日期, 1年)", "最后一天是2026年12月1日"),
        ("期限内(知道受侵害日期, 1年, 扣除 中止天数)", "最后一天是2026年12月4日"),
        ("非 期限内(知道受侵害日期, 2年)", ""),
        ("期限内(知道受侵害日期, 2年)", ""),
    ],
)
def test_a_period_that_has_run_out_is_told_as_over_and_not_as_not_yet(rule: str, over: str) -> None:
    known = {"知道受侵害日期": date(2025, 12, 1), "中止天数": 3}
    found = explain(parse_expression(rule, facts=FACTS), values=known, on=date(2026, 12, 7))

    assert [reason.over for reason in found.reasons] == [over]


@pytest.mark.parametrize(
    "rule",
    [
        "期限内(知道受侵害日期, 1月)",
        "持有居住证 且 期限内(知道受侵害日期, 2月) 且 期限内(最近主张权利日期, 15天)",
        "期限内(知道受侵害日期, 1月) 或 期限内(最近主张权利日期, 60天)",
        "若 持有居住证 则 期限内(知道受侵害日期, 1月, 扣除 中止天数) 否则 否",
    ],
)
@pytest.mark.parametrize("on", [date(2026, 9, 1), date(2026, 9, 14), date(2026, 9, 18), date(2026, 9, 30)])
def test_a_right_can_be_used_until_the_day_that_is_named_and_not_after(rule: str, on: date) -> None:
    known = {
        "持有居住证": True,
        "知道受侵害日期": date(2026, 9, 1),
        "最近主张权利日期": date(2026, 9, 3),
        "中止天数": 4,
    }
    parsed = parse_expression(rule, facts=FACTS)
    named = explain(parsed, values=known, on=on).act_by

    alive = [day for day in each_day(on, date(2027, 1, 1)) if told(rule, day, **known) is True]
    assert named == (alive[-1] if alive else None)


def test_delays_that_nobody_told_of_are_not_counted_on() -> None:
    rule = parse_expression("期限内(知道受侵害日期, 1年, 扣除 中止天数)", facts=FACTS)
    found = explain(rule, values={"知道受侵害日期": date(2025, 12, 1)}, on=date(2026, 6, 1))
    assert (found.answer, found.act_by) == (True, date(2026, 12, 1))


@pytest.mark.parametrize(
    "rule",
    ["期限内(知道受侵害日期, 1年) 或 持有居住证", "非 期限内(知道受侵害日期, 1月)", "持有居住证"],
)
def test_no_last_day_is_named_where_none_bounds_the_right(rule: str) -> None:
    known = {"知道受侵害日期": date(2026, 9, 1), "持有居住证": True}
    assert explain(parse_expression(rule, facts=FACTS), values=known, on=date(2026, 10, 20)).act_by is None


LEFT = {"知道受侵害日期": date(2025, 9, 1), "最近主张权利日期": date(2025, 9, 3)}
ALIVE_OR_OVER = "期限内(知道受侵害日期, 1年) 或 期限内(最近主张权利日期, 1年, 扣除 中止天数)"


@pytest.mark.parametrize(
    ("rule", "known", "gone"),
    [
        (ALIVE_OR_OVER, LEFT, date(2026, 9, 3)),
        (f"({ALIVE_OR_OVER}) 或 持有居住证", LEFT, date(2026, 9, 3)),  # that may still be said
        (f"({ALIVE_OR_OVER}) 或 持有居住证", {**LEFT, "持有居住证": True}, None),
        (f"({ALIVE_OR_OVER}) 且 持有居住证", {**LEFT, "持有居住证": True}, date(2026, 9, 3)),
        (f"({ALIVE_OR_OVER}) 且 持有居住证", {**LEFT, "持有居住证": False}, None),  # not for want of time
        (ALIVE_OR_OVER, {"最近主张权利日期": date(2025, 9, 3)}, None),  # the other may still run
        (ALIVE_OR_OVER, {**LEFT, "中止天数": 30}, None),
        ("非 期限内(知道受侵害日期, 1年)", LEFT, None),
        (
            "若 持有居住证 则 期限内(知道受侵害日期, 1年) 否则 否",
            {**LEFT, "持有居住证": True},
            date(2026, 9, 1),
        ),
    ],
)
def test_the_last_day_is_named_where_only_time_stands_against(
    rule: str, known: dict[str, Any], gone: date | None
) -> None:
    here = Situation(known, date(2026, 9, 14), no_parameters)
    assert gone_by(parse_expression(rule, facts=FACTS), here) == gone


def test_which_branch_was_taken_is_no_reason_against() -> None:
    rule = parse_expression("若 持有居住证 则 期限内(知道受侵害日期, 1年) 否则 否", facts=FACTS)
    known = {"持有居住证": True, "知道受侵害日期": date(2025, 12, 1)}

    late = explain(rule, values=known, on=date(2026, 12, 7))
    assert [reason.facts for reason in late.reasons] == [("知道受侵害日期",)]
    never = explain(rule, values={"持有居住证": False}, on=date(2026, 12, 7))
    assert never.reasons[0].facts == ("持有居住证",)


def test_the_reason_counts_from_an_interruption_in_time() -> None:
    rule = parse_expression(
        "期限内(知道受侵害日期, 1年, 中断于 最近主张权利日期, 扣除 中止天数)", facts=FACTS
    )
    known = {
        "知道受侵害日期": date(2024, 3, 1),
        "最近主张权利日期": date(2025, 2, 28),
        "中止天数": 5,
    }
    found = explain(rule, values=known, on=date(2026, 3, 6))

    assert "要在2026年3月5日以前（含当天）" in found.reasons[0].seen


def test_a_claim_that_came_too_late_asks_about_earlier_ones() -> None:
    rule = parse_expression("期限内(知道受侵害日期, 1年, 中断于 最近主张权利日期)", facts=FACTS)
    known = {"知道受侵害日期": date(2023, 3, 1), "最近主张权利日期": date(2026, 2, 28)}
    found = explain(rule, values=known, on=date(2026, 3, 6))

    assert found.notes == ("这次主张权利时原来的期限已经过了，要看更早有没有主张过",)


def test_what_opens_when_a_right_ends_opens_the_day_after_its_last() -> None:
    """2026-10-01 to 07 are holidays; the last day moves to the 8th."""
    rule = parse_expression("非 期限内(知道受侵害日期, 1年)", facts=FACTS)
    wait = nearest(rule, values={"知道受侵害日期": date(2025, 10, 1)}, on=date(2026, 9, 1))

    assert wait is not None and wait.earliest == date(2026, 10, 9)


def test_a_bar_that_must_be_over_names_no_day_to_hurry_to() -> None:
    values = {"知道受侵害日期": date(2025, 10, 1)}
    waiting = parse_expression("非 期限内(知道受侵害日期, 1年)", facts=FACTS)
    running = parse_expression("期限内(知道受侵害日期, 1年)", facts=FACTS)

    assert "以前" not in str(explain(waiting, values=values, on=date(2026, 9, 1)))
    assert "以前" in str(explain(running, values=values, on=date(2026, 9, 1)))


def test_waiting_never_brings_a_right_back() -> None:
    rule = parse_expression("期限内(知道受侵害日期, 1年)", facts=FACTS)

    assert nearest(rule, values={"知道受侵害日期": date(2024, 10, 1)}, on=date(2026, 9, 1)) is None


@pytest.mark.parametrize(
    ("rule", "officer", "worker"),
    [
        (
            "期限内(知道受侵害日期, 1年)",
            "从知道受侵害日期起没有超过1年（最后一天算在内，遇休息日顺延）。",
            "从您知道权利受损害的日期起没有超过1年（最后一天算在内，遇休息日顺延）。",
        ),
        (
            "非 期限内(知道受侵害日期, 参数:居住月数下限 个月)",
            "从知道受侵害日期起已经超过居住月数下限（6个月）（最后一天算在内，遇休息日顺延）。",
            "从您知道权利受损害的日期起已经超过居住月数下限（6个月）（最后一天算在内，遇休息日顺延）。",
        ),
        (
            "期限内(知道受侵害日期, 60天, 中断于 最近主张权利日期, 扣除 中止天数)",
            "从知道受侵害日期起没有超过60天（最后一天算在内，遇休息日顺延；"
            "最近主张权利日期还在期限内的，从那天重新算；中止天数不算在内）。",
            "从您知道权利受损害的日期起没有超过60天（最后一天算在内，遇休息日顺延；"
            "您最近一次主张权利的日期还在期限内的，从那天重新算；因不可抗力耽误的天数不算在内）。",
        ),
    ],
)
def test_a_bar_in_words(rule: str, officer: str, worker: str) -> None:
    tree = parse_expression(rule, facts=FACTS)
    on = date(2016, 6, 1)

    assert render(tree, FACTS, parameters, on, declared=PARAMETERS) == officer
    assert render_plain(tree, FACTS, parameters, on, declared=PARAMETERS) == worker


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("判定日期 > 月后(居住起始日期, 1)", "满1个月是2016年2月29日"),
        ("判定日期 > 月后(居住起始日期, 参数:居住月数下限)", "满6个月是2016年7月31日"),
        ("判定日期 < 天后(居住起始日期, -30)", "提前30天是2016年1月1日"),
    ],
)
def test_the_reason_names_the_day_so_long_after(rule: str, words: str) -> None:
    known = {"居住起始日期": date(2016, 1, 31)}
    found = explain(
        parse_expression(rule, facts=FACTS), values=known, on=date(2016, 2, 10), parameters=parameters
    )
    assert words in found.reasons[0].seen


def test_a_period_is_over_for_those_alone_whom_nothing_else_keeps_out() -> None:
    """Whoever never had the claim is not told that its last day has passed."""
    rule = parse_expression("最近主张权利日期 < 知道受侵害日期 且 期限内(知道受侵害日期, 1年)", facts=FACTS)

    def over(claimed: date) -> str:
        known = {"知道受侵害日期": date(2023, 3, 1), "最近主张权利日期": claimed}
        return (
            explain(Cited(rule, "#第一条", "有这样的事"), values=known, on=date(2026, 3, 6)).reasons[0].over
        )

    assert "2024年3月1日" in over(date(2023, 2, 28))
    assert over(date(2023, 3, 1)) == ""
