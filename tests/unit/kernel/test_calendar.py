"""Working days: published, corrected, and not yet known."""

from datetime import date, timedelta

import pytest

from huigong.kernel.calendar import Direction, WorkCalendar, longest_rest, read_calendar
from huigong.kernel.data.calendar_tables import Override
from huigong.kernel.packs import PackError, Report

CALENDAR = WorkCalendar.published()


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2016, 6, 8), True),
        (date(2016, 6, 9), False),  # Dragon Boat
        (date(2016, 6, 10), False),  # day off in lieu
        (date(2016, 6, 12), True),  # make-up Sunday
        (date(2016, 6, 18), False),  # ordinary Saturday
        (date(2020, 1, 31), False),  # Spring Festival prolonged by the epidemic
        (date(2004, 1, 5), True),
        (date(2026, 2, 14), True),  # make-up Saturday
    ],
)
def test_published_days(day, working):
    kind = CALENDAR.day(day)

    assert kind.working is working
    assert not kind.provisional
    assert str(day.year) in kind.source


@pytest.mark.parametrize(
    ("day", "statutory"),
    [
        (date(2025, 1, 28), True),  # 除夕 since 2025 (T06)
        (date(2025, 2, 1), False),  # off, a Saturday beside the festival
        (date(2025, 2, 3), False),  # day off in lieu
        (date(2026, 5, 2), True),  # second day of Labour Day since 2025 (T06)
        (date(2026, 5, 4), False),
        (date(2026, 11, 23), False),
        (date(2016, 10, 1), None),  # the rule of that year is not on record
        (date(2016, 10, 6), False),  # day off in lieu, so certainly none
    ],
)
def test_statutory_holidays_are_told_apart_from_days_off_beside_them(day, statutory):
    assert CALENDAR.day(day).statutory_holiday is statutory


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2027, 1, 1), False),
        (date(2027, 1, 4), True),
        (date(2027, 1, 9), False),
        (date(2027, 10, 2), False),
    ],
)
def test_beyond_the_notices_an_answer_is_provisional_and_says_why(day, working):
    kind = CALENDAR.day(day)

    assert kind.working is working
    assert kind.provisional
    assert "尚未录入" in kind.source


def test_a_lunar_holiday_nobody_entered_is_not_known():
    assert CALENDAR.day(date(2027, 2, 6)).statutory_holiday is None


def test_counting_across_a_festival():
    assert CALENDAR.count_working_days(date(2016, 6, 6), date(2016, 6, 12)).count == 4
    assert CALENDAR.count_working_days(date(2016, 6, 6), date(2016, 6, 5)).count == 0


def test_rolling_both_ways():
    assert CALENDAR.roll(date(2016, 10, 3), "forward").day == date(2016, 10, 8)
    assert CALENDAR.roll(date(2016, 10, 3), Direction.BACK).day == date(2016, 9, 30)
    assert CALENDAR.roll(date(2016, 10, 8), "back").day == date(2016, 10, 8)


def test_an_answer_built_on_a_provisional_day_is_provisional():
    december = date(2026, 12, 28)

    assert not CALENDAR.count_working_days(december, date(2026, 12, 31)).provisional
    assert CALENDAR.count_working_days(december, date(2027, 1, 1)).provisional
    assert CALENDAR.roll(date(2027, 1, 1), "back").provisional


# --- tables of policy officers


def calendar_of(folder):
    return read_calendar(folder, Report())


def folder(tmp_path, notices, statutory="holidays: []\n"):
    (tmp_path / "notices.yaml").write_text(notices, encoding="utf-8")
    (tmp_path / "statutory_days.yaml").write_text(statutory, encoding="utf-8")
    return tmp_path


def test_a_corrected_day_wins_and_is_known(tmp_path):
    notices = "days: [{date: 2027-01-03, working: true, notice: 虚构〔2026〕1号, note: 元旦调休}]\ncomplete_years: []\n"
    calendar = calendar_of(folder(tmp_path, notices))

    kind = calendar.day(date(2027, 1, 3))

    assert kind.working
    assert not kind.provisional
    assert kind.source == "虚构〔2026〕1号（元旦调休）"
    assert calendar.day(date(2027, 1, 4)).provisional


def test_a_year_entered_in_full_is_published(tmp_path):
    notices = "complete_years: [{year: 2027, notice: 虚构〔2026〕1号}]\ndays: []\n"

    kind = calendar_of(folder(tmp_path, notices)).day(date(2027, 3, 3))

    assert kind.working
    assert not kind.provisional
    assert kind.source == "虚构〔2026〕1号"


def test_overrides_given_in_code():
    calendar = WorkCalendar(overrides={date(2016, 6, 8): Override(working=False, notice="虚构文号")})

    assert not calendar.day(date(2016, 6, 8)).working


@pytest.mark.parametrize(
    ("notices", "column", "told"),
    [
        ("days: [{date: 2027-01-03, working: true}]", 8, "“notice”"),
        ("days: [{date: 一月三日, working: true, notice: 甲}]", 15, "一月三日"),
        ("days: [{date: 2027-01-03, working: 班, notice: 甲}]", 36, "working"),
        (
            "days: [{date: 2027-01-03, working: true, notice: 甲}, {date: 2027-01-03, working: true, notice: 甲}]",
            61,
            "两次",
        ),
        ("complete_years: [2027]", 18, "年份"),
        ("days: [1", 7, "没有关上"),
        ("- 1", 1, "放假通知表"),
    ],
)
def test_a_wrong_table_names_the_place(tmp_path, notices, column, told):
    with pytest.raises(PackError, match=told) as refused:
        calendar_of(folder(tmp_path, notices))

    assert refused.value.file == "100000/calendar/notices.yaml"
    assert (refused.value.line, refused.value.column) == (1, column)


def test_a_missing_table_is_told(tmp_path):
    with pytest.raises(PackError, match="打不开文件"):
        calendar_of(tmp_path / "nowhere")


def test_a_holiday_without_an_article_is_refused(tmp_path):
    with pytest.raises(PackError, match="元旦"):
        calendar_of(folder(tmp_path, "days: []", "holidays: [{name: 元旦, since: 2025-01-01}]"))


def test_a_day_of_the_places_own_beside_a_holiday_makes_the_longest_rest_longer() -> None:
    off = {date(2025, 10, 9) + timedelta(days=number): Override(False, "虚构通知") for number in range(2)}
    calendar = WorkCalendar().with_local(off)
    assert calendar.longest_rest == 10, (
        "from the first to the tenth of October; the eleventh is a day of work"
    )
    assert WorkCalendar().longest_rest == longest_rest()
    alone = WorkCalendar().with_local({date(2025, 6, 11): Override(False, "虚构通知")})
    assert alone.longest_rest == longest_rest()
