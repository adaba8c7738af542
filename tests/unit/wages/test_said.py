"""What workers say of a month and of a warning: it reaches the office, it stays, and the employer learns no name unasked."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huigong.audit.actions import READ_VERB
from huigong.audit.models import AuditEvent
from huigong.casework.actions import cases as casework
from huigong.casework.procedures.terms import OPENED
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.registry.models import Person
from huigong.wages import queries, warned
from huigong.wages.actions import cases, claims, hearing, months, warnings
from huigong.wages.models import EarlyWarning, WarningAnswer
from huigong.wages.own import own_wages, under_another_name
from tests.unit.registry.someone import new_person
from tests.unit.wages.sites import (
    COUNTY,
    HRSS,
    NOW,
    SiteWorld,
    hand_in,
    own,
    site_world,
    with_cells,
    without,
)
from tests.unit.wages.test_months import refused, unpaid

TODAY = NOW.date()
WORDS = "少算了两天，一分没有给"


@pytest.fixture
def site(db: None) -> SiteWorld:
    return site_world()


def of(declared: str) -> EarlyWarning:
    return EarlyWarning.objects.get(declared=declared)


def dispute(site: SiteWorld, *, may_tell: bool = False) -> None:
    [mine] = own_wages(own(site.one), on=TODAY)
    months.answer(
        by=own(site.one), now=NOW, worker_month_id=mine.id, agrees=False, said=WORDS, may_tell=may_tell
    )


def both_unpaid(site: SiteWorld):  # type: ignore[no-untyped-def]
    world = without(unpaid(site), "bank", site.other.resident_number)
    return with_cells(world, "projects", "", 期末余额="112000.00")


def responds(site: SiteWorld, person: Person, agrees: bool) -> None:
    warning = of("wages-not-credited").public_id.hex
    [mine] = own_wages(own(person), on=TODAY)
    hearing.respond(by=own(person), now=NOW, warning_id=warning, worker_month_id=mine.id, agrees=agrees)


def explain(site: SiteWorld, said: str) -> None:
    warning = of("wages-not-credited").public_id.hex
    hearing.explain(by=site.officer, now=NOW, warning_id=warning, said=said)


def heard(warning: EarlyWarning) -> tuple[int, int, int, int]:
    said = warned.warning(HRSS, warning.public_id.hex, now=NOW).explained[0].hearing
    return said.asked, said.agreed, said.denied, said.silent


@pytest.mark.parametrize("may_tell", [False, True])
def test_the_office_reads_who_says_what_and_the_employer_only_how_many(
    site: SiteWorld, may_tell: bool
) -> None:
    hand_in(site, site.clean())
    dispute(site, may_tell=may_tell)
    [worker] = warned.warning(HRSS, of("payroll-disputed").public_id.hex, now=NOW).workers
    assert (worker.line.row.said, worker.line.row.answered_at) == (WORDS, NOW)
    assert site.one.name not in worker.name and site.one.resident_number not in worker.number
    [mine] = warned.standing(site.project, on=TODAY)
    assert mine.disputes == 1
    assert [(each.who, each.said) for each in mine.told] == ([(worker.name, WORDS)] if may_tell else [])


def test_a_name_is_read_for_a_purpose_and_leaves_a_trace(site: SiteWorld) -> None:
    hand_in(site, site.clean())
    dispute(site)
    warning = of("payroll-disputed").public_id.hex
    with pytest.raises(DomainError, check=lambda error: error.code == "person.purpose_needed"):
        warned.workers_in_full(Principal("hrss", "虚构监察员", HRSS.grants), warning, now=NOW)
    [worker] = warned.workers_in_full(HRSS, warning, now=NOW)
    assert (worker.name, worker.number) == (site.one.name, site.one.resident_number)
    assert AuditEvent.objects.filter(verb=READ_VERB, purpose=HRSS.purpose).exists()


def test_a_case_begins_with_what_the_warning_was_raised_on(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    dispute(site)
    warning = of("wages-not-credited")
    case = cases.open_from(by=HRSS, now=NOW, warning_id=warning.public_id.hex)
    claimant = case.parties.get(role="concerned")
    assert (claimant.person, claimant.amount) == (site.one, 600000) and WORDS in claimant.note
    begun = str(case.entries.get(move=OPENED).content)
    for said in (
        "2026-10",
        "2026-11-16",
        "6,000 元",
        "payroll.csv",
        WORDS,
        "《保障农民工工资支付条例》第十四条",
    ):
        assert said in begun, said
    assert "100000/" not in begun and site.one.name not in begun
    [row] = warned.of_case(HRSS, case.public_id.hex, on=TODAY)
    assert row.id == warning.public_id.hex


def test_who_is_not_on_record_stands_in_the_words_and_not_among_the_parties(site: SiteWorld) -> None:
    stranger = new_person(77).resident_number
    world = unpaid(site)
    swapped = {
        table: [
            {name: stranger if cell == site.one.resident_number else cell for name, cell in row.items()}
            for row in rows
        ]
        for table, rows in world.items()
    }
    hand_in(site, swapped)
    case = cases.open_from(by=HRSS, now=NOW, warning_id=of("wages-not-credited").public_id.hex)
    assert not case.parties.filter(role="concerned").exists()
    assert "没有登记过的人" in str(case.entries.get(move=OPENED).content)


def test_what_a_warning_was_raised_on_stays_whatever_is_handed_in_later(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    one = with_cells(unpaid(site), "payroll", site.one.resident_number, 应发工资="5000", 实发工资="5000")
    hand_in(site, one)
    first, second = warned.warning(HRSS, of("wages-not-credited").public_id.hex, now=NOW).bases
    assert dict(first.facts)["欠发合计"] == "6,000 元" and dict(second.facts)["欠发合计"] == "5,000 元"
    assert first.month != second.month and first.pay_day == date(2026, 11, 16)


def test_an_answer_outlives_the_month_it_was_given_on_and_counts_once(site: SiteWorld) -> None:
    hand_in(site, both_unpaid(site))
    explain(site, "已经付了现金。")
    responds(site, site.one, True)
    for times in (1, 2):
        hand_in(site, both_unpaid(site), again=times)
        assert heard(of("wages-not-credited")) == (2, 1, 0, 1)
        responds(site, site.one, True)
        assert heard(of("wages-not-credited")) == (2, 1, 0, 1)
    assert WarningAnswer.objects.count() == 1


def test_only_those_are_counted_of_whom_the_warning_is_now(site: SiteWorld) -> None:
    hand_in(site, both_unpaid(site))
    explain(site, "已经付了现金。")
    responds(site, site.other, True)
    hand_in(site, unpaid(site))  # the other has been paid since
    assert heard(of("wages-not-credited")) == (1, 0, 0, 1)
    assert of("wages-not-credited").closing == ""


def test_a_denial_is_not_wiped_by_explaining_again(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    explain(site, "已经付了现金。")
    responds(site, site.one, False)
    with refused("wage.explained_so"):
        explain(site, "已经付了现金。")
    explain(site, "明天补发。")
    newest, before = warned.warning(HRSS, of("wages-not-credited").public_id.hex, now=NOW).explained
    assert (newest.text, newest.hearing.denied) == ("明天补发。", 0)
    assert (before.text, before.hearing.denied) == ("已经付了现金。", 1)


def test_a_false_month_for_a_moment_starts_no_clock_anew(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    explain(site, "已经付了现金。")
    raised_on = of("wages-not-credited").raised_on
    later = NOW + timedelta(days=25)
    hand_in(site, site.clean(), now=later)
    assert of("wages-not-credited").closing == "data"
    hand_in(site, unpaid(site), now=later)
    warning = of("wages-not-credited")  # the same one
    assert (warning.closing, warning.raised_on) == ("", raised_on)
    assert warning.explanations.get().text == "已经付了现金。"


def test_with_a_case_open_data_and_workers_close_nothing(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    warning = of("wages-not-credited").public_id.hex
    case = cases.open_from(by=HRSS, now=NOW, warning_id=warning)
    explain(site, "已经付了现金。")
    responds(site, site.one, True)
    hand_in(site, site.clean())
    assert of("wages-not-credited").closing == ""
    hand_in(site, unpaid(site))
    assert cases.open_from(by=HRSS, now=NOW, warning_id=warning) == case
    casework.make(
        move="不予处理",
        case_id=case.public_id.hex,
        by=HRSS,
        now=NOW,
        form={"reasons": "查过，已付清", "clause": "100000/labour-inspection-regulation#第十八条"},
    )
    hand_in(site, site.clean())
    assert of("wages-not-credited").closing == "data"


def test_what_was_settled_is_raised_again_only_by_other_data(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    warning = of("wages-not-credited").public_id.hex
    hearing.settle(by=HRSS, now=NOW, warning_id=warning, reason="当面付了现金，收条看过。")
    warnings.look_over(now=NOW + timedelta(days=1))
    hand_in(site, unpaid(site), again=1)
    assert of("wages-not-credited").closing == "official"
    hand_in(site, both_unpaid(site))
    assert of("wages-not-credited").closing == ""


def test_a_month_that_leaves_out_the_unpaid_closes_nothing(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    world = site.clean()
    for table in ("roster", "attendance", "payroll", "bank"):
        world = without(world, table, site.one.resident_number)
    hand_in(site, with_cells(world, "projects", "", 期末余额="106000.00"))
    assert of("wages-not-credited").closing == ""


def test_workers_are_asked_only_where_there_are_some(site: SiteWorld) -> None:
    warnings.look_over(now=NOW)
    board = of("notice-board-missing")
    hearing.explain(by=site.officer, now=NOW, warning_id=board.public_id.hex, said="明天挂。")
    assert not warned.asks(board, on=TODAY)
    assert board.explanations.get().confirm_by is None
    row = next(row for row in warned.standing(site.project, on=TODAY) if row.row.id == board.public_id.hex)
    assert row.explained[0].hearing.asked == 0 and not row.row.asks


def test_a_project_is_read_by_whom_its_register_names_and_hidden_warnings_are_counted(
    site: SiteWorld,
) -> None:
    hand_in(site, unpaid(site))
    education = Principal("edu", "虚构教育", (Grant("case-officer", COUNTY, f"{COUNTY}/edu"),))
    with refused("wage.no_project"):
        queries.site(education, site.project_id, now=NOW)
    housing = Principal("housing", "虚构住建", (Grant("case-officer", COUNTY, f"{COUNTY}/housing"),))
    for viewer, shown, hidden in ((HRSS, 1, 0), (housing, 0, 1)):
        seen = queries.site(viewer, site.project_id, now=NOW)
        assert (len(seen.warnings), seen.hidden) == (shown, hidden)


def with_passport(serial: int, number: str, name: str, paper: str) -> Person:
    given = asdict(new_person(serial, residence=COUNTY))
    del given["resident_number"]
    return Person.objects.create(
        **{name: given[name] for name in ("hukou_place", "residence", "phone")},
        name=name,
        paper=paper,
        resident_number=number,
        born_on=date(1990, 1, 2),
        sex="female",
        registered_at=NOW,
        assurance="checked",
    )


def on_the_roster(site: SiteWorld, number: str, name: str, words: str):  # type: ignore[no-untyped-def]
    """The month with somebody else's paper in the place of one of the two."""
    old = site.one.resident_number
    world = {
        table: [{key: number if cell == old else cell for key, cell in row.items()} for row in rows]
        for table, rows in site.clean().items()
    }
    for table in ("roster", "payroll"):
        world = with_cells(world, table, number, 姓名=name)
    return with_cells(world, "roster", number, 证件类型=words)


def test_the_number_of_another_paper_shows_nobody_anothers_wages(site: SiteWorld) -> None:
    john = with_passport(51, "E12345678", "虚构约翰", "passport")
    mary = with_passport(52, "E12345678", "虚构玛丽", "travel")
    hand_in(site, on_the_roster(site, "E12345678", "虚构约翰", "护照"))
    assert len(own_wages(own(john), on=TODAY)) == 1
    assert own_wages(own(mary), on=TODAY) == () and under_another_name(own(mary)) == ()


@pytest.mark.parametrize("words", ["", "某种证件"])
def test_a_roster_that_does_not_say_which_paper_is_told_apart_by_the_name(
    site: SiteWorld, words: str
) -> None:
    john = with_passport(51, "E12345678", "虚构约翰", "passport")
    mary = with_passport(52, "E12345678", "虚构玛丽", "travel")
    hand_in(site, on_the_roster(site, "E12345678", "虚构 约翰", words))
    assert len(own_wages(own(john), on=TODAY)) == 1
    assert own_wages(own(mary), on=TODAY) == () and len(under_another_name(own(mary))) == 1


@pytest.mark.parametrize("mine", [True, False])
def test_a_row_under_another_name_is_shown_on_the_word_of_its_owner(site: SiteWorld, mine: bool) -> None:
    world = site.clean()
    for table in ("roster", "payroll"):
        world = with_cells(world, table, site.one.resident_number, 姓名="虚构他人")
    hand_in(site, world)
    viewer = own(site.one)
    assert own_wages(viewer, on=TODAY) == ()
    [row] = under_another_name(viewer)
    with refused("wage.no_month"):
        months.answer(by=viewer, now=NOW, worker_month_id=row.id, agrees=True)
    with refused("wage.no_month"):
        claims.claim(by=own(site.other), now=NOW, worker_month_id=row.id, mine=True)
    claims.claim(by=viewer, now=NOW, worker_month_id=row.id, mine=mine)
    hand_in(site, world, again=1)
    assert len(own_wages(viewer, on=TODAY)) == int(mine) and under_another_name(viewer) == ()
    strangers = queries.site(HRSS, site.project_id, now=NOW).disowned
    assert len(strangers) == int(not mine) and "虚构他人" not in str(strangers)


def test_a_warning_of_many_workers_takes_as_many_questions_as_of_one(site: SiteWorld) -> None:
    hand_in(site, unpaid(site))
    warning = of("wages-not-credited").public_id.hex
    with CaptureQueriesContext(connection) as one:
        assert len(warned.warning(HRSS, warning, now=NOW).workers) == 1
    hand_in(site, both_unpaid(site))
    with CaptureQueriesContext(connection) as two:
        assert len(warned.warning(HRSS, warning, now=NOW).workers) == 2
    assert len(two) == len(one)


def test_a_no_outlives_a_roster_that_names_the_paper_later(site: SiteWorld) -> None:
    """The number of a passport is the worker's whether a roster says that it is one or not."""
    mary = with_passport(53, "E12345678", "虚构玛丽", "passport")
    world = on_the_roster(site, "E12345678", "虚构玛丽", "")
    hand_in(site, without(world, "bank", "E12345678"))
    explain(site, "已经付了现金。")
    responds(site, mary, False)
    before = heard(of("wages-not-credited"))
    named = on_the_roster(site, "E12345678", "虚构玛丽", "护照")
    hand_in(site, without(named, "bank", "E12345678"))
    assert heard(of("wages-not-credited")) == before
    responds(site, mary, True)
    assert WarningAnswer.objects.count() == 1
