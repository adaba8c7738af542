"""A day that only the place has off, or works: clocks that it lies within end otherwise, and each case says so."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huigong.audit.models import AuditEvent
from huigong.casework.actions import cases, clocks, restdays, steps
from huigong.casework.models import Case, Clock
from huigong.casework.queries import moved
from huigong.casework.timekeeping import reckon
from huigong.directory import localdays
from huigong.directory.models import LocalDay
from huigong.directory.principals import Grant, Principal
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import Conflict, DomainError
from huigong.kernel.routines import Undone
from huigong.messages.models import Message, Sending
from tests.unit.casework.between import WRITING, interrupted
from tests.unit.casework.desk import (
    CITY,
    HERE,
    INSPECTOR,
    LEADING_GROUP,
    NOW,
    TODAY,
    accepted,
    applicant,
    lodge,
    on_day,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("local_folder")]
ADMINISTRATOR = Principal("admin", "管理员甲", (Grant("administrator", CITY),))
COUNTY = Principal("county", "管理员乙", (Grant("administrator", HERE),))
A_MONDAY, A_SATURDAY = date(2016, 6, 6), date(2016, 6, 18)
SOURCE = "虚构市政府通知"


@pytest.fixture(autouse=True)
def place(settings: Any) -> None:
    settings.HOME_REGION = CITY


def set_day(
    day: date = A_MONDAY, *, working: bool = False, by: Principal = ADMINISTRATOR, now: datetime = NOW
) -> int:
    """How many last days moved."""
    said = restdays.set_day(by=by, now=now, day=day, working=working, note="虚构的节日", source=SOURCE)
    return said.moved


def running(case: Case) -> Clock:
    """The clock of working days that runs: 60 for an inspection."""
    return Clock.objects.get(case=case, stopped_on__isnull=True, limit__measure="working_day")


def test_a_day_off_moves_the_last_day_by_one_working_day_and_back() -> None:
    case = accepted()
    before = running(case).due_on
    after = WorkCalendar.published().roll(before + timedelta(days=1), "forward").day
    preview = moved.would_move(ADMINISTRATOR, day=A_MONDAY, working=False, today=TODAY)
    assert (preview.later, preview.earlier, preview.more) == (preview.total, 0, False)
    assert (before, after) in {(row.before, row.after) for row in preview.cases}
    assert set_day() == preview.total
    assert running(case).due_on == after
    day = WorkCalendar.published().day(A_MONDAY)
    assert (day.working, day.provisional, day.source) == (False, False, f"{SOURCE}（虚构的节日）")
    event = AuditEvent.objects.get(verb="casework.clocks.moved")
    assert event.data["day"] == "2016-06-06"
    assert [before.isoformat(), after.isoformat()] in event.data["last_days"]
    assert clocks.recompute_all(by=Principal("p", "政策", (Grant("policy-officer", CITY),)), now=NOW) == 0
    back = restdays.withdraw_day(by=ADMINISTRATOR, now=NOW, day=A_MONDAY, source="更正")
    assert (back.moved, back.more) == (preview.total, False)
    assert not localdays.unreckoned()
    assert running(case).due_on == before
    assert WorkCalendar.published().day(A_MONDAY).working


def test_what_was_paused_while_a_day_is_said_stays_paused() -> None:
    """The pause of another desk comes after the clocks were read that the day lies within."""
    case = accepted()
    pause = {"reason": "听证", "article": "行政许可法第四十五条", "told_in_writing": date(2016, 6, 3)}
    with interrupted(
        lambda: clocks.pause(by=INSPECTOR, now=on_day(6, 3), case_id=case.public_id.hex, **pause)
    ):
        set_day(now=on_day(6, 4))
    case.refresh_from_db()
    clock = running(case)
    right = reckon(clock, on=date(2016, 6, 4)).due
    assert (clock.due_on, case.due_on, case.paused) == (right, right, True)


def test_a_day_of_work_on_a_weekend_moves_it_earlier() -> None:
    case = accepted()
    before = running(case).due_on
    preview = moved.would_move(ADMINISTRATOR, day=A_SATURDAY, working=True, today=TODAY)
    assert preview.earlier > 0
    set_day(A_SATURDAY, working=True)
    assert running(case).due_on < before


def test_people_are_told_of_an_earlier_last_day_and_of_no_later_one() -> None:
    case = accepted()
    told = Message.objects.filter(template="case-sooner").order_by("pk")
    set_day()
    assert not told.exists(), "a day more is no bad news"
    before = running(case).due_on
    set_day(A_SATURDAY, working=True)
    clock = running(case)
    assert told.count() == moved_of(case), "a message for each clock"
    message = next(each for each in told if clock.stage in each.body)
    for day in (before, running(case).due_on):
        assert f"{day.year}年{day.month}月{day.day}日" in message.body
    assert case.number in message.body
    sms = Sending.objects.get(message=message).text
    assert case.number not in sms and case.service_name not in sms


def test_who_was_told_sooner_is_told_when_the_day_is_taken_back() -> None:
    case = accepted()
    later = Message.objects.filter(template="case-later")
    before = running(case).due_on
    set_day(A_SATURDAY, working=True)
    between = running(case).due_on
    restdays.withdraw_day(by=ADMINISTRATOR, now=on_day(6, 2), day=A_SATURDAY, source="更正")
    assert running(case).due_on == before
    message = next(each for each in later if running(case).stage in each.body)
    for day in (between, before):
        assert f"{day.year}年{day.month}月{day.day}日" in message.body
    assert later.count() == moved_of(case)


def test_what_is_too_much_for_a_page_or_was_broken_off_is_taken_up_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = accepted(), cases.accept(by=INSPECTOR, now=NOW, case_id=lodge(applicant(2)).public_id.hex)
    before = running(first).due_on
    monkeypatch.setattr(restdays, "MOST_AT_ONCE", 1)
    said = restdays.set_day(by=ADMINISTRATOR, now=NOW, day=A_MONDAY, working=False, note="", source=SOURCE)
    assert (said.moved, said.more) == (1, True)
    assert localdays.unreckoned() == (A_MONDAY,)
    monkeypatch.setattr(restdays, "_BATCH", 1)
    with pytest.raises(KeyboardInterrupt), interrupted(killed, before=WRITING):
        restdays.go_on(now=NOW)
    assert localdays.unreckoned() == (A_MONDAY,)
    assert WorkCalendar.published().day(A_MONDAY).source == SOURCE, "the word stands"
    assert restdays.go_on(now=NOW) == moved_of(first) + moved_of(second) - 1
    assert running(first).due_on == running(second).due_on > before
    assert not localdays.unreckoned()
    assert restdays.go_on(now=NOW) == 0
    events = AuditEvent.objects.filter(verb="casework.clocks.moved")
    assert {event.subject for event in events} == {
        f"casework.Case:{case.public_id.hex}" for case in (first, second)
    }


def test_a_case_that_cannot_be_reckoned_stops_no_other_case_and_no_other_day(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = accepted(), cases.accept(by=INSPECTOR, now=NOW, case_id=lodge(applicant(2)).public_id.hex)
    before, moved_on = running(first).due_on, steps.record_on

    def broken(case: Case, *given: Any, **named: Any) -> Any:
        if case == first:
            raise RuntimeError("虚构的故障")
        return moved_on(case, *given, **named)

    with monkeypatch.context() as trouble:
        trouble.setattr(steps, "record_on", broken)
        said = restdays.set_day(
            by=ADMINISTRATOR, now=NOW, day=A_MONDAY, working=False, note="", source=SOURCE
        )
        assert (said.moved, said.more) == (moved_of(second), True), "the word stands, and is no refusal"
        set_day(A_MONDAY + timedelta(days=1))
        assert running(first).due_on == before < running(second).due_on
        for _ in range(2):
            with pytest.raises(Undone):
                restdays.go_on(now=NOW)
        assert len(localdays.unreckoned()) == 2
    assert len([line for line in caplog.records if line.exc_info]) == 2, (
        "once a day for each, not every minute"
    )
    assert restdays.go_on(now=NOW) == moved_of(first)
    assert running(first).due_on == running(second).due_on
    assert not localdays.unreckoned()


def test_an_error_after_the_word_is_no_refusal_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    accepted()

    def broken(*_given: Any, **_named: Any) -> Any:
        raise Conflict(code="虚构", what="虚构的故障")

    with monkeypatch.context() as trouble:
        trouble.setattr(restdays, "moved_by", broken)
        assert restdays.set_day(
            by=ADMINISTRATOR, now=NOW, day=A_MONDAY, working=False, note="", source=SOURCE
        ).more
        with pytest.raises(Undone):
            restdays.go_on(now=NOW)
    assert restdays.go_on(now=NOW) > 0


def test_a_turn_of_the_routine_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    case, _second = accepted(), cases.accept(by=INSPECTOR, now=NOW, case_id=lodge(applicant(2)).public_id.hex)
    monkeypatch.setattr(restdays, "MOST_AT_ONCE", 0)
    monkeypatch.setattr(restdays, "MOST_A_MINUTE", 1)
    assert set_day() == 0
    each = moved_of(case)
    assert [restdays.go_on(now=NOW) for _ in range(3)] == [each, each, 0]


def killed() -> None:
    raise KeyboardInterrupt


def moved_of(case: Case) -> int:
    """How many clocks of a case run in working days."""
    return Clock.objects.filter(case=case, stopped_on__isnull=True, limit__measure="working_day").count()


def test_a_day_outside_a_clock_moves_nothing() -> None:
    case = accepted()
    before = running(case).due_on
    day = WorkCalendar.published().roll(before + timedelta(days=30), "forward").day
    assert moved.would_move(ADMINISTRATOR, day=day, working=False, today=TODAY).total == 0
    assert set_day(day) == 0
    assert running(case).due_on == before
    assert not AuditEvent.objects.filter(verb="casework.clocks.moved").exists()


def test_a_stopped_clock_stays_as_it_was() -> None:
    case = accepted()
    cases.refer(
        by=INSPECTOR, now=on_day(6, 2), case_id=case.public_id.hex, to_office=f"{HERE}/housing", reason="归口"
    )
    Clock.objects.update(stopped_on=date(2016, 6, 2))
    assert set_day() == 0


@pytest.mark.parametrize(
    ("given", "code", "about"),
    [
        ({"day": TODAY - timedelta(days=1)}, "day.past", "day"),
        ({"day": TODAY + timedelta(days=367)}, "day.far", "day"),
        ({"day": A_SATURDAY}, "day.same", "working"),
        ({"day": A_MONDAY, "working": True}, "day.same", "working"),
    ],
)
def test_what_cannot_be_said(given: dict[str, Any], code: str, about: str) -> None:
    with pytest.raises(DomainError) as error:
        set_day(**given)
    assert (error.value.code, error.value.about) == (code, about)
    assert not LocalDay.objects.exists()


def test_a_day_needs_its_paper() -> None:
    with pytest.raises(DomainError) as error:
        restdays.set_day(by=ADMINISTRATOR, now=NOW, day=A_MONDAY, working=False, note="", source=" ")
    assert (error.value.code, error.value.about) == ("day.text", "source")


def test_the_calendar_is_the_whole_installations(settings: Any) -> None:
    for by in (COUNTY, INSPECTOR, LEADING_GROUP):
        for act in (
            lambda by=by: set_day(by=by),
            lambda by=by: moved.would_move(by, day=A_MONDAY, working=False, today=TODAY),
        ):
            with pytest.raises(DomainError) as error:
                act()
            assert error.value.code == "access.denied"
    settings.HOME_REGION = HERE
    assert set_day(by=COUNTY) == 0
    settings.HOME_REGION = ""
    with pytest.raises(DomainError):
        set_day(by=ADMINISTRATOR)


def test_said_again_nothing_happens_and_what_was_not_said_is_not_taken_back() -> None:
    set_day()
    set_day()
    assert LocalDay.objects.count() == 1
    with pytest.raises(DomainError) as error:
        restdays.withdraw_day(by=ADMINISTRATOR, now=NOW, day=A_SATURDAY, source="更正")
    assert error.value.code == "day.not_said"


def test_the_year_shows_the_notice_and_the_place() -> None:
    set_day()
    rows = {row.kind.day: row for row in localdays.days_of(ADMINISTRATOR, 2016)}
    assert rows[date(2016, 10, 3)].said is None, "of the yearly notice"
    said = rows[A_MONDAY].said
    assert said is not None
    assert (said.by, said.source) == ("管理员甲", SOURCE)
    assert date(2016, 6, 7) not in rows, "an ordinary Tuesday"
    restdays.withdraw_day(by=ADMINISTRATOR, now=NOW, day=A_MONDAY, source="更正")
    assert A_MONDAY not in {row.kind.day for row in localdays.days_of(ADMINISTRATOR, 2016)}
    assert [word.withdrawn for word in localdays.history(ADMINISTRATOR)] == [True, False]


def test_a_day_of_the_place_makes_no_year_a_published_one() -> None:
    before = WorkCalendar.published().published_years
    set_day(date(2027, 3, 1), now=datetime.fromisoformat("2026-06-01T10:00:00+08:00"))
    assert WorkCalendar.published().published_years == before
    assert not WorkCalendar.published().day(date(2027, 3, 1)).provisional
    assert WorkCalendar.published().day(date(2027, 3, 2)).provisional
