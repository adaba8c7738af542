"""The work list: filters, order, pages without end, several colleagues, the coming days, lists kept under a name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from huigong.audit.models import AuditEvent
from huigong.casework.actions import cases, clocks, lists, notes
from huigong.casework.actions import tasks as tasking
from huigong.casework.models import Case, Task
from huigong.casework.queries import agenda, listing, load, tasks
from huigong.casework.queries import cases as pages
from huigong.casework.queries import lists as kept_lists
from huigong.casework.queries import options as choices
from huigong.casework.queries.keyset import START, read
from huigong.casework.queries.listing import CaseFilter
from huigong.casework.queries.options import options
from huigong.casework.queries.wanted import EVERYTHING, TaskFilter
from huigong.directory.models import Account, RoleAssignment
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from tests.each import each
from tests.unit.casework.desk import (
    CITY,
    CLERK,
    HERE,
    HOUSING,
    HOUSING_OFFICER,
    HRSS,
    INSPECTOR,
    LEADING_GROUP,
    NOW,
    PERMIT,
    POLICE_OFFICER,
    TODAY,
    applicant,
    lodge,
    on_day,
    worker,
)

pytestmark = pytest.mark.django_db
CITY_OFFICER = Principal("city", "经办乙", (Grant("case-officer", CITY),))


def official(username: str, *, office: str = HRSS) -> Account:
    account = Account.objects.create_user(
        username, kind="official", display_name=f"虚构{username}", opened_at=NOW
    )
    RoleAssignment.objects.create(
        account=account, role="case-officer", region=CITY, office=office, valid_from=date(2016, 1, 1)
    )
    return account


def principal(account: Account) -> Principal:
    return Principal.for_account(account, on=TODAY)


def several(number: int) -> list[Case]:
    """So many complaints, lodged a day apart; every second one accepted, the third paused."""
    made = []
    for sequence in range(1, number + 1):
        now = on_day(6, sequence)
        case = lodge(applicant(sequence), now=now)
        if sequence % 2 == 0:
            cases.accept(by=INSPECTOR, now=now, case_id=case.public_id.hex)
        if sequence == 4:
            told = {"reason": "等鉴定", "article": "行政许可法第四十五条", "told_in_writing": now.date()}
            clocks.pause(by=INSPECTOR, now=now, case_id=case.public_id.hex, **told)
        if sequence == 5:
            cases.request_completion(by=INSPECTOR, now=now, case_id=case.public_id.hex, note="请补")
        made.append(case)
    return made


@pytest.fixture
def seven() -> list[Case]:
    return several(7)


@each("size", [1, 2, 3, 50])
@pytest.mark.parametrize("sort", tasks.SORTS)
def test_pages_go_on_where_they_stopped_and_back_again(sort: str, size: int, seven: list[Case]) -> None:
    given = {"today": TODAY, "wanted": EVERYTHING, "sort": sort}
    whole = [row.number for row in tasks.page_of(INSPECTOR, size=100, **given).rows]
    part = tasks.page_of(INSPECTOR, size=size, **given)
    forward = [part]
    while part.after:
        part = tasks.page_of(INSPECTOR, size=size, after=part.after, **given)
        forward.append(part)
    assert [row.number for each in forward for row in each.rows] == whole
    assert len(whole) == 7
    for earlier in reversed(forward[:-1]):
        part = tasks.page_of(INSPECTOR, size=size, before=part.before, **given)
        assert part.rows == earlier.rows
    assert not part.before


@pytest.fixture
def seven_with_one_withdrawn(seven: list[Case]) -> None:
    last = seven[6]
    cases.withdraw(by=worker(last.application.person), now=on_day(6, 7), case_id=last.public_id.hex)


@each("size", [1, 2, 3, 50])
@pytest.mark.parametrize("sort", listing.SORTS)
def test_pages_of_cases_go_on_where_they_stopped_and_back_again(
    sort: str, size: int, seven_with_one_withdrawn: None
) -> None:
    given = {"today": TODAY, "wanted": CaseFilter(), "sort": sort}
    whole = listing.listed(LEADING_GROUP, **given)
    part = listing.page_of(LEADING_GROUP, size=size, **given)
    forward = [part]
    while part.after:
        assert part.after.endswith(str(UUID(part.rows[-1].case_id)))
        part = listing.page_of(LEADING_GROUP, size=size, after=part.after, **given)
        forward.append(part)
    assert [row for each in forward for row in each.rows] == whole
    assert len(whole) == 7
    for earlier in reversed(forward[:-1]):
        part = listing.page_of(LEADING_GROUP, size=size, before=part.before, **given)
        assert part.rows == earlier.rows
    assert not part.before


def test_a_case_that_is_not_there_is_the_start_of_the_list() -> None:
    several(2)
    given = {"today": TODAY, "wanted": CaseFilter(), "size": 1}
    first = listing.page_of(LEADING_GROUP, **given)
    nobody = f"{first.after.rpartition('~')[0]}~{'0' * 32}"
    assert listing.page_of(LEADING_GROUP, after=nobody, **given) == first


def test_a_row_that_moves_on_takes_no_other_along() -> None:
    several(6)
    given = {"today": TODAY, "wanted": EVERYTHING, "size": 3, "sort": "oldest"}
    first = tasks.page_of(INSPECTOR, **given)
    following = [row.number for row in tasks.page_of(INSPECTOR, after=first.after, **given).rows]
    last = Case.objects.get(number=first.rows[-1].number)
    cases.withdraw(by=worker(last.application.person), now=on_day(6, 7), case_id=last.public_id.hex)
    assert [row.number for row in tasks.page_of(INSPECTOR, after=first.after, **given).rows] == following


@pytest.mark.parametrize("said", ["", "x", "1~2~3~4", "0~nonsense~n~n", "~~~~~", "0~2016-06-08~n~1"])
def test_a_place_that_nobody_wrote_is_the_start(said: str) -> None:
    assert read(tasks.SORTS["due"], said) == START


def test_each_filter_leaves_in_what_it_says() -> None:
    made = several(6)
    lodge(applicant(7), service=PERMIT, key="permit")
    official("zhao")
    numbers = [case.number for case in made]

    def found(viewer: Principal = INSPECTOR, today: date = TODAY, **wanted: object) -> list[str]:
        rows = tasks.mine(viewer, today=today, wanted=TaskFilter(**wanted))
        assert tasks.number_of(viewer, today=today, wanted=TaskFilter(**wanted)) == len(rows)
        return sorted(row.number for row in rows)

    assert found() == sorted(numbers)
    assert found(status="accepted") == sorted((numbers[1], numbers[3], numbers[5]))
    assert found(due="paused") == [numbers[3]]
    assert found(due="none") == [numbers[4]], "nothing runs while the applicant completes"
    assert found(since=date(2016, 6, 5)) == sorted(numbers[4:])
    assert found(since=date(2016, 6, 6)) == [numbers[5]]
    assert found(number=numbers[2][-6:]) == [
        number for number in sorted(numbers) if numbers[2][-6:] in number
    ]
    assert found(service_id=PERMIT) == []
    assert len(found(POLICE_OFFICER, service_id=PERMIT)) == 1
    assert found(region="510403") == sorted(numbers)
    assert found(region="510500") == []
    assert found(office_id=HOUSING) == []
    due = Case.objects.get(number=numbers[0]).due_on
    assert due is not None
    assert numbers[0] in found(due_from=due, due_until=due)
    assert numbers[0] not in found(due_from=due + timedelta(days=1))
    assert numbers[0] in found(today=due, due="today")
    assert numbers[0] in found(today=due - timedelta(days=6), due="week")
    assert numbers[0] not in found(today=due - timedelta(days=7), due="week")
    assert numbers[0] in found(today=due + timedelta(days=1), due="late")
    assert numbers[0] not in found(today=due, due="late")


def test_what_can_be_chosen_is_what_there_is() -> None:
    several(2)
    lodge(applicant(7), service=PERMIT, key="permit")
    offered = options(INSPECTOR, today=TODAY)
    assert [code for code, _ in offered.statuses] == ["accepted", "lodged"]
    assert [code for code, _ in offered.services] == ["arrears-complaint"]
    assert [code for code, _ in offered.regions] == [HERE]
    assert options(CLERK, today=TODAY).services == ()


def test_of_many_tasks_everything_there_is_can_be_chosen(monkeypatch, django_assert_num_queries) -> None:
    several(3)
    lodge(applicant(7), service=PERMIT, key="permit")
    exact = {viewer: options(viewer, today=TODAY) for viewer in (INSPECTOR, POLICE_OFFICER)}
    monkeypatch.setattr(choices, "MANY", 0)
    for viewer, few in exact.items():
        with django_assert_num_queries(4):  # whether they are many; offices, places, services
            many = options(viewer, today=TODAY)
        assert (many.offices, many.regions) == (few.offices, few.regions)
        assert set(few.services) <= set(many.services)
        assert set(few.statuses) <= set(many.statuses)
    assert {code for code, _ in many.services} == {"arrears-complaint", PERMIT}
    assert options(CLERK, today=TODAY).offices == ()


def test_in_a_province_offices_are_chosen_within_a_region(monkeypatch) -> None:
    several(2)
    lodge(applicant(7), service=PERMIT, key="permit")
    wide = Principal("wide", "虚构省级经办", (Grant("case-officer", "510000"),))
    assert len(options(wide, today=TODAY).offices) == 2, "there are few"
    monkeypatch.setattr(choices, "MANY", 0)
    offered = options(wide, today=TODAY)
    assert (offered.by_region, len(offered.offices)) == (True, 2), "all are of one region"
    for near, number in ((HERE, 2), (CITY, 2), ("510422", 0), ("no region", 0)):
        assert len(options(wide, today=TODAY, near=near).offices) == number, near
    Case.objects.filter(service_id=PERMIT).update(region="510422")
    assert options(wide, today=TODAY).offices == ()
    assert not options(INSPECTOR, today=TODAY).by_region, "of one office"


def test_the_same_questions_for_a_page_of_any_size(django_assert_num_queries) -> None:
    several(8)
    for size in (2, 8):
        with django_assert_num_queries(7):  # the kinds; the counts; rows, parties, clocks, pauses; the number
            options(INSPECTOR, today=TODAY)
            tasks.counts(INSPECTOR, today=TODAY, wanted=TaskFilter(status="accepted"))
            tasks.page_of(INSPECTOR, today=TODAY, wanted=replace(EVERYTHING, status="accepted"), size=size)
            assert tasks.number_of(INSPECTOR, today=TODAY, wanted=EVERYTHING) == 8


class TestLoad:
    def test_what_nobody_has_comes_first_then_who_left_then_the_latest(self) -> None:
        made = several(6)
        zhao, qian = official("zhao"), official("qian")
        official("sun")
        for case, account in zip(made[:5], (zhao, zhao, qian, qian, qian), strict=True):
            Task.objects.filter(case=case).update(assignee=account)
        zhao.is_active = False
        zhao.save(update_fields=["is_active"])
        rows = load.by_colleague(INSPECTOR, today=TODAY)
        assert [(row.name, row.gone, row.open) for row in rows] == [
            ("", False, 1),
            ("虚构zhao", True, 2),
            ("虚构qian", False, 3),
            ("虚构sun", False, 0),
        ]

    def test_late_and_due_this_week_are_counted_to_the_day(self) -> None:
        (case,) = several(1)
        due = Case.objects.get(pk=case.pk).due_on
        assert due is not None
        counted = {}
        for shift in (-7, -6, 0, 1):
            (row,) = load.by_colleague(INSPECTOR, today=due + timedelta(days=shift))
            counted[shift] = (row.open, row.week, row.late)
        assert counted == {-7: (1, 0, 0), -6: (1, 1, 0), 0: (1, 1, 0), 1: (1, 0, 1)}

    def test_who_leads_sees_the_load_of_all_offices(self) -> None:
        several(2)
        lodge(applicant(7), service=PERMIT, key="permit")
        assert [row.open for row in load.by_colleague(LEADING_GROUP, today=TODAY)] == [3]
        assert [row.open for row in load.by_colleague(INSPECTOR, today=TODAY)] == [2]

    def test_too_many_to_be_told_by_holder_are_told_by_place(
        self, monkeypatch, django_assert_num_queries
    ) -> None:
        several(6)
        with django_assert_num_queries(1):
            assert load.by_place(LEADING_GROUP, today=TODAY) == ()
        monkeypatch.setattr(load, "MOST", 5)
        late = max(Case.objects.filter(paused=False, due_on__isnull=False).values_list("due_on", flat=True))
        for viewer in (LEADING_GROUP, CITY_OFFICER):
            with django_assert_num_queries(1):
                (place,) = load.by_place(viewer, today=late)
            assert (place.region, place.open, place.late, place.narrower) == (HERE, 6, 3, True)
            assert load.by_place(viewer, today=late, region=HERE) == (), "a county is told by who holds what"
            assert sum(row.open for row in load.by_colleague(viewer, today=TODAY, region=HERE)) == 6
            assert load.by_colleague(viewer, today=TODAY, region="510404") == ()

    def test_what_is_a_citys_own_is_told_beside_its_counties(self, monkeypatch) -> None:
        (case,) = several(1)
        Case.objects.filter(pk=case.pk).update(region=CITY)
        monkeypatch.setattr(load, "MOST", 0)
        (place,) = load.by_place(CITY_OFFICER, today=TODAY)
        assert (place.region, place.open, place.narrower) == (CITY, 1, False)


class TestDays:
    def test_a_task_stands_on_its_day_and_a_paused_one_on_none(self, django_assert_num_queries) -> None:
        several(6)
        with django_assert_num_queries(5):
            shown = agenda.days(INSPECTOR, today=TODAY, first=TODAY, length=120, wanted=EVERYTHING)
        by_day = {day.on: [row.number for row in day.tasks] for day in shown.days if day.due}
        running = Case.objects.filter(paused=False, due_on__isnull=False)
        assert by_day == {
            due: sorted(case.number for case in running if case.due_on == due)
            for due in {case.due_on for case in running}
        }
        assert sum(day.due for day in shown.days) == 4
        assert all(day.more == 0 for day in shown.days)
        assert not next(day for day in shown.days if day.on == date(2016, 6, 4)).working, "a Saturday"
        assert shown.late == 0

    def test_what_is_late_is_counted_beside_the_days(self) -> None:
        several(6)
        late = max(Case.objects.filter(paused=False, due_on__isnull=False).values_list("due_on", flat=True))
        shown = agenda.days(INSPECTOR, today=late, first=late, length=14, wanted=EVERYTHING)
        assert (shown.days[0].due, shown.late) == (1, 3)

    def test_a_day_is_counted_no_further_than_lists_are(self, django_assert_num_queries) -> None:
        several(6)
        with django_assert_num_queries(5):
            shown = agenda.days(INSPECTOR, today=TODAY, first=TODAY, length=120, wanted=EVERYTHING, at_most=0)
        assert {day.due for day in shown.days} == {0, 1}


class TestKept:
    def test_a_list_is_kept_replaced_and_dropped_by_its_owner_alone(self) -> None:
        zhao, qian = principal(official("zhao")), principal(official("qian"))
        first = lists.save(by=zhao, now=NOW, name=" 本周 到期 ", query="due=week")
        lists.save(by=zhao, now=NOW, name="本周 到期", query="due=late")
        lists.save(by=qian, now=NOW, name="本周 到期", query="tab=mine")
        assert [(row.name, row.query) for row in kept_lists.kept(zhao)] == [("本周 到期", "due=late")]
        with pytest.raises(DomainError) as refused:
            lists.drop(by=qian, now=NOW, list_id=first.public_id)
        assert refused.value.code == "list.not_found"
        lists.drop(by=zhao, now=NOW, list_id=first.public_id)
        assert kept_lists.kept(zhao) == ()
        assert len(kept_lists.kept(qian)) == 1
        verbs = AuditEvent.objects.filter(verb__startswith="casework.list.").order_by("pk")
        assert [event.verb.rpartition(".")[2] for event in verbs] == ["saved", "saved", "saved", "dropped"]

    def test_a_list_needs_a_name_and_twenty_are_enough(self) -> None:
        zhao = principal(official("zhao"))
        for number in range(lists.MOST):
            lists.save(by=zhao, now=NOW, name=f"清单{number}", query="")
        lists.save(by=zhao, now=NOW, name="清单0", query="due=late")
        for name, code in (("  ", "list.no_name"), ("再一个", "list.too_many")):
            with pytest.raises(DomainError) as refused:
                lists.save(by=zhao, now=NOW, name=name, query="")
            assert refused.value.code == code


class TestNotes:
    def test_a_note_is_the_offices_alone_and_the_trail_keeps_no_word_of_it(self) -> None:
        case_id = lodge().public_id.hex
        tasking.ask_support(by=INSPECTOR, now=NOW, case_id=case_id, office=HOUSING, question="请核实")
        notes.write(by=INSPECTOR, now=NOW, case_id=case_id, text=" 电话里说 7 月 1 日前给 ")
        notes.write(by=INSPECTOR, now=NOW, case_id=case_id, text="电话里说 7 月 1 日前给")
        notes.write(by=HOUSING_OFFICER, now=NOW, case_id=case_id, text="档案在二楼")
        seen = {
            viewer.account_id: [note.text for note in pages.page(viewer, case_id, now=NOW).notes]
            for viewer in (INSPECTOR, HOUSING_OFFICER, LEADING_GROUP.with_purpose("督办投诉"))
        }
        assert list(seen.values()) == [["电话里说 7 月 1 日前给"], ["档案在二楼"], []]
        events = AuditEvent.objects.filter(verb="casework.note.written")
        assert len(events) == 2
        assert not any("电话" in str(event.data) for event in events)

    @pytest.mark.parametrize(
        ("by", "text", "code"),
        [
            (INSPECTOR, "  ", "note.empty"),
            (INSPECTOR, "字" * (notes.LONGEST + 1), "note.too_long"),
            (LEADING_GROUP, "记下", "note.not_yours"),
            (POLICE_OFFICER, "记下", "case.not_found"),
        ],
    )
    def test_who_and_what_is_refused(self, by: Principal, text: str, code: str) -> None:
        case_id = lodge().public_id.hex
        with pytest.raises(DomainError) as refused:
            notes.write(by=by, now=NOW, case_id=case_id, text=text)
        assert refused.value.code == code
