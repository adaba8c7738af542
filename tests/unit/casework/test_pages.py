"""The task list, the case page and the applicant's own page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huigong.audit.models import AuditEvent
from huigong.casework.actions import cases as moving
from huigong.casework.actions import clocks
from huigong.casework.actions import tasks as tasking
from huigong.casework.models import Case
from huigong.casework.queries import assignees, cases, tasks
from huigong.casework.queries import own as own_cases
from huigong.casework.queries.listing import CaseFilter, listed
from huigong.directory.models import Account, RoleAssignment
from huigong.directory.principals import ANONYMOUS, Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.registry.models import Person
from tests.unit.casework.desk import (
    CITY,
    CLERK,
    FAR,
    HERE,
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
    officer,
    on_day,
    worker,
)
from tests.unit.casework.test_moves import under_a_law_that_deems

pytestmark = pytest.mark.django_db


class TestTaskList:
    def test_the_most_urgent_comes_first_in_colour_and_words(self) -> None:
        old = lodge(applicant(1), now=on_day(5, 20))
        near = lodge(applicant(2), now=on_day(5, 27))
        fine = lodge(applicant(3), now=on_day(6, 3))
        rows = tasks.mine(INSPECTOR, today=date(2016, 6, 3))
        assert [(row.case_id, row.left.tone) for row in rows] == [
            (old.public_id.hex, "late"),
            (near.public_id.hex, "near"),
            (fine.public_id.hex, "ok"),
        ]
        assert [row.left.days for row in rows] == [-5, 0, 5]
        assert rows[0].person == "虚**"
        assert (rows[0].left.due, rows[0].office) == (date(2016, 5, 27), "攀枝花市西区人力资源和社会保障局")

    def test_a_paused_case_has_no_urgency(self) -> None:
        case = accepted()
        clocks.pause(
            by=INSPECTOR,
            now=NOW,
            case_id=case.public_id.hex,
            reason="听证",
            article="行政许可法第四十五条",
            told_in_writing=TODAY,
        )
        (row,) = tasks.mine(INSPECTOR, today=date(2017, 6, 1))
        assert (row.left.paused, row.left.tone) == (True, "none")

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
        with django_assert_num_queries(4):  # a fifth for whether those who have them still may
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
        assert (row.holder.name, row.holder.me, row.holder.nobody) == ("经办丙", True, False)

    def test_a_task_of_somebody_who_left_the_office_has_nobody(self) -> None:
        case, account = lodge(), colleague("jingban", "经办丙")
        task_id = case.tasks.get().public_id.hex
        tasking.assign(by=INSPECTOR, now=NOW, task_id=task_id, account_id=str(account.public_id))
        (row,) = tasks.mine(INSPECTOR, today=TODAY)
        assert (row.holder.name, row.holder.nobody) == ("经办丙", False)
        RoleAssignment.objects.filter(account=account).update(valid_until=TODAY)
        (row,) = tasks.mine(INSPECTOR, today=TODAY + timedelta(days=1))
        assert (row.holder.name, row.holder.gone, row.holder.nobody) == ("经办丙", True, True)

    @pytest.mark.parametrize("hands", [1, 6])
    def test_the_same_questions_for_any_number_of_holders(
        self, hands: int, django_assert_num_queries
    ) -> None:
        for number in range(1, hands + 1):
            case, account = lodge(applicant(number)), colleague(f"jingban{number}", f"经办{number}")
            tasking.assign(
                by=INSPECTOR,
                now=NOW,
                task_id=case.tasks.get().public_id.hex,
                account_id=str(account.public_id),
            )
        with django_assert_num_queries(5):
            assert len({row.holder.name for row in tasks.mine(INSPECTOR, today=TODAY)}) == hands


class TestHandingOver:
    def offered(self, who: Principal = INSPECTOR) -> tuple[str, ...]:
        (task,) = Case.objects.get().tasks.all()
        found = assignees.colleagues(who, [task], today=TODAY)
        return tuple(one.name for one in found.get(task.pk, ()))

    def test_only_those_are_offered_who_may_do_it_their_own_office_first(self) -> None:
        lodge()
        colleague("zhang", "经办张")
        colleague("wang", "监察王", role="inspector")
        colleague("a-city", "全市经办", office="")
        colleague("b-province", "全省经办", office="", region="510000")
        colleague("other", "别的部门", office=HOUSING)
        colleague("far", "外地经办", office="", region=FAR)
        colleague("clerk", "窗口李", role="clerk", office="")
        colleague("later", "明天才来", valid_from=TODAY + timedelta(days=1))
        Account.objects.filter(pk=colleague("closed", "已销户").pk).update(is_active=False)
        assert self.offered() == ("监察王", "经办张", "全市经办", "全省经办")
        assert self.offered(LEADING_GROUP) == self.offered(HOUSING_OFFICER) == ()

    def test_everyone_who_is_offered_can_be_given_it(self) -> None:
        task = lodge().tasks.get()
        colleague("zhang", "经办张")
        colleague("b-province", "全省经办", office="", region="510000")
        for one in assignees.colleagues(INSPECTOR, [task], today=TODAY)[task.pk]:
            tasking.assign(by=INSPECTOR, now=NOW, task_id=task.public_id.hex, account_id=one.account_id)
            task.refresh_from_db()
            assert str(task.assignee) == one.name

    def test_two_of_one_name_are_told_apart(self) -> None:
        lodge()
        for username in ("li-1", "li-2"):
            colleague(username, "经办李")
        assert self.offered() == ("经办李（li-1）", "经办李（li-2）")

    def test_the_same_questions_for_any_number_of_colleagues(self, django_assert_num_queries) -> None:
        case_id = lodge().public_id.hex
        for count in (2, 8):
            for number in range(count):
                colleague(f"jingban-{count}-{number}", f"经办{count}-{number}")
            with django_assert_num_queries(17):
                (task,) = cases.page(INSPECTOR, case_id, now=NOW).tasks
        assert len(task.colleagues) == 10

    def test_an_ended_task_is_handed_to_nobody(self) -> None:
        case = lodge()
        colleague("zhang", "经办张")
        moving.withdraw(by=CLERK, now=NOW, case_id=case.public_id.hex)
        (task,) = cases.page(INSPECTOR, case.public_id.hex, now=NOW).tasks
        assert (task.may_assign, task.colleagues) == (False, ())

    def test_who_sees_an_old_page_takes_it_from_nobody(self) -> None:
        task_id = lodge().tasks.get().public_id.hex
        first, second = colleague("zhang", "经办张"), colleague("wang", "经办王")
        given = {"by": INSPECTOR, "now": NOW, "task_id": task_id, "held_by": ""}
        tasking.assign(**given, account_id=str(first.public_id))
        tasking.assign(**given, account_id=str(first.public_id))
        with pytest.raises(DomainError) as refused:
            tasking.assign(**given, account_id=str(second.public_id))
        assert refused.value.code == "task.assignee_conflict"
        assert "经办张" in refused.value.what
        tasking.assign(**{**given, "held_by": first.public_id.hex}, account_id=str(second.public_id))
        assert AuditEvent.objects.filter(verb="casework.task.assigned").count() == 2


def colleague(
    username: str,
    name: str,
    *,
    role: str = "case-officer",
    region: str = CITY,
    office: str = HRSS,
    valid_from: date = date(2016, 1, 1),
) -> Account:
    """An account with one role."""
    account = Account.objects.create_user(username, display_name=name, opened_at=NOW)
    RoleAssignment.objects.create(
        account=account, role=role, region=region, office=office, valid_from=valid_from
    )
    return account


_EVERYONE = (INSPECTOR, HOUSING_OFFICER, POLICE_OFFICER, OFFICER_FAR, CLERK, ANONYMOUS)


class TestCasePage:
    def test_tells_the_clock_in_words_with_who_used_which_days(self) -> None:
        case = accepted(PERMIT, by=POLICE_OFFICER)
        case_id = case.public_id.hex
        moving.refer(by=POLICE_OFFICER, now=on_day(6, 6), case_id=case_id, to_office=HOUSING, reason="归住建")
        page = cases.page(HOUSING_OFFICER, case_id, now=on_day(6, 8))
        (clock,) = page.clocks
        assert clock.article == "居住证暂行条例第九条"
        assert clock.used_by == (("攀枝花市公安局西区分局", 4), ("攀枝花市西区住房和城乡建设局", 3))
        assert (clock.used, clock.left.days, clock.total) == (7, 8, 15)
        assert any("2016年6月16日" in line for line in clock.lines)
        assert page.referrals[0].reason == "归住建"
        assert [line.what for line in page.history] == ["提交申请", "受理", "转办"]

    def test_shows_answers_as_people_read_them_and_the_person_masked(self) -> None:
        answers = {"被拖欠工资": False, "用工起始日期": date(2016, 3, 1), "拖欠工资金额": 960_000}
        page = cases.page(INSPECTOR, lodge(answers=answers).public_id.hex, now=NOW)
        said = {line.fact: (line.value, line.field) for line in page.answers}
        assert said.pop("用工起始日期") == ("2016年3月1日", "")
        # The form says how much, and that settles that something is owed, whatever was answered before.
        # So do the company that is named and who hired.
        assert said == {
            "被拖欠工资": ("是", "欠薪总额"),
            "替去世的人要": ("否", "办事身份"),
            "知道用人单位": ("是", "用人单位"),
            "受理的认另一份活归它管": ("否", "招用人"),
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
            "ask_support",
            "refer",
            "decline",
        ]
        assert self.moves(worker(case.application.person), case) == ["add", "withdraw"]
        assert self.moves(LEADING_GROUP.with_purpose("督办投诉"), case) == []
        moving.accept(by=INSPECTOR, now=NOW, case_id=case.public_id.hex)
        assert self.moves(INSPECTOR, case) == [
            "approve",
            "ask_support",
            "pause",
            "extend",
            "refer",
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
            assert refused.value.code == "case.not_found"
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
        # case; referrals, entries, clocks, pauses, tasks, parties, decisions, links both ways; right; savepoint, chain head, event, head, release; colleagues;
        # history
        with django_assert_num_queries(16):
            page = cases.page(INSPECTOR, case.public_id.hex, now=NOW)
        assert len(page.tasks) == asked + 1


PAUSED = {"reason": "听证", "article": "行政许可法第四十五条", "told_in_writing": TODAY}
LONG_AFTER = date(2016, 10, 10)


def in_the_middle(*moves: str) -> Case:
    """A case taken in on 1 June, with moves of the days after it."""
    case = accepted()
    make = {
        "pause": lambda **at: clocks.pause(now=on_day(6, 6), **PAUSED, **at),
        "resume": lambda **at: clocks.resume(now=on_day(9, 20), **at),
        "extend": lambda **at: clocks.extend(now=on_day(6, 6), approver="局长甲", reason="复杂", **at),
    }
    for move in moves:
        make[move](by=INSPECTOR, case_id=case.public_id.hex)
    return case


def deemed() -> Case:
    """A case taken in by the law itself, because nobody answered within the time for acceptance."""
    case = under_a_law_that_deems(lodge())
    moving.expire(on_day(6, 12))
    return case


def ended() -> Case:
    case = lodge()
    moving.withdraw(by=CLERK, now=on_day(6, 3), case_id=case.public_id.hex)
    return case


IN_STATE = {
    "running": lambda: (in_the_middle(), TODAY),
    "late": lambda: (in_the_middle(), LONG_AFTER),
    "paused": lambda: (in_the_middle("pause"), LONG_AFTER),
    "resumed": lambda: (in_the_middle("pause", "resume"), LONG_AFTER),
    "extended": lambda: (in_the_middle("extend"), date(2016, 9, 5)),
    "deemed": lambda: (deemed(), date(2016, 6, 13)),
    "closed": lambda: (ended(), LONG_AFTER),
}


class TestOwnCases:
    def test_who_is_answered_by_the_law_itself_is_not_told_that_the_office_is_late(self) -> None:
        """Also before the sweep has recorded it; a case that no law answers for is late."""
        case, other = under_a_law_that_deems(lodge()), lodge(applicant(2))
        me = worker(case.application.person)
        before = own_cases.for_person(me, today=date(2016, 6, 8))[0]
        assert (before.status, before.tone) == ("lodged", "near")
        (row,) = own_cases.for_person(me, today=date(2016, 6, 12))
        assert (row.status, row.tone, row.answer_by) == ("accepted", "none", None)
        page = own_cases.own_page(me, case.public_id.hex, today=date(2016, 6, 12))
        assert page.row == row
        (late,) = own_cases.for_person(worker(other.application.person), today=date(2016, 6, 12))
        assert (late.status, late.tone) == ("lodged", "late")

    def test_two_departments_are_both_shown_and_the_lead_of_the_pack_receives(self) -> None:
        answers = {"职业病诊断": True, "用人单位已不存在": True}
        case = lodge(service="occupational-disease-aid", now=on_day(6, 3, 2026), answers=answers)
        page = own_cases.own_page(worker(case.application.person), case.public_id.hex, today=date(2026, 6, 3))
        assert case.accountable_office == f"{HERE}/civil"
        (other,) = page.others
        assert other.startswith("看病的救助：") and "医疗保障局" in other
        seen = cases.page(officer(f"{HERE}/civil"), case.public_id.hex, now=on_day(6, 4, 2026))
        assert seen.others == page.others

    def test_a_time_to_wait_does_not_move_off_rest_days(self) -> None:
        """Fifteen days from Friday 10 June 2016 end on a Saturday (调解仲裁法 14, T31)."""
        case = lodge(service="labour-mediation", now=on_day(6, 10), answers={"有劳动争议": True})
        assert case.due_on == date(2016, 6, 25)
        me = worker(case.application.person)
        lines = own_cases.own_page(me, case.public_id.hex, today=date(2016, 6, 10)).clock_lines
        assert any("不顺延（劳动争议调解仲裁法第十四条）" in line for line in lines)

    def test_plain_steps_and_the_day_of_the_answer(self) -> None:
        case = lodge()
        me = worker(case.application.person)
        page = own_cases.own_page(me, case.public_id.hex, today=TODAY)
        assert [(step.words, step.done_on, step.current) for step in page.steps] == [
            ("收到您的申请", TODAY, False),
            ("部门受理", None, True),
            ("部门作出决定", None, False),
            ("结果送到您手里", None, False),
        ]
        assert page.row.answer_by == date(2016, 6, 8)
        assert [view.move for view in page.moves] == ["add", "withdraw"]

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
        page = own_cases.own_page(worker(case.application.person), case.public_id.hex, today=TODAY)
        assert page.decision is not None
        assert (page.decision.verdict_name, page.decision.reasons) == ("不同意", "居住未满半年")
        assert any("复议" in point for point in page.refused)
        moving.close(by=POLICE_OFFICER, now=on_day(6, 3), case_id=case.public_id.hex)
        page = own_cases.own_page(worker(case.application.person), case.public_id.hex, today=TODAY)
        assert page.steps[-1].done_on == date(2016, 6, 3)
        assert page.moves == ()

    @pytest.mark.parametrize(
        "state", ["running", "late", "paused", "resumed", "extended", "deemed", "closed"]
    )
    def test_the_worker_is_told_the_same_urgency_as_the_officer(self, state: str) -> None:
        case, on = IN_STATE[state]()
        me = worker(case.application.person)
        own = own_cases.for_person(me, today=on)[0]
        (row,) = listed(INSPECTOR, today=on, wanted=CaseFilter())
        assert (own.tone, own.paused) == (row.left.tone, row.left.paused)
        assert own.answer_by == (None if row.left.paused else row.left.due)
        assert own.tone == {"late": "late", "paused": "none", "closed": "none"}.get(state, "ok")
        for task in tasks.mine(INSPECTOR, today=on):
            assert task.left == row.left

    def test_nobody_elses_case_is_found(self) -> None:
        case = lodge()
        for stranger in (ANONYMOUS, INSPECTOR, worker(applicant(2))):
            assert own_cases.for_person(stranger, today=TODAY) == []
            with pytest.raises(DomainError) as refused:
                own_cases.own_page(stranger, case.public_id.hex, today=TODAY)
            assert refused.value.code == "case.not_found"

    @pytest.mark.parametrize("rows", [3, 30])
    def test_one_question_for_any_number_of_cases(
        self, rows: int, settings, django_assert_num_queries
    ) -> None:
        person, settings.CASES_PER_DAY = applicant(), rows
        for number in range(rows):
            lodge(person, key=f"k{number}", again=True)
        with django_assert_num_queries(1):
            assert len(own_cases.for_person(worker(person), today=TODAY)) == rows


def test_a_complaint_is_decided_and_withdrawn_in_words_of_a_complaint() -> None:
    case = accepted()
    views = {view.move: view for view in cases.moves(INSPECTOR, case.public_id.hex, today=TODAY)}
    assert (views["approve"].button, views["refuse"].button) == ("作出处理决定", "不支持投诉")
    assert not [view.button for view in views.values() if "申请" in view.button]
    own = {
        view.move: view.button
        for view in cases.moves(worker(Person.objects.get()), case.public_id.hex, today=TODAY)
    }
    assert own["withdraw"] == "撤回投诉"
    permit = accepted(PERMIT, by=POLICE_OFFICER)
    usual = {
        view.move: view.button for view in cases.moves(POLICE_OFFICER, permit.public_id.hex, today=TODAY)
    }
    assert usual["approve"] == "同意申请"
