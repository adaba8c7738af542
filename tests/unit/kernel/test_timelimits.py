"""Statutory clocks: a table worked out by hand, and what must hold for every clock."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.data.calendar_tables import Override
from huigong.kernel.errors import DomainError
from huigong.kernel.timelimits import (
    NOBODY,
    Extension,
    ExtensionRule,
    Measure,
    Pause,
    Roll,
    TimeLimit,
    corresponding_day,
    extend,
    run,
)

CALENDAR = WorkCalendar.published()
TABLE = yaml.safe_load(Path(__file__).with_name("time_limits.yaml").read_text(encoding="utf-8"))
INSPECTION = TimeLimit(
    60, Measure.WORKING_DAY, "劳动保障监察条例第十七条", extension=ExtensionRule(30, "劳动保障行政部门负责人")
)
START = date(2016, 6, 2)


def limit_of(row):
    terms = dict(row["limit"])
    length = terms.pop("extension", None)
    rule = ExtensionRule(length, "负责人") if length else None
    return TimeLimit(article=row["article"], extension=rule, **terms)


def clock_of(row):
    granted = row.get("extended")
    return run(
        limit_of(row),
        start=row["start"],
        today=row["today"],
        pauses=[Pause(article=row["article"], **pause) for pause in row.get("pauses", [])],
        extension=Extension(granted, "虚构负责人", "案情复杂") if granted else None,
        calendar=CALENDAR,
    )


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['fact']} {row['article']} {row['what']}")
def test_a_limit_worked_out_by_hand(row):
    clock = clock_of(row)

    assert (clock.due, clock.left) == (row["due"], row["left"]), row["why"]
    assert clock.used + clock.left == clock.total
    assert clock.overdue is (row["left"] < 0)
    assert clock.paused_now is row.get("paused", False)
    assert clock.provisional is row.get("provisional", False)
    assert clock.expired_outcome == row.get("outcome")
    assert any(row["article"] in sentence for sentence in clock.explain())


def test_the_table_names_many_articles():
    assert len(TABLE) >= 25
    assert len({row["article"] for row in TABLE}) >= 25


# --- in words


def test_a_clock_explains_itself_in_chinese():
    clock = run(
        INSPECTION,
        start=START,
        today=date(2016, 6, 15),
        pauses=[
            Pause(date(2016, 6, 13), date(2016, 6, 14), "等待鉴定", "某条", told_in_writing=date(2016, 6, 13))
        ],
        extension=Extension(date(2016, 6, 14), "虚构局长", "案情复杂"),
        calendar=CALENDAR,
    )

    assert clock.explain() == [
        "从2016年6月2日起算，当日不计入，从2016年6月3日开始计算。",
        "期限为60个工作日（劳动保障监察条例第十七条）。",
        "2016年6月13日至2016年6月14日因等待鉴定暂停，不计入期限（某条；已于2016年6月13日书面告知）。",
        "2016年6月14日经虚构局长批准延长30个工作日，理由：案情复杂。",
        "期限至2016年10月17日届满，当日仍在期限内。",
    ]


def test_a_roll_is_explained():
    weekend = TimeLimit(15, Measure.NATURAL_DAY, "某条")
    steps = run(weekend, start=date(2016, 6, 10), today=START, calendar=CALENDAR).explain()

    assert "最后一日2016年6月25日是休息日或法定节假日，顺延至2016年6月27日。" in steps


def test_an_unverified_figure_says_so():
    doubtful = TimeLimit(5, Measure.WORKING_DAY, "某条", verified=False)
    steps = run(doubtful, start=START, today=START, calendar=CALENDAR).steps

    assert "unverified" in {step.kind for step in steps}


# --- rolls and first days


def test_the_first_day_counts_where_the_law_says_so():
    three_days = TimeLimit(3, Measure.NATURAL_DAY, "某条", first_day_counts=True, roll=Roll.NONE)

    clock = run(three_days, start=START, today=START, calendar=CALENDAR)

    assert (clock.due, clock.used, clock.left) == (date(2016, 6, 4), 1, 2)


def test_without_a_roll_a_limit_ends_on_a_rest_day():
    limit = TimeLimit(15, Measure.NATURAL_DAY, "某条", roll=Roll.NONE)

    assert run(limit, start=date(2016, 6, 10), today=START, calendar=CALENDAR).due == date(2016, 6, 25)


def test_a_last_day_does_not_roll_into_a_pause():
    limit = TimeLimit(15, Measure.NATURAL_DAY, "某条")
    pause = Pause(date(2016, 6, 26), date(2016, 6, 28), "停电", "某条")

    assert run(limit, start=date(2016, 6, 10), today=START, pauses=[pause], calendar=CALENDAR).due == date(
        2016, 6, 29
    )


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2016, 1, 31), 1, date(2016, 2, 29)),
        (date(2015, 1, 31), 1, date(2015, 2, 28)),
        (date(2016, 2, 29), 12, date(2017, 2, 28)),
        (date(2016, 11, 30), 3, date(2017, 2, 28)),
        (date(2016, 12, 15), 12, date(2017, 12, 15)),
        (date(2016, 10, 31), 1, date(2016, 11, 30)),
    ],
)
def test_the_corresponding_day_of_a_later_month(start, months, expected):
    assert corresponding_day(start, months) == expected


def test_a_limit_has_at_least_one_day():
    with pytest.raises(ValueError, match="at least one"):
        TimeLimit(0, Measure.NATURAL_DAY, "某条")


# --- pauses


def test_an_open_pause_stops_the_clock_and_the_due_day_is_a_projection():
    pause = Pause(date(2016, 6, 6), None, "等待鉴定", "某条")

    earlier = run(INSPECTION, start=START, today=date(2016, 6, 20), pauses=[pause], calendar=CALENDAR)
    later = run(INSPECTION, start=START, today=date(2016, 7, 20), pauses=[pause], calendar=CALENDAR)

    assert (earlier.used, later.used) == (1, 1)
    assert earlier.paused_now
    assert earlier.provisional
    assert earlier.due < later.due
    assert not later.overdue


def test_a_pause_after_expiry_excuses_nobody():
    limit = TimeLimit(5, Measure.WORKING_DAY, "某条")
    late_pause = Pause(date(2016, 6, 17), None, "等待鉴定", "某条")

    clock = run(
        limit, start=date(2016, 6, 7), today=date(2016, 6, 20), pauses=[late_pause], calendar=CALENDAR
    )

    assert clock.due == date(2016, 6, 15)
    assert clock.left == -3
    assert not clock.paused_now
    assert not clock.provisional


def test_a_pause_that_ends_before_it_begins_is_refused():
    backwards = Pause(date(2016, 6, 9), date(2016, 6, 8), "等待鉴定", "某条")

    with pytest.raises(DomainError) as refused:
        run(INSPECTION, start=START, today=START, pauses=[backwards], calendar=CALENDAR)

    assert refused.value.code == "timelimit.pause_backwards"


# --- the one extension


def granted(day, approver="虚构局长"):
    return Extension(day, approver, "案情复杂")


def refusal(limit, extension):
    with pytest.raises(DomainError) as refused:
        run(limit, start=START, today=START, extension=extension, calendar=CALENDAR)
    return refused.value


def test_an_extension_on_the_last_day_is_in_time_and_the_day_after_is_not():
    last_day = date(2016, 8, 26)

    extended = run(INSPECTION, start=START, today=START, extension=granted(last_day), calendar=CALENDAR)
    assert extended.total == 90
    assert refusal(INSPECTION, granted(last_day + timedelta(days=1))).code == "timelimit.extended_too_late"


def test_an_extension_before_the_start_is_refused():
    assert refusal(INSPECTION, granted(date(2016, 6, 1))).code == "timelimit.extended_too_late"


def test_an_extension_needs_an_approver():
    assert refusal(INSPECTION, granted(START, approver=" ")).code == "timelimit.extension_unapproved"


def test_an_extension_needs_a_law_that_allows_it():
    fixed = TimeLimit(15, Measure.NATURAL_DAY, "居住证暂行条例第九条")

    error = refusal(fixed, granted(START))

    assert (error.code, error.clause) == ("timelimit.no_extension", "居住证暂行条例第九条")


def test_a_second_extension_is_refused():
    first = extend(INSPECTION, earlier=None, new=granted(date(2016, 8, 1)), start=START, calendar=CALENDAR)

    with pytest.raises(DomainError) as refused:
        extend(INSPECTION, earlier=first, new=granted(date(2016, 9, 1)), start=START, calendar=CALENDAR)

    assert refused.value.code == "timelimit.extended_already"
    assert "2016年8月1日" in refused.value.why


# --- who used the days


def test_days_are_charged_to_whoever_held_the_matter():
    holders = [("虚构乙局", date(2016, 6, 8)), ("虚构甲局", date(2016, 6, 6))]

    clock = run(INSPECTION, start=START, today=date(2016, 6, 13), holders=holders, calendar=CALENDAR)

    # Fri 3 nobody; Mon 6, Tue 7 甲; Wed 8, Sun 12 make-up, Mon 13 乙
    assert clock.used_by == {"虚构甲局": 2, "虚构乙局": 3, NOBODY: 1}


def test_a_matter_that_comes_back_is_charged_again():
    holders = [("甲", START), ("乙", date(2016, 6, 6)), ("甲", date(2016, 6, 7))]

    clock = run(INSPECTION, start=START, today=date(2016, 6, 8), holders=holders, calendar=CALENDAR)

    assert clock.used_by == {"甲": 3, "乙": 1}


# --- a changed calendar


def test_a_changed_calendar_changes_the_due_day():
    closed = {date(2016, 6, 13): Override(working=False, notice="虚构文号", note="台风停工")}
    changed = WorkCalendar(overrides=closed)
    limit = TimeLimit(5, Measure.WORKING_DAY, "某条")

    before = run(limit, start=date(2016, 6, 7), today=START, calendar=CALENDAR)
    after = run(limit, start=date(2016, 6, 7), today=START, calendar=changed)

    assert (before.due, after.due) == (date(2016, 6, 15), date(2016, 6, 16))


def test_natural_days_beyond_the_notices_are_provisional_only_when_the_last_day_may_roll():
    rolling = TimeLimit(90, Measure.NATURAL_DAY, "某条")
    fixed = TimeLimit(90, Measure.NATURAL_DAY, "某条", roll=Roll.NONE)
    inside = TimeLimit(10, Measure.NATURAL_DAY, "某条")
    start = date(2026, 11, 2)

    assert run(rolling, start=start, today=start, calendar=CALENDAR).provisional
    assert not run(fixed, start=start, today=start, calendar=CALENDAR).provisional
    assert not run(inside, start=start, today=start, calendar=CALENDAR).provisional


# --- for every clock

days = st.dates(date(2015, 1, 1), date(2024, 12, 31))
limits = st.builds(
    TimeLimit,
    length=st.integers(1, 40),
    measure=st.sampled_from([Measure.WORKING_DAY, Measure.NATURAL_DAY]),
    article=st.just("某条"),
    first_day_counts=st.booleans(),
    roll=st.sampled_from([Roll.FORWARD, Roll.NONE]),
)


@st.composite
def clocks(draw, roll=None):
    """Arguments of `run`: a limit, a start, a today and up to four closed pauses near the start."""
    limit, start = draw(limits), draw(days)
    if roll is not None:
        limit = TimeLimit(limit.length, limit.measure, "某条", limit.first_day_counts, roll)
    near = st.integers(-5, 60)
    pauses = [
        Pause(start + timedelta(days=begin), start + timedelta(days=begin + length), "等待", "某条")
        for begin, length in draw(st.lists(st.tuples(near, st.integers(0, 20)), max_size=4))
    ]
    return {
        "limit": limit,
        "start": start,
        "today": start + timedelta(days=draw(st.integers(-3, 150))),
        "pauses": pauses,
    }


def go(arguments, **changed):
    arguments = {**arguments, **changed}
    return run(arguments.pop("limit"), calendar=CALENDAR, **arguments)


@given(clocks(roll=Roll.NONE))
def test_pausing_and_resuming_never_loses_a_day(arguments):
    clock = go(arguments)
    limit, pauses = arguments["limit"], arguments["pauses"]
    first = arguments["start"] + timedelta(days=0 if limit.first_day_counts else 1)
    lived = [first + timedelta(days=offset) for offset in range((clock.due - first).days + 1)]
    counted = [
        day
        for day in lived
        if not any(pause.covers(day) for pause in pauses)
        and (limit.measure is Measure.NATURAL_DAY or CALENDAR.day(day).working)
    ]

    assert len(counted) == clock.total == limit.length


@given(clocks(), st.randoms())
def test_the_order_of_pauses_does_not_matter(arguments, random):
    shuffled = list(arguments["pauses"])
    random.shuffle(shuffled)

    one, other = go(arguments), go(arguments, pauses=shuffled)

    assert (one.due, one.used, one.paused_now) == (other.due, other.used, other.paused_now)


@given(clocks())
def test_an_overlapping_repeat_of_a_pause_changes_nothing(arguments):
    twice = arguments["pauses"] * 2

    assert go(arguments).due == go(arguments, pauses=twice).due


@given(clocks(), st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers(-3, 90)), max_size=4))
def test_days_add_up(arguments, spells):
    holders = [(office, arguments["start"] + timedelta(days=offset)) for office, offset in spells]

    clock = go(arguments, holders=holders)

    assert clock.used + clock.left == clock.total
    assert sum(clock.used_by.values()) == (clock.used if holders else 0)
    assert clock.overdue == (arguments["today"] > clock.due)
    assert clock.left >= 0 or clock.overdue


@given(clocks())
def test_a_longer_limit_is_never_due_earlier(arguments):
    limit = arguments["limit"]
    longer = TimeLimit(limit.length + 1, limit.measure, "某条", limit.first_day_counts, limit.roll)

    assert go(arguments).due <= go(arguments, limit=longer).due


@given(clocks())
def test_a_pause_never_shortens_a_limit(arguments):
    assert go(arguments, pauses=[]).due <= go(arguments).due
