"""What runs beside what: bars of law, links, steps that follow each other, and lists counted in the database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huigong.casework.actions import cases, clocks, linking
from huigong.casework.actions import tasks as tasking
from huigong.casework.models import CaseLink, Clock
from huigong.casework.queries import cases as pages
from huigong.casework.queries import own, tasks
from huigong.casework.queries.listing import CaseFilter, counted
from huigong.casework.queries.listing import page_of as cases_page
from huigong.casework.queries.wanted import EVERYTHING, TABS, TaskFilter
from huigong.directory.models import RoleAssignment
from huigong.kernel.errors import DomainError
from tests.unit.casework.desk import (
    HOUSING,
    INSPECTOR,
    LEADING_GROUP,
    NOW,
    PERMIT,
    POLICE_OFFICER,
    TODAY,
    accepted,
    applicant,
    lodge,
    on_day,
    worker,
)
from tests.unit.casework.test_pages import colleague

pytestmark = pytest.mark.django_db
ARBITRATION, TRANSFER = "labour-arbitration", "social-insurance-transfer"
FIRST, SECOND, THIRD = "由新的地方审核、发出联系函", "办好转出手续", "接续好并告诉您结果"
LATER = on_day(6, 3, year=2024)


class TestInspectionBesideArbitration:
    """LI art. 21 (S07): what already runs in mediation or arbitration is not opened as an inspection too."""

    def test_is_refused_with_the_number_and_the_clause(self) -> None:
        person = applicant()
        running = lodge(person, ARBITRATION)
        with pytest.raises(DomainError) as refused:
            lodge(person)
        assert refused.value.code == "case.barred"
        assert refused.value.number == running.number
        assert "第二十一条" in refused.value.clause

    def test_is_allowed_for_another_person_before_the_law_and_after_the_other_has_ended(self) -> None:
        person = applicant()
        running = lodge(person, ARBITRATION)
        assert lodge(applicant(2)).is_open
        cases.withdraw(by=worker(person), now=NOW, case_id=running.public_id.hex)
        assert lodge(person).is_open

    def test_is_allowed_when_the_person_says_that_it_is_another_matter(self) -> None:
        person = applicant()
        lodge(person, ARBITRATION)
        assert lodge(person, again=True).is_open

    def test_the_other_way_round_nothing_forbids(self) -> None:
        person = applicant()
        lodge(person)
        assert lodge(person, ARBITRATION).is_open


class TestStepsThatFollowEachOther:
    """I07: three offices have fifteen working days each, one after the other."""

    def test_only_the_first_has_a_day_and_the_others_are_told_as_then(self) -> None:
        person = applicant()
        case = lodge(person, TRANSFER, now=LATER)
        assert [clock.stage for clock in Clock.objects.filter(case=case)] == [FIRST]
        seen = own.own_page(worker(person), case.public_id.hex, today=TODAY)
        assert seen.waiting == (f"然后15个工作日内{SECOND}", f"然后15个工作日内{THIRD}")

    def test_the_end_of_a_step_starts_the_next(self) -> None:
        case = lodge(applicant(), TRANSFER, now=LATER)
        case_id = case.public_id.hex
        offered = {move.move: move for move in pages.moves(INSPECTOR, case_id, today=LATER.date())}
        assert offered["finish_step"].choices["step"] == ((FIRST, FIRST),)
        done = on_day(6, 12, year=2024)
        cases.make(move="finish_step", case_id=case_id, by=INSPECTOR, now=done, form={"step": FIRST})
        running = Clock.objects.get(case=case, stopped_on__isnull=True)
        assert (running.stage, running.started_on) == (SECOND, date(2024, 6, 12))
        case.refresh_from_db()
        assert case.due_on == running.due_on
        for step in (FIRST, THIRD):
            with pytest.raises(DomainError) as refused:
                cases.make(move="finish_step", case_id=case_id, by=INSPECTOR, now=done, form={"step": step})
            assert refused.value.code == "clock.no_such_step"

    def test_a_service_of_one_step_offers_no_such_move(self) -> None:
        case = accepted()
        assert "finish_step" not in [
            move.move for move in pages.moves(INSPECTOR, case.public_id.hex, today=TODAY)
        ]


def test_a_link_is_one_link_and_never_to_itself() -> None:
    one, other = lodge(applicant(1)), lodge(applicant(2))
    given = {"case_id": one.public_id.hex, "kind": "same_matter", "by": INSPECTOR, "now": NOW}
    first = linking.link(number=other.number, **given)
    assert linking.link(number=other.number, **given).pk == first.pk
    assert [link.number for link in pages.page(INSPECTOR, other.public_id.hex, now=NOW).links] == [one.number]
    for changed in ({"number": one.number}, {"number": other.number, "kind": "joined_into"}):
        with pytest.raises(DomainError) as refused:
            linking.link(**{**given, **changed})
        assert refused.value.code == "case.link_unfit"
    assert CaseLink.objects.count() == 1


def test_what_is_not_a_move_of_the_procedure_is_said_so() -> None:
    case = lodge()
    with pytest.raises(DomainError) as refused:
        cases.make(move="no-such", case_id=case.public_id.hex, by=INSPECTOR, now=NOW)
    assert refused.value.code == "case.no_such_move"


def test_a_clock_set_back_ends_in_no_fault() -> None:
    """A machine whose own clock went back a day still decides; nothing stops before it began."""
    case = accepted(PERMIT, by=POLICE_OFFICER)
    cases.decide(
        by=POLICE_OFFICER,
        now=NOW - timedelta(days=1),
        case_id=case.public_id.hex,
        verdict="approved",
        reasons="符合",
        clause="居住证暂行条例第二条",
    )
    case.refresh_from_db()
    assert (case.closed_on, case.due_on) == (TODAY, None)


class TestLists:
    def tabs(self, today: date = TODAY) -> dict[str, list[str]]:
        found = {
            tab: [row.number for row in tasks.mine(INSPECTOR, today=today, wanted=TaskFilter(tab=tab))]
            for tab in TABS
        }
        assert tasks.counts(INSPECTOR, today=today) == {tab: len(rows) for tab, rows in found.items()}
        return found

    def test_tabs_hold_what_they_say_and_count_as_much(self) -> None:
        today = date(2016, 6, 3)
        late, near = lodge(applicant(1), now=on_day(5, 20)), lodge(applicant(2), now=on_day(5, 27))
        fine = lodge(applicant(3), now=on_day(6, 3))
        held = lodge(applicant(4), now=on_day(5, 20))
        cases.accept(by=INSPECTOR, now=on_day(5, 23), case_id=held.public_id.hex)
        clocks.pause(
            by=INSPECTOR,
            now=on_day(5, 24),
            case_id=held.public_id.hex,
            reason="鉴定",
            article="行政许可法第四十五条",
            told_in_writing=date(2016, 5, 24),
        )
        account = colleague("jingban", "经办丙")
        given = {"by": INSPECTOR, "now": NOW, "account_id": str(account.public_id)}
        tasking.assign(task_id=near.tasks.get().public_id.hex, **given)
        found = self.tabs(today)
        assert found["all"] == [late.number, near.number, fine.number, held.number]
        assert (found["late"], found["near"]) == ([late.number], [near.number])
        assert found["free"] == [late.number, fine.number, held.number]

    def test_what_somebody_can_do_no_longer_is_free_again_in_the_database_too(self) -> None:
        case, account = lodge(), colleague("jingban", "经办丙")
        tasking.assign(
            by=INSPECTOR,
            now=NOW,
            task_id=case.tasks.get().public_id.hex,
            account_id=str(account.public_id),
        )
        assert self.tabs()["free"] == []
        roles = RoleAssignment.objects.filter(account=account)
        for changed in (
            {"office": HOUSING},
            {"region": "220100"},
            {"role": "clerk"},
            {"valid_until": TODAY - timedelta(days=1)},
        ):
            before = roles.values(*changed).get()
            roles.update(**changed)
            (row,) = tasks.mine(INSPECTOR, today=TODAY)
            assert row.holder.nobody, changed
            assert self.tabs()["free"] == [case.number], changed
            roles.update(**before)
        account.is_active = False
        account.save(update_fields=["is_active"])
        assert self.tabs()["free"] == [case.number]

    def test_pages_follow_each_other_without_gap_or_repeat(self, django_assert_num_queries) -> None:
        for number in range(1, 8):
            lodge(applicant(number), now=on_day(6, number))
        whole = [row.number for row in tasks.mine(INSPECTOR, today=TODAY)]
        parts: list[str] = []
        after, more = "", True
        while more:
            part = tasks.page_of(INSPECTOR, today=TODAY, wanted=EVERYTHING, size=3, after=after)
            parts += [row.number for row in part.rows]
            after, more = part.after, bool(part.after)
        assert parts == whole
        assert len(whole) == 7
        wanted = CaseFilter(only_open=True)
        given = {"today": TODAY, "wanted": wanted, "size": 3, "sort": "newest"}
        with django_assert_num_queries(5):  # rows, main parties, clocks, pauses; the count
            assert counted(LEADING_GROUP, wanted) == 7
            first = cases_page(LEADING_GROUP, **given)
        with django_assert_num_queries(
            6
        ):  # the row that is named; its own day, the days before it; parties, clocks, pauses
            rows = cases_page(LEADING_GROUP, after=first.after, **given).rows
        assert [row.opened_on.day for row in rows] == [4, 3, 2]
