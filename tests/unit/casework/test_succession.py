"""An office is closed: its open work goes to its heir, and nobody who waits is forgotten."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huigong.audit.models import AuditEvent
from huigong.casework import health
from huigong.casework.actions import succession
from huigong.casework.actions import tasks as tasking
from huigong.casework.models import Case, Clock, Referral, Task
from huigong.casework.queries import owners, posts
from huigong.casework.queries.alarms import orphans
from huigong.casework.timekeeping import day_of
from huigong.directory import offices
from huigong.directory.actions import localoffices as actions
from huigong.directory.models import RoleAssignment
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.kernel.health import State
from huigong.kernel.packs import local
from huigong.kernel.routines import Routine, often
from huigong.messages.models import Message
from huigong.portals.cli.routines import sweep
from tests.unit.casework.between import interrupted
from tests.unit.casework.desk import (
    CITY,
    HOUSING,
    HRSS,
    INSPECTOR,
    LEADING_GROUP,
    NOW,
    POLICE,
    TODAY,
    accepted,
    applicant,
    lodge,
)
from tests.unit.casework.test_owners import official

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("local_folder")]
ADMINISTRATOR = Principal("admin", "管理员甲", (Grant("administrator", CITY),))
HANDING = re.compile(r'INSERT INTO "casework_referral"')
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def close(*, last_day: date = YESTERDAY, successor: str = HOUSING, office: str = HRSS) -> int:
    return succession.close_office(
        by=ADMINISTRATOR,
        now=NOW,
        office_id=office,
        last_day=last_day,
        successor=successor,
        source="机构改革方案",
    )


def owner(case: Case) -> tuple[str, list[tuple[str, str]]]:
    case.refresh_from_db()
    open_tasks = Task.objects.filter(case=case, status=Task.Status.OPEN).order_by("pk")
    return case.accountable_office, list(open_tasks.values_list("kind", "office"))


def test_the_heir_decides_from_now_on_and_the_clocks_run_on() -> None:
    case, _heir = accepted(), official("zhao", HOUSING)
    due = Clock.objects.get(case=case, stopped_on__isnull=True, kind="statutory").due_on
    assert close() == 1
    assert owner(case) == (HOUSING, [("decide", HOUSING)])
    assert Clock.objects.get(case=case, stopped_on__isnull=True, kind="statutory").due_on == due
    referral = Referral.objects.get()
    assert (referral.from_office, referral.to_office) == (HRSS, HOUSING)
    assert "已撤并" in referral.reason
    assert Message.objects.filter(template="case-handed-on").count() == 1
    assert orphans(LEADING_GROUP, today=TODAY) == ()
    assert owners.unowned(LEADING_GROUP, today=TODAY) == ()
    assert AuditEvent.objects.filter(verb="casework.case.succeeded").count() == 1


def test_an_office_with_open_work_is_not_closed_where_nobody_can_take_it() -> None:
    case = lodge()
    with pytest.raises(DomainError) as error:
        close()
    assert error.value.code == "office.heir_empty"
    assert owner(case) == (HRSS, [("decide", HRSS)])
    assert offices.book().get(HRSS, TODAY).valid_on(TODAY), "nothing was said"


def test_an_office_without_open_work_needs_nobody_at_the_heir() -> None:
    assert close() == 0
    assert not offices.book().get(HRSS, TODAY).valid_on(TODAY)


def test_a_day_to_come_hands_over_in_the_night_after_it() -> None:
    case, _heir = lodge(), official("zhao", HOUSING)
    assert close(last_day=TODAY) == 0
    assert owner(case)[0] == HRSS
    assert succession.hand_over_closed(now=NOW) == 0, "it is still open today"
    assert succession.hand_over_closed(now=NOW + timedelta(days=1)) == 1
    assert owner(case) == (HOUSING, [("decide", HOUSING)])
    assert succession.hand_over_closed(now=NOW + timedelta(days=1)) == 0, "once"


def test_an_office_that_ended_by_law_is_left_to_the_alarm() -> None:
    case = lodge()
    gone = f"{HRSS.partition('/')[0]}/work-safety"
    Case.objects.update(accountable_office=gone)
    Task.objects.update(office=gone)
    assert succession.hand_over_closed(now=NOW + timedelta(days=366 * 4)) == 0
    assert owner(case)[0] == gone


def test_a_question_goes_to_the_heir_unless_it_decides_itself() -> None:
    first = lodge()
    official("zhao", HRSS)
    official("qian", HOUSING)
    tasking.ask_support(
        by=INSPECTOR, now=NOW, case_id=first.public_id.hex, office=POLICE, question="有没有居住登记？"
    )
    assert close(office=POLICE, successor=HOUSING) == 1
    assert owner(first) == (HRSS, [("decide", HRSS), ("support", HOUSING)])
    assert Task.objects.get(office=HOUSING).question == "有没有居住登记？"
    assert close(office=HRSS, successor=HOUSING) == 1
    assert owner(first) == (HOUSING, [("decide", HOUSING)]), "what it was asked it knows itself"


def test_only_who_keeps_the_place_closes() -> None:
    lodge()
    official("zhao", HOUSING)
    far = Principal("far", "管理员乙", (Grant("administrator", "220100"),))
    for by in (far, INSPECTOR, LEADING_GROUP):
        with pytest.raises(DomainError) as error:
            succession.close_office(
                by=by, now=NOW, office_id=HRSS, last_day=YESTERDAY, successor=HOUSING, source="机构改革方案"
            )
        assert error.value.code == "access.denied"


def test_the_whole_line_of_heirs_is_walked() -> None:
    case, _heir = lodge(), official("sun", POLICE)
    official("zhao", HOUSING)
    close()
    close(office=HOUSING, successor=POLICE)
    assert owner(case) == (POLICE, [("decide", POLICE)])
    assert RoleAssignment.objects.filter(office=HOUSING).exists(), (
        "the people are moved by whoever knows where to"
    )


def test_work_goes_to_the_heir_though_the_office_will_work_again() -> None:
    case, _heir = lodge(), official("zhao", HOUSING)
    close(last_day=TODAY)
    actions.reopen(
        by=ADMINISTRATOR, now=NOW, office_id=HRSS, valid_from=TODAY + timedelta(days=30), source="来函"
    )
    assert succession.hand_over_closed(now=NOW + timedelta(days=25)) == 1
    assert owner(case)[0] == HOUSING


def test_who_may_do_it_is_counted_where_the_cases_are() -> None:
    lodge()
    elsewhere, _staff = lodge(applicant(2)), official("zhao", HRSS)
    (post,) = posts.open_at(ADMINISTRATOR, HRSS, today=TODAY)
    assert (post.tasks, post.able) == (2, 1)
    Case.objects.filter(pk=elsewhere.pk).update(region="510421")
    (post,) = posts.open_at(ADMINISTRATOR, HRSS, today=TODAY)
    assert (post.tasks, post.able) == (2, 0), "nobody may do that one"


def test_cases_are_locked_before_their_tasks() -> None:
    case, _heir = lodge(), official("zhao", HOUSING)
    close(last_day=TODAY)
    with CaptureQueriesContext(connection) as asked:
        assert succession.hand_over_closed(now=NOW + timedelta(days=1)) == 1
    assert owner(case)[0] == HOUSING
    read = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    cases = [place for place, sql in enumerate(read) if 'FROM "casework_case"' in sql]
    tasks = [place for place, sql in enumerate(read) if sql.startswith('SELECT "casework_task"."id"')]
    assert cases[0] < tasks[0]


def test_one_case_that_cannot_go_keeps_no_other_from_its_heir() -> None:
    first, second, _heir = lodge(), lodge(applicant(2)), official("zhao", HOUSING)
    with interrupted(broken, before=HANDING):
        assert close() == 1
    assert (owner(first)[0], owner(second)[0]) == (HRSS, HOUSING)
    assert succession.hand_over_closed(now=NOW) == 1
    assert owner(first) == (HOUSING, [("decide", HOUSING)])
    assert Referral.objects.count() == Message.objects.filter(template="case-handed-on").count() == 2


def test_a_case_that_cannot_go_is_no_work_done(caplog: pytest.LogCaptureFixture) -> None:
    first, second, _heir = lodge(), lodge(applicant(2)), official("zhao", HOUSING)
    close(last_day=TODAY)
    night = NOW + timedelta(days=1)
    (routine,) = (each for each in often() if each.name == "succeeded")
    assert health.succeeded(LEADING_GROUP, night).state is State.LOOK
    with interrupted(broken, before=HANDING):
        assert swept(routine, night) == ("succeeded",)
    assert (owner(first)[0], owner(second)[0]) == (HRSS, HOUSING), "the other went"
    assert "1" in health.succeeded(LEADING_GROUP, night).says
    with interrupted(broken, before=HANDING):
        assert swept(routine, night) == ("succeeded",)
    assert len([record for record in caplog.records if record.exc_info]) == 1, "once a day, not every minute"
    assert swept(routine, night) == ()
    assert health.succeeded(LEADING_GROUP, night).state is State.FINE


def swept(routine: Routine, now: datetime) -> tuple[str, ...]:
    """What failed."""
    return sweep([replace(routine, run=lambda **_given: routine.run(now=now))]).failed


def test_who_has_the_work_is_asked_for_each_case() -> None:
    first, second, _heir = lodge(), lodge(applicant(2)), official("zhao", HOUSING)
    close(last_day=TODAY)
    night = NOW + timedelta(days=1)
    with interrupted(lambda: reopened(night), before=HANDING):
        assert succession.hand_over_closed(now=night) == 1
    assert (owner(first)[0], owner(second)[0]) == (HOUSING, HRSS), "it lives again"


def reopened(now: datetime) -> None:
    actions.reopen(by=ADMINISTRATOR, now=now, office_id=HRSS, valid_from=day_of(now), source="来函")
    local.draw(offices.LOCAL)


def test_a_turn_of_the_routine_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, _heir = lodge(), lodge(applicant(2)), official("zhao", HOUSING)
    close(last_day=TODAY)
    monkeypatch.setattr(succession, "MOST_A_MINUTE", 1)
    night = NOW + timedelta(days=1)
    assert [succession.hand_over_closed(now=night) for _ in range(3)] == [1, 1, 0]
    assert {owner(first)[0], owner(second)[0]} == {HOUSING}


def test_what_a_kill_left_is_taken_up_again_by_the_routine_of_each_minute() -> None:
    first, second, _heir = lodge(), lodge(applicant(2)), official("zhao", HOUSING)
    with pytest.raises(KeyboardInterrupt), interrupted(killed, before=HANDING):
        close()
    assert not offices.book().get(HRSS, TODAY).valid_on(TODAY), "the closing stands"
    assert {owner(first)[0], owner(second)[0]} == {HRSS}
    (routine,) = (each for each in often() if each.name == "succeeded")
    assert routine.run(now=NOW) == 2
    assert {owner(first)[0], owner(second)[0]} == {HOUSING}


def test_somebody_who_closes_an_office_waits_for_a_few_cases_only(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, _heir = lodge(), lodge(applicant(2)), official("zhao", HOUSING)
    monkeypatch.setattr(succession, "MOST_AT_ONCE", 1)
    assert close() == 1
    assert {owner(first)[0], owner(second)[0]} == {HRSS, HOUSING}
    assert succession.hand_over_closed(now=NOW) == 1


def broken() -> None:
    raise RuntimeError("虚构的故障")


def killed() -> None:
    raise KeyboardInterrupt


def test_work_leaves_only_an_office_that_does_not_live_today(monkeypatch: pytest.MonkeyPatch) -> None:
    case, _heir = lodge(), official("zhao", HOUSING)
    with monkeypatch.context() as undrawn:
        undrawn.setattr("huigong.kernel.packs.local.draw", lambda name: False)
        assert close() == 0, "the book that everybody reads still has it"
    assert owner(case)[0] == HRSS
    assert local.draw(offices.LOCAL)
    assert succession.hand_over_closed(now=NOW) == 1
    assert owner(case)[0] == HOUSING
