"""Days as people write them, and both ends of the calendar."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huigong.kernel import days
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import DomainError
from huigong.kernel.timelimits import Extension, ExtensionRule, Measure, Pause, Roll, TimeLimit, run

CALENDAR = WorkCalendar.published()


@pytest.mark.parametrize(
    "text",
    [
        "2016-06-01",
        "2016-6-1",
        "2016/6/1",
        "2016年6月1日",
        "20160601",
        "2016年6月1号",
        "二〇一六年六月一日",
        "2016-06-01 00:00",
        "2016/6/1 0:00:00",
        "2016-06-01T00:00:00",
        "２０１６－０６－０１",
        " 2016-06-01\u200b",
    ],
)
def test_a_day_is_read_in_the_ways_people_write_it(text: str) -> None:
    assert days.read(text) == date(2016, 6, 1)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "day.not_a_day"),
        ("明天", "day.not_a_day"),
        ("2016-02-30", "day.not_a_day"),
        ("16-06-01", "day.not_a_day"),
        ("2016-06-01T10:00", "day.not_a_day"),
        ("-2016-06-01", "day.not_a_day"),
        ("0000-01-01", "day.not_a_day"),
        ("9999-12-31", "day.out_of_range"),
        ("2200-01-01", "day.out_of_range"),
        ("0001-01-01", "day.out_of_range"),
        ("1899-12-31", "day.out_of_range"),
        ("1" * 300_000, "day.not_a_day"),
        ("万" * 300_000, "day.not_a_day"),
    ],
)
def test_what_is_no_day_is_refused_in_short(text: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        days.read(text)
    assert refused.value.code == code
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("start", [date.max, date(9999, 12, 30), date(9999, 1, 4)])
@pytest.mark.parametrize("measure", Measure)
@pytest.mark.parametrize("roll", Roll)
def test_a_limit_that_runs_over_the_end_of_the_calendar_says_so(
    start: date, measure: Measure, roll: Roll
) -> None:
    limit = TimeLimit(400, measure, "虚构条例第一条", roll=roll)
    with pytest.raises(DomainError) as refused:
        run(limit, start=start, today=start, calendar=CALENDAR)
    assert refused.value.code == "day.beyond_calendar"


@pytest.mark.parametrize("first_day_counts", [True, False])
@pytest.mark.parametrize("roll", Roll)
def test_a_limit_at_the_beginning_of_the_calendar_is_counted_or_refused(
    first_day_counts: bool, roll: Roll
) -> None:
    limit = TimeLimit(1, Measure.NATURAL_DAY, "虚构条例第一条", first_day_counts=first_day_counts, roll=roll)
    assert outcome(limit, start=date.min) in ("counted", "day.beyond_calendar")


@given(
    st.dates(), st.dates(), st.integers(1, 12), st.sampled_from(Measure), st.sampled_from(Roll), st.booleans()
)
def test_any_limit_from_any_day_ends_or_is_refused(
    start: date, granted: date, length: int, measure: Measure, roll: Roll, extended: bool
) -> None:
    limit = TimeLimit(length, measure, "虚构条例第一条", roll=roll, extension=ExtensionRule(5, "负责人"))
    extension = Extension(granted, "虚构负责人", "案情复杂") if extended else None
    assert outcome(limit, start=start, extension=extension).startswith(("counted", "day.", "timelimit."))


def outcome(limit: TimeLimit, *, start: date, extension: Extension | None = None) -> str:
    """`counted`, or the code of the refusal."""
    try:
        run(limit, start=start, today=start, calendar=CALENDAR, extension=extension)
    except DomainError as error:
        return error.code
    return "counted"


def test_a_pause_to_the_end_of_the_calendar_is_refused() -> None:
    limit = TimeLimit(20, Measure.NATURAL_DAY, "虚构条例第一条")
    pause = Pause(date(9999, 1, 2), date.max, "鉴定", "虚构条例第二条")
    with pytest.raises(DomainError) as refused:
        run(limit, start=date(9999, 1, 1), today=date(9999, 1, 5), calendar=CALENDAR, pauses=[pause])
    assert refused.value.code == "day.beyond_calendar"
