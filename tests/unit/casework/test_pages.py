"""The task list, the case page and the applicant's own page."""

from __future__ import annotations

from datetime import date

import pytest

from huigong.audit.models import AuditEvent
from huigong.casework.actions import cases as moving
from huigong.casework.actions import clocks
from huigong.casework.actions import tasks as tasking
from huigong.casework.models import Case
from huigong.casework.queries import cases, tasks
from huigong.directory.models import Account, RoleAssignment
from huigong.directory.principals import ANONYMOUS, Grant, Principal
from huigong.kernel.errors import DomainError
from tests.unit.casework.desk import (
    CITY,
    CLERK,
    HOUSING,
    HOUSING_OFFICER,
    HRSS,
    INSPECTOR,
    LEADING_GROUP,
    NOW,
    OFFICER_FAR,
    PERMIT,
    POLICE_OFFICER,
    TODAY,
    accepted,
    applicant,
    lodge,
    on_day,
    worker,
)

pytestmark = pytest.mark.django_db


class TestTaskList:
    def test_the_most_urgent_comes_first_in_colour_and_words(self) -> None:
        old = lodge(applicant(1), now=on_day(5, 20))
        near = lodge(applicant(2), now=on_day(5, 27))
        fine = lodge(applicant(3), now=on_day(6, 3))
        rows = tasks.mine(INSPECTOR, today=date(2016, 6, 3))
        assert [(row.case_id, row.tone) for row in rows] == [
            (old.public_id.hex, "late"),
            (near.public_id.hex, "near"),
            (fine.public_id.hex, "ok"),
        ]
        assert [row.days_left for row in rows] == [-5, 0, 5]
        assert rows[0].person == "虚**"
        assert (rows[0].due, rows[0].office) == (date(2016, 5, 27), "攀枝花市人力资源和社会保障局")

    def test_a_paused_case_has_no_urgency(self) -> None:
        case = accepted()
        clocks.pause(
            by=INSPECTOR,
            now=NOW,
            case_id=case.public_id.hex,
            reason="听证",
            article="甲",
            told_in_writing=TODAY,
        )
        (row,) = tasks.mine(INSPECTOR, today=date(2017, 6, 1))
        assert (row.paused, row.tone) == (True, "none")

    def test_offices_see_their_own_tasks_only(self) -> None:
        case = accepted()
        tasking.ask_support(
            by=INSPECTOR, now=NOW, case_id=case.public_id.hex, office=HOUSING, question="请核实"
        )
        kinds = {who.account_id: [row.kind for row in tasks.mine(who, today=TODAY)] for who in _EVERYONE}
        assert kinds == {
            INSPECTOR.account_id: ["decide"],
            HOUSING_OFFICER.account_id: ["support"],
            POLICE_OFFICER.account_id: [],
            OFFICER_FAR.account_id: [],
            CLERK.account_id: [],
            ANONYMOUS.account_id: [],
        }

    @pytest.mark.parametrize("rows", [3, 30])
    def test_the_same_questions_for_any_number_of_rows(self, rows: int, django_assert_num_queries) -> None:
        for number in range(1, rows + 1):
            lodge(applicant(number))
        with django_assert_num_queries(3):
            assert len(tasks.mine(INSPECTOR, today=TODAY)) == rows

    def test_a_task_is_given_only_to_someone_who_may_do_it(self) -> None:
        case = lodge()
        account = Account.objects.create_user("jingban", display_name="经办丙", opened_at=NOW)
        assign = {
            "by": INSPECTOR,
            "now": NOW,
            "task_id": case.tasks.get().public_id.hex,
            "account_id": str(account.public_id),
        }
        with pytest.raises(DomainError) as refused:
            tasking.assign(**assign)
        assert refused.value.code == "task.assignee_unfit"
        RoleAssignment.objects.create(
            account=account, role="case-officer", region=CITY, office=HRSS, valid_from=date(2016, 1, 1)
        )
        tasking.assign(**assign)
        (row,) = tasks.mine(Principal.for_account(account, on=TODAY), today=TODAY)
        assert (row.assignee, row.mine) == ("经办丙", True)


_EVERYONE = (INSPECTOR, HOUSING_OFFICER, POLICE_OFFICER, OFFICER_FAR, CLERK, ANONYMOUS)


class TestCasePage:
    def test_tells_the_clock_in_words_with_who_used_which_days(self) -> None:
        case = accepted(PERMIT, by=POLICE_OFFICER)
        case_id = case.public_id.hex
        moving.refer(by=POLICE_OFFICER, now=on_day(6, 6), case_id=case_id, to_office=HOUSING, reason="归住建")
        page = cases.page(HOUSING_OFFICER, case_id, now=on_day(6, 8))
        (clock,) = page.clocks
        assert clock.article == "居住证暂行条例第九条"
        assert clock.used_by == (("攀枝花市公安局", 4), ("攀枝花市住房和城乡建设局", 3))
        assert (clock.used, clock.left, clock.total) == (7, 8, 15)
        assert any("2016年6月16日" in line for line in clock.lines)
        assert page.referrals[0].reason == "归住建"
        assert [line.what for line in page.history] == ["提交申请", "受理", "转办"]

    def test_shows_answers_as_people_read_them_and_the_person_masked(self) -> None:
        page = cases.page(INSPECTOR, lodge().public_id.hex, now=NOW)
        assert {line.fact: line.value for line in page.answers} == {
            "被拖欠工资": "是",
            "拖欠工资金额": "9600元",
        }
        assert page.person.name == "虚**"

    def test_a_look_is_recorded_with_the_case_as_its_purpose(self) -> None:
        case = lodge()
        cases.page(INSPECTOR, case.public_id.hex, now=NOW)
        event = AuditEvent.objects.last()
        assert (event.verb, event.purpose) == ("personal_data.read", f"办理 {case.number}")
        assert event.person_ref == case.application.person.public_id.hex

    def test_offers_the_moves_that_would_succeed(self) -> None:
        case = lodge()
        assert self.moves(INSPECTOR, case) == [
            "accept",
            "request_completion",
            "decline",
            "refer",
            "ask_support",
        ]
        assert self.moves(worker(case.application.person), case) == ["withdraw"]
        assert self.moves(LEADING_GROUP, case) == []
        moving.accept(by=INSPECTOR, now=NOW, case_id=case.public_id.hex)
        assert self.moves(INSPECTOR, case) == [
            "refer",
            "ask_support",
            "pause",
            "extend",
            "approve",
            "refuse",
        ]

    def moves(self, viewer: Principal, case: Case) -> list[str]:
        return [move.move for move in cases.page(viewer, case.public_id.hex, now=NOW).moves]

    def test_other_offices_and_regions_read_nothing(self) -> None:
        case = lodge()
        before = AuditEvent.objects.count()
        elsewhere = Principal("x", "窗口丙", (Grant("clerk", "510500"),))
        for stranger in (POLICE_OFFICER, OFFICER_FAR, elsewhere, ANONYMOUS, worker(applicant(2))):
            with pytest.raises(DomainError) as refused:
                cases.page(stranger, case.public_id.hex, now=NOW)
            assert refused.value.code == "access.denied"
        assert AuditEvent.objects.count() == before + 1  # the second applicant's registration

    def test_the_asked_office_reads_the_case_and_may_answer(self) -> None:
        case = accepted()
        tasking.ask_support(
            by=INSPECTOR, now=NOW, case_id=case.public_id.hex, office=HOUSING, question="请核实"
        )
        page = cases.page(HOUSING_OFFICER, case.public_id.hex, now=NOW)
        assert [(task.kind, task.may_answer) for task in page.tasks] == [("decide", False), ("support", True)]
        assert page.moves == ()

    @pytest.mark.parametrize("asked", [1, 6])
    def test_the_same_questions_for_any_number_of_tasks(self, asked: int, django_assert_num_queries) -> None:
        case = accepted()
        lines = ("police", "housing", "edu", "civil", "health", "finance")[:asked]
        for line in lines:
            tasking.ask_support(
                by=INSPECTOR,
                now=NOW,
                case_id=case.public_id.hex,
                office=f"{CITY}/{line}" if line != "health" else f"{CITY}/justice",
                question="请核实",
            )
        # case; referrals, clocks, pauses, tasks; right; savepoint, chain head, event, head, release; history
        with django_assert_num_queries(12):
            page = cases.page(INSPECTOR, case.public_id.hex, now=NOW)
        assert len(page.tasks) == asked + 1


class TestOwnCases:
    def test_plain_steps_and_the_day_of_the_answer(self) -> None:
        case = lodge()
        me = worker(case.application.person)
        page = cases.own_page(me, case.public_id.hex, today=TODAY)
        assert [(step.words, step.done_on, step.current) for step in page.steps] == [
            ("收到您的申请", TODAY, False),
            ("部门受理", None, True),
            ("部门作出决定", None, False),
            ("结果送到您手里", None, False),
        ]
        assert (page.row.answer_by, page.may_withdraw) == (date(2016, 6, 8), True)

    def test_a_decision_is_shown_with_reasons_and_what_to_do_when_refused(self) -> None:
        case = accepted(PERMIT, by=POLICE_OFFICER)
        moving.decide(
            by=POLICE_OFFICER,
            now=NOW,
            case_id=case.public_id.hex,
            verdict="refused",
            reasons="居住未满半年",
            clause="居住证暂行条例第二条",
        )
        page = cases.own_page(worker(case.application.person), case.public_id.hex, today=TODAY)
        assert page.decision is not None
        assert (page.decision.verdict_name, page.decision.reasons) == ("不同意", "居住未满半年")
        assert "复议" in page.refused
        moving.close(by=POLICE_OFFICER, now=on_day(6, 3), case_id=case.public_id.hex)
        page = cases.own_page(worker(case.application.person), case.public_id.hex, today=TODAY)
        assert page.steps[-1].done_on == date(2016, 6, 3)
        assert not page.may_withdraw

    def test_nobody_elses_case_is_found(self) -> None:
        case = lodge()
        for stranger in (ANONYMOUS, INSPECTOR, worker(applicant(2))):
            assert cases.for_person(stranger, today=TODAY) == []
            with pytest.raises(DomainError) as refused:
                cases.own_page(stranger, case.public_id.hex, today=TODAY)
            assert refused.value.code == "case.not_found"

    @pytest.mark.parametrize("rows", [3, 30])
    def test_one_question_for_any_number_of_cases(self, rows: int, django_assert_num_queries) -> None:
        person = applicant()
        for number in range(rows):
            lodge(person, key=f"k{number}")
        with django_assert_num_queries(1):
            assert len(cases.for_person(worker(person), today=TODAY)) == rows
