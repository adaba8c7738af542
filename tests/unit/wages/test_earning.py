"""What a month of work earns, by article; and what holds of every month."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import Invalid
from huigong.kernel.money import Fen
from huigong.kernel.packs import PackError
from huigong.portals.cli.earn import run
from huigong.wages.earning.counting import earned
from huigong.wages.earning.shapes import Basis, Deduction, Earned, Hours, MonthOfWork, Off, Terms, Worked
from huigong.wages.earning.writing import read_month
from huigong.wages.law import Law
from huigong.wages.parameters import parameters
from tests.each import each
from tests.effort import examples

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)  # three statutory holidays, 18 working days
WORKING, REST, HOLIDAY = date(2026, 10, 12), date(2026, 10, 17), date(2026, 10, 1)
MONTHLY = Terms(Basis.MONTH, Fen(600_000))


def full_days() -> dict[date, Worked]:
    """Eight hours on every working day of the month."""
    calendar = WorkCalendar.published()
    days = (FIRST + timedelta(days=number) for number in range(31))
    return {day: Worked(Decimal(8)) for day in days if calendar.day(day).working}


def month(terms: Terms = MONTHLY, **more: Any) -> MonthOfWork:
    return MonthOfWork(first=FIRST, last=LAST, terms=terms, days=more.pop("days", {}), **more)


def of(work: MonthOfWork) -> Earned:
    return earned(work, Law(parameters(), on=work.first))


def amounts(outcome: Earned) -> dict[str, int]:
    return {line.what: line.amount for line in outcome.lines}


# Overtime: 工资支付暂行规定 13 ---------------------------------------------------------------------


def test_hours_beyond_eight_on_a_working_day_count_one_and_a_half_times() -> None:
    """6,000 ÷ 21.75 ÷ 8 × 1.5 × 3 = 155.17"""
    assert amounts(of(month(days={WORKING: Worked(Decimal(11))})))["平时加班"] == 155_17
    assert "平时加班" not in amounts(of(month(days={WORKING: Worked(Decimal(8))})))


def test_a_rest_day_counts_twice_unless_another_day_off_was_given() -> None:
    assert amounts(of(month(days={REST: Worked(Decimal(8))})))["休息日加班"] == 551_72
    assert "休息日加班" not in amounts(of(month(days={REST: Worked(Decimal(8), time_off=True)})))


def test_a_statutory_holiday_counts_three_times_whatever_day_off_was_given() -> None:
    assert amounts(of(month(days={HOLIDAY: Worked(Decimal(8), time_off=True)})))["法定休假日加班"] == 827_59


def test_the_days_beside_a_holiday_are_rest_days_and_no_statutory_ones() -> None:
    """National Day 2026: 1 to 3 October by the law, the days off after them by the yearly notice."""
    outcome = amounts(of(month(days={date(2026, 10, 5): Worked(Decimal(8))})))
    assert outcome.get("休息日加班") == 551_72


def test_pieces_beyond_the_quota_count_as_hours_do() -> None:
    terms = Terms(Basis.PIECE, Fen(200))
    days = {WORKING: Worked(pieces=100, more=10), REST: Worked(pieces=50), HOLIDAY: Worked(pieces=20)}
    outcome = amounts(of(month(terms, days=days)))
    assert outcome == {"计件": 200_00, "平时加班": 30_00, "休息日加班": 200_00, "法定休假日加班": 120_00}


def test_averaged_hours_count_beyond_the_working_hours_of_the_month() -> None:
    """18 working days × 8 = 144 hours: rest days are ordinary days, and what a holiday counts is not on record."""
    terms = Terms(Basis.MONTH, Fen(600_000), Hours.AVERAGED)
    days = {FIRST + timedelta(days=number): Worked(Decimal(10)) for number in range(3, 18)}
    assert "平时加班" not in amounts(of(month(terms, days={day: days[day] for day in list(days)[:14]})))
    assert amounts(of(month(terms, days=days)))["平时加班"] == round(600_000 / 21.75 / 8 * 1.5 * 6)
    assert of(month(terms, days={HOLIDAY: Worked(Decimal(8))}, minimum=Fen(1))).open


def test_averaged_hours_of_part_of_a_month_count_beyond_its_own_working_days() -> None:
    """From 16 November: 11 working days hold 88 of 180 hours; five days of leave by own wish hold none."""
    terms = Terms(Basis.MONTH, Fen(600_000), Hours.AVERAGED)
    november = {"first": date(2026, 11, 1), "last": date(2026, 11, 30), "terms": terms}
    days = {date(2026, 11, day): Worked(Decimal(12)) for day in range(16, 31)}
    assert amounts(of(MonthOfWork(**november, days=days, since=date(2026, 11, 16))))["平时加班"] == 4_758_62
    away = frozenset(date(2026, 11, day) for day in range(2, 7))
    days = {date(2026, 11, day): Worked(Decimal(12)) for day in range(9, 25)}
    hours = 16 * 12 - 16 * 8
    outcome = amounts(of(MonthOfWork(**november, days=days, absent=away)))
    assert outcome["平时加班"] == round(600_000 / 21.75 / 8 * 1.5 * hours)


def test_long_days_of_averaged_hours_leave_other_days_free() -> None:
    """15 days of 10 hours hold the 144 of the month: nothing is left out, and the month was full."""
    terms = Terms(Basis.HOUR, Fen(30_00), Hours.AVERAGED)
    days = {FIRST + timedelta(days=number): Worked(Decimal(10)) for number in range(3, 18)}
    assert not of(month(terms, days=days, minimum=Fen(1))).open


def test_a_rest_day_with_another_day_off_is_a_working_day() -> None:
    """Time off spares the double wage (工资支付暂行规定 13 (2)), not the wage."""
    off = {REST: Worked(Decimal(11), pieces=150, more=10, time_off=True)}
    outcome = amounts(of(month(Terms(Basis.DAY, Fen(300_00)), days=off, since=WORKING)))
    assert outcome == {"出勤": 300_00, "平时加班": 168_75}
    outcome = amounts(of(month(Terms(Basis.PIECE, Fen(200)), days=off, since=WORKING)))
    assert outcome == {"计件": 300_00, "平时加班": 30_00}
    assert amounts(of(month(days=off)))["平时加班"] == 155_17


def test_the_day_off_given_for_a_rest_day_is_not_missing() -> None:
    days = full_days()
    del days[WORKING]
    days[REST] = Worked(Decimal(8), time_off=True)
    outcome = of(month(Terms(Basis.DAY, Fen(300_00)), days=days, minimum=Fen(1)))
    assert not outcome.open


def test_pieces_beyond_the_quota_are_paid_whatever_the_hours() -> None:
    days = {WORKING: Worked(Decimal(9), pieces=100, more=40)}
    irregular = Terms(Basis.PIECE, Fen(200), Hours.IRREGULAR)
    assert amounts(of(month(irregular, days=days))) == {"计件": 280_00}
    averaged = Terms(Basis.PIECE, Fen(200), Hours.AVERAGED)
    outcome = of(month(averaged, days=days))
    assert amounts(outcome) == {"计件": 200_00, "平时加班": 120_00}
    assert any("计件又综合计算工时" in words for words in outcome.open)


def test_hours_that_nobody_approved_count_by_the_standard() -> None:
    """工资支付暂行规定 13: other hours hold once they are approved."""
    terms = Terms(Basis.MONTH, Fen(600_000), Hours.IRREGULAR, approved=False)
    outcome = of(month(terms, days={HOLIDAY: Worked(Decimal(12))}))
    assert amounts(outcome)["法定休假日加班"] == 1241_38
    assert any("批准" in words for words in outcome.open)


def test_irregular_hours_have_no_overtime() -> None:
    terms = Terms(Basis.MONTH, Fen(600_000), Hours.IRREGULAR)
    assert amounts(of(month(terms, days={REST: Worked(Decimal(8))}))) == {"月工资": 600_000}


# The ordinary part --------------------------------------------------------------------------------


def test_a_day_away_by_own_wish_costs_a_day_and_a_rest_day_nothing() -> None:
    assert amounts(of(month(absent=frozenset({WORKING, REST})))) == {"月工资": 600_000, "请假": -275_86}


def test_nobody_owes_for_staying_away_all_month() -> None:
    away = frozenset(FIRST + timedelta(days=number) for number in range(31))
    assert of(month(absent=away)).due >= 0


def test_who_came_within_the_month_is_paid_the_days_from_then() -> None:
    """From 26 October: five working days × 6,000 ÷ 21.75."""
    assert amounts(of(month(since=date(2026, 10, 26)))) == {"出勤": 1379_31}


def test_a_daily_wage_pays_the_hours_of_working_days() -> None:
    terms = Terms(Basis.DAY, Fen(300_00))
    days = {WORKING: Worked(Decimal(8)), date(2026, 10, 13): Worked(Decimal(4))}
    assert amounts(of(month(terms, days=days, since=WORKING))) == {"出勤": 450_00}


@each("terms", [Terms(Basis.DAY, Fen(300_00)), Terms(Basis.HOUR, Fen(37_50))])
def test_statutory_holidays_and_paid_leave_are_paid_by_the_day_and_the_hour_too(terms: Terms) -> None:
    """劳动法 51 and 工资支付暂行规定 11: three holidays of October, a day of leave."""
    outcome = of(month(terms, days=full_days(), minimum=Fen(1)))
    assert amounts(outcome) == {"出勤": 5_400_00, "法定休假日": 900_00}
    assert not outcome.open
    days = {day: done for day, done in full_days().items() if day != WORKING}
    outcome = of(month(terms, days=days, leave=frozenset({WORKING}), minimum=Fen(1)))
    assert amounts(outcome) == {"出勤": 5_100_00, "法定休假日": 900_00, "带薪休假": 300_00}
    assert not outcome.open


def test_work_on_a_holiday_is_paid_beside_the_holiday_as_in_a_monthly_wage_and_it_is_said() -> None:
    outcome = of(month(Terms(Basis.DAY, Fen(300_00)), days={HOLIDAY: Worked(Decimal(8))}))
    assert amounts(outcome) == {"法定休假日": 900_00, "法定休假日加班": 900_00}
    assert any("法定休假日上班" in words for words in outcome.told)


def test_holidays_of_piece_work_are_told_as_not_judged() -> None:
    days = {day: Worked(Decimal(8), pieces=10) for day in full_days()}
    assert any("法定休假日" in words for words in of(month(Terms(Basis.PIECE, Fen(200)), days=days)).open)


def test_working_days_of_which_nothing_is_written_are_told() -> None:
    """They may be a stoppage or leave, which are paid (工资支付暂行规定 11, 12)."""
    terms = Terms(Basis.DAY, Fen(300_00))
    days = full_days()
    del days[WORKING]
    assert any("有 1 个工作日" in words for words in of(month(terms, days=days, minimum=Fen(1))).open)
    away = of(month(terms, days=days, minimum=Fen(1), absent=frozenset({WORKING})))
    assert not any("工作日没有写" in words for words in away.open)


def test_nobody_is_absent_on_a_day_off() -> None:
    """劳动法 51: the holidays of the law are paid, whatever the trip home was written as."""
    trip = frozenset({date(2026, 10, day) for day in (1, 2, 3, 8)})
    assert amounts(of(month(absent=trip))) == {"月工资": 600_000, "请假": -275_86}


def test_leave_of_more_than_half_a_month_counts_the_days_that_are_paid() -> None:
    """July 2026 holds 23 working days: two of them are the same by absence and by `since`."""
    july = {"first": date(2026, 7, 1), "last": date(2026, 7, 31), "terms": MONTHLY, "days": {}}
    away = frozenset(date(2026, 7, day) for day in range(1, 30))
    outcome = of(MonthOfWork(**july, absent=away))
    assert amounts(outcome) == {"出勤": 551_72}
    assert amounts(of(MonthOfWork(**july, since=date(2026, 7, 30)))) == {"出勤": 551_72}
    assert outcome.told


# The least wage and deductions --------------------------------------------------------------------


def test_less_than_the_least_wage_is_topped_up_and_overtime_does_not_count_into_it() -> None:
    low = Terms(Basis.MONTH, Fen(200_000))
    outcome = of(month(low, days={REST: Worked(Decimal(8))}, minimum=Fen(220_000)))
    assert amounts(outcome)["补到最低工资"] == 200_00
    assert "补到最低工资" not in amounts(of(month(low, minimum=Fen(200_000))))


def test_the_least_wage_is_for_who_worked_the_whole_month() -> None:
    """最低工资规定 12: not for who stayed away by own wish."""
    low = Terms(Basis.MONTH, Fen(200_000))
    assert "补到最低工资" not in amounts(of(month(low, minimum=Fen(220_000), absent=frozenset({WORKING}))))


@each(
    "work",
    [
        month(Terms(Basis.MONTH, Fen(100_000)), absent=frozenset({WORKING}), minimum=Fen(200_000)),
        month(Terms(Basis.MONTH, Fen(100_000)), since=date(2026, 10, 12), minimum=Fen(200_000)),
        month(Terms(Basis.HOUR, Fen(500)), days={WORKING: Worked(Decimal(8))}, minimum=Fen(200_000)),
        month(Terms(Basis.DAY, Fen(60_00)), days={WORKING: Worked(Decimal(7))}, minimum=Fen(200_000)),
    ],
)
def test_what_was_agreed_is_held_against_the_least_wage_even_where_the_month_is_not_full(
    work: MonthOfWork,
) -> None:
    """最低工资规定 12 is for a full month; who agreed on less all the same is told, and nothing is topped up."""
    outcome = of(work)
    assert "补到最低工资" not in amounts(outcome)
    assert any("没有核对" in words for words in outcome.open)
    assert any("低于最低工资 2,000 元" in words for words in outcome.open)


@each(
    "terms, worked",
    [
        (Terms(Basis.HOUR, Fen(30_00), Hours.AVERAGED), Worked(Decimal(20))),
        (Terms(Basis.PIECE, Fen(200), Hours.IRREGULAR), Worked(pieces=10)),
        (Terms(Basis.PIECE, Fen(200)), Worked(pieces=10)),
    ],
)
def test_nothing_is_topped_up_where_the_month_may_not_have_been_full(terms: Terms, worked: Worked) -> None:
    outcome = of(month(terms, days={WORKING: worked}, minimum=Fen(200_000)))
    assert "补到最低工资" not in amounts(outcome)
    assert any("最低工资没有核对" in words for words in outcome.open)


def test_a_place_without_a_least_wage_is_told_as_not_judged() -> None:
    assert of(month()).open
    assert not of(month(minimum=Fen(1))).open


def test_damage_takes_a_fifth_of_the_wage_at_most_and_leaves_the_least_wage() -> None:
    """工资支付暂行规定 16"""
    damage = Deduction(Off.DAMAGE, Fen(150_000), in_contract=True)
    assert of(month(deductions=(damage,), minimum=Fen(220_000))).net == 480_000
    assert of(month(deductions=(damage,), minimum=Fen(550_000))).net == 550_000
    assert of(month(deductions=(Deduction(Off.DAMAGE, Fen(100)),), minimum=Fen(1))).net == 600_000
    assert of(month(deductions=(damage, damage), minimum=Fen(1))).net == 480_000


def test_only_what_the_law_names_is_taken_off() -> None:
    """工资支付暂行规定 15: a fine, a deposit, a fee are not."""
    deductions = (Deduction(Off.TAX, Fen(30_00)), Deduction(Off.OTHER, Fen(200_00)))
    assert of(month(deductions=deductions)).net == 600_000 - 30_00


def test_more_taken_off_than_was_earned_is_told() -> None:
    insurance = (Deduction(Off.INSURANCE, Fen(700_000)),)
    assert any("扣的比应发的多" in words for words in of(month(deductions=insurance, minimum=Fen(1))).open)


def test_a_month_whose_days_off_are_not_published_yet_is_told() -> None:
    work = MonthOfWork(date(2027, 2, 1), date(2027, 2, 28), MONTHLY, {}, minimum=Fen(1))
    assert any("还没有公布" in words for words in of(work).open)


# What holds of every month ------------------------------------------------------------------------

HOURS = st.integers(0, 48).map(lambda halves: Decimal(halves) / 2)
DAYS = st.dictionaries(st.dates(FIRST, LAST), st.builds(Worked, HOURS, st.integers(0, 99), st.integers(0, 9)))
TERMS = st.builds(Terms, st.sampled_from(Basis), st.integers(1, 10**7).map(Fen), st.sampled_from(Hours))


@settings(max_examples=examples(60, release=2000), deadline=None)
@given(TERMS, DAYS, st.dates(FIRST, LAST), HOURS)
def test_more_work_never_earns_less(
    terms: Terms, days: dict[date, Worked], day: date, hours: Decimal
) -> None:
    before = days.get(day, Worked())
    after = Worked(min(before.hours + hours, Decimal(24)), before.pieces + 1, before.more)
    least = Fen(1)
    assert (
        of(month(terms, days={**days, day: after}, minimum=least)).due
        >= of(month(terms, days=days, minimum=least)).due
    )


@settings(max_examples=examples(60, release=2000), deadline=None)
@given(
    TERMS,
    DAYS,
    st.lists(
        st.builds(
            Deduction, st.sampled_from((Off.DAMAGE, Off.OTHER)), st.integers(0, 10**6).map(Fen), st.booleans()
        ),
        max_size=3,
    ),
)
def test_lines_add_up_and_damage_never_takes_below_the_least_wage(
    terms: Terms, days: dict[date, Worked], deductions: list[Deduction]
) -> None:
    least = Fen(220_000)
    outcome = of(month(terms, days=days, deductions=tuple(deductions), minimum=least))
    assert outcome.due == sum(line.amount for line in outcome.lines)
    assert outcome.net == outcome.due - sum(each.allowed for each in outcome.taken)
    assert outcome.net >= min(outcome.due, least)
    assert all(0 <= each.allowed <= each.asked for each in outcome.taken)


# What people write --------------------------------------------------------------------------------


def test_a_month_as_people_write_it() -> None:
    written = (
        "month: 2026-10\nregion: '510421'\ntier: 二档\nterms: {basis: month, rate: 6000元}\n"
        "days: {2026-10-12: 11, 2026-10-17: {hours: 8, time_off: true}}\npaid: 6000元\n"
    )
    work, law = read_month(written)
    outcome = earned(work, law)
    assert (outcome.due, outcome.owed) == (6155_17, 155_17)
    assert any("2025-" in words for words in outcome.told)


@each(
    "written, told",
    [
        ("month: 2026-10\nterms: {basis: year, rate: 1元}", "basis"),
        ("month: 2026-10\nterms: {basis: day, rate: 一些}", "金额"),
        ("month: 2026-10\nterms: {basis: day, rate: 1元}\ndays: {昨天: 8}", "days"),
        ("month: 2026-10", "terms"),
    ],
)
def test_a_month_that_cannot_be_read_says_what_is_wrong(written: str, told: str) -> None:
    with pytest.raises(PackError) as refused:
        read_month(written)
    assert told in str(refused.value)


@each(
    "days, code",
    [
        ({date(2026, 11, 1): Worked(Decimal(8))}, "wages.day"),
        ({WORKING: Worked(Decimal(25))}, "wages.hours"),
    ],
)
def test_days_that_cannot_be_are_refused(days: dict[date, Worked], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        of(month(days=days))
    assert refused.value.code == code


def test_a_day_is_worked_or_away() -> None:
    with pytest.raises(Invalid) as refused:
        of(month(days={WORKING: Worked(Decimal(8))}, absent=frozenset({WORKING})))
    assert refused.value.code == "wages.day_twice"


def test_a_day_written_twice_is_refused() -> None:
    with pytest.raises(PackError) as refused:
        read_month("month: 2026-10\nterms: {basis: day, rate: 1元}\ndays: {2026-10-12: 8, 2026.10.12: 3}")
    assert "写了两次" in str(refused.value)


def test_a_month_in_json_has_its_dates_as_text() -> None:
    work, _ = read_month(
        '{"month": "2026-10", "terms": {"basis": "month", "rate": "6000元"}, "since": "2026-10-08",'
        ' "days": {"2026-10-12": 11}, "absent": ["2026-10-13"]}'
    )
    assert (work.since, work.absent) == (date(2026, 10, 8), frozenset({date(2026, 10, 13)}))


def test_the_shell_never_says_all_is_well_where_the_least_wage_was_not_judged(tmp_path: Path) -> None:
    """Five yuan an hour, a day short of the month."""
    days = {day.isoformat(): 8 for day in full_days() if day != WORKING}
    terms = {"basis": "hour", "rate": "5元"}
    written = {"month": "2026-10", "minimum": "2000元", "terms": terms, "days": days, "paid": "90000元"}
    case = tmp_path / "month.json"
    case.write_text(json.dumps({**written, "absent": [WORKING.isoformat()]}), encoding="utf-8")
    assert run(["--case", str(case)]) == 1
    full = {**written, "terms": {"basis": "hour", "rate": "50元"}}
    full["days"] = {**days, WORKING.isoformat(): 8}
    case.write_text(json.dumps(full), encoding="utf-8")
    assert run(["--case", str(case)]) == 0
