"""Five grades for each result: once, changeable for a while, and a bad one is followed up and answered."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from huigong.audit.models import AuditEvent
from huigong.casework.actions import cases, succession
from huigong.casework.models import Case, CaseLink, Party
from huigong.casework.procedures import register
from huigong.casework.procedures.checking import faults_of
from huigong.casework.procedures.roles import PartyKind, Role
from huigong.casework.queries import cases as case_pages
from huigong.casework.queries import own as own_cases
from huigong.directory.actions import localoffices
from huigong.directory.principals import Grant, Principal
from huigong.feedback import actions, queries
from huigong.feedback.following import procedure_id, procedure_of
from huigong.feedback.models import Rating
from huigong.feedback.rules import read_rules
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import Report
from huigong.messages.models import Message
from huigong.registry.models import Person
from tests.shipped import POLICIES
from tests.unit.audit.trail import is_whole
from tests.unit.casework.desk import (
    COMPLAINT,
    HOUSING,
    HRSS,
    INSPECTOR,
    LEADING_GROUP,
    NOW,
    PERMIT,
    POLICE,
    POLICE_OFFICER,
    TODAY,
    applicant,
    lodge,
    officer,
    worker,
)
from tests.unit.casework.test_owners import official
from tests.unit.registry.someone import CITY, FAR

pytestmark = pytest.mark.django_db
FOLLOW_UP = procedure_id("100000")
GROUNDS = {"reasons": "居住还不满半年", "clause": "居住证暂行条例第二条"}


@pytest.fixture
def person() -> Person:
    return applicant()


@pytest.fixture
def case_id(person: Person) -> str:
    """A permit that was refused."""
    return refused(person)


def refused(person: Person) -> str:
    case_id = lodge(person, service=PERMIT).public_id.hex
    cases.accept(by=POLICE_OFFICER, now=NOW, case_id=case_id)
    cases.decide(by=POLICE_OFFICER, now=NOW, case_id=case_id, verdict="refused", **GROUNDS)
    return case_id


def rate(person: Person, case_id: str, grade: str = "2", note: str = "", *, days: int = 0) -> Rating:
    return actions.rate(
        case_id=case_id, grade=grade, note=note, by=worker(person), now=NOW + timedelta(days=days)
    )


def test_the_follow_up_is_a_procedure_without_fault() -> None:
    assert faults_of(register.in_force(FOLLOW_UP, TODAY)) == ()


def test_a_region_answers_sooner_by_a_file_of_its_own(tmp_path: Path) -> None:
    nation = (POLICIES / "100000/ratings.yaml").read_text(encoding="utf-8")
    own = nation.replace("length: 15", "length: 5")
    for region, text in (("100000", nation), (CITY, own)):
        (tmp_path / region).mkdir()
        (tmp_path / region / "ratings.yaml").write_text(text, encoding="utf-8")
    stated = read_rules(tmp_path, Report())
    for region, length in (("100000", 15), (CITY, 5)):
        procedure = procedure_of(stated[region])
        assert (stated[region].within.length, procedure.region) == (length, region)
        assert faults_of(procedure) == ()
    assert len({procedure_of(each).id for each in stated.values()}) == 2


def test_a_wrong_word_in_the_file_of_a_city_is_told(tmp_path: Path) -> None:
    (tmp_path / "510400").mkdir()
    (tmp_path / "510400/ratings.yaml").write_text("follow_up_fro: 2\n", encoding="utf-8")
    report = Report()
    assert read_rules(tmp_path, report) == {}
    assert "510400/ratings.yaml" in str(next(iter(report)))


def test_a_good_one_is_kept_and_opens_nothing(person: Person, case_id: str) -> None:
    rate(person, case_id, "5")
    seen = queries.own(worker(person), case_id, now=NOW)
    assert seen and (seen.grade_name, seen.follow_up) == ("非常满意", "")
    assert Case.objects.count() == 1
    assert is_whole()


@pytest.mark.parametrize("grade", ["1", "2"])
def test_a_bad_one_opens_a_follow_up_with_its_own_clock(person: Person, case_id: str, grade: str) -> None:
    rating = rate(person, case_id, grade, "没有人告诉我缺什么")
    follow_up = rating.follow_up
    assert follow_up and follow_up.procedure == FOLLOW_UP
    assert follow_up.accountable_office.endswith("/hrss")
    assert follow_up.due_on and follow_up.due_on > TODAY
    assert CaseLink.objects.get(case=follow_up).other.public_id.hex == case_id


def test_the_person_is_answered(person: Person, case_id: str) -> None:
    follow_up = rate(person, case_id, "1").follow_up
    assert follow_up is not None
    form = {"note": "已经和窗口说清楚，以后一次告诉。", "found": "窗口换了人"}
    cases.make(move="righted", case_id=follow_up.public_id, by=INSPECTOR, now=NOW, form=form)
    page = own_cases.own_page(worker(person), follow_up.public_id.hex, today=TODAY)
    assert page.note == "已经和窗口说清楚，以后一次告诉。"
    assert page.row.status_name == "已改正"
    told = Message.objects.filter(about=f"casework.Case:{follow_up.public_id.hex}").order_by("pk").last()
    assert told and "已改正" in told.body


def test_a_follow_up_is_not_rated_and_begins_no_other(person: Person, case_id: str) -> None:
    follow_up = rate(person, case_id, "1").follow_up
    assert follow_up is not None
    with pytest.raises(DomainError) as refusal:
        rate(person, follow_up.public_id.hex, "1")
    assert refusal.value.code == "rating.no_result"


def test_tapped_twice_it_is_one(person: Person, case_id: str) -> None:
    rate(person, case_id, "1")
    rate(person, case_id, "1")
    assert (Rating.objects.count(), Case.objects.count()) == (1, 2)


def test_a_mind_changes_for_a_while(person: Person, case_id: str) -> None:
    rate(person, case_id, "4")
    rating = rate(person, case_id, "1", days=30)
    assert rating.follow_up is not None
    rate(person, case_id, "2", "补一句", days=30)
    assert Case.objects.count() == 2, "one follow-up, however often it is changed"
    with pytest.raises(DomainError) as refusal:
        rate(person, case_id, "5", days=31)
    assert refusal.value.code == "rating.settled"


def test_there_is_nothing_to_rate_before_a_result(person: Person) -> None:
    case_id = lodge(person, service=PERMIT).public_id.hex
    assert queries.own(worker(person), case_id, now=NOW) is None
    with pytest.raises(DomainError) as refusal:
        rate(person, case_id)
    assert refusal.value.code == "rating.no_result"


def test_only_for_whom_the_case_runs_rates_it(case_id: str) -> None:
    stranger, reporter = applicant(2), applicant(3)
    case = Case.objects.get(public_id=case_id)
    Party.objects.create(
        case=case, role=Role.REPORTER, kind=PartyKind.PERSON, person=reporter, joined_on=TODAY
    )
    for someone in (stranger, reporter):
        assert queries.own(worker(someone), case_id, now=NOW) is None
        with pytest.raises(DomainError) as refusal:
            rate(someone, case_id)
        assert refusal.value.code == "case.not_found"


@pytest.mark.parametrize("grade", ["0", "6", "", "好"])
def test_there_are_five_grades(person: Person, case_id: str, grade: str) -> None:
    with pytest.raises(DomainError) as refusal:
        rate(person, case_id, grade)
    assert refusal.value.code == "rating.no_grade"


def test_whoever_handled_it_does_not_see_that_it_is_followed_up(person: Person, case_id: str) -> None:
    rate(person, case_id, "1")
    assert case_pages.page(POLICE_OFFICER, case_id, now=NOW).links == ()
    (link,) = case_pages.page(LEADING_GROUP.with_purpose("核查差评"), case_id, now=NOW).links
    assert link.words == "被关联：接续办理"


@pytest.mark.parametrize("seized_by_the_city", [False, True])
def test_an_office_that_follows_up_never_follows_up_its_own_work(
    person: Person, seized_by_the_city: bool
) -> None:
    """The line that answers for ratings handles cases too; theirs go up, above every office that had them."""
    case_id = lodge(person, service=COMPLAINT).public_id.hex
    cases.accept(by=INSPECTOR, now=NOW, case_id=case_id)
    decider = INSPECTOR
    if seized_by_the_city:
        referral = {"to_office": f"{CITY}/hrss", "reason": "由市里办"}
        cases.make(move="refer", by=INSPECTOR, now=NOW, case_id=case_id, form=referral)
        decider = officer(f"{CITY}/hrss")
    cases.decide(by=decider, now=NOW, case_id=case_id, verdict="refused", **GROUNDS)
    follow_up = rate(person, case_id, "1", "没有人来看过").follow_up
    assert follow_up is not None
    above = "510000/hrss" if seized_by_the_city else f"{CITY}/hrss"
    assert follow_up.accountable_office == above
    for handler in {INSPECTOR, decider}:
        assert case_pages.page(handler, case_id, now=NOW).links == ()
        with pytest.raises(DomainError) as refusal:
            case_pages.page(handler, follow_up.public_id.hex, now=NOW)
        assert refusal.value.code == "case.not_found"


def test_a_follow_up_is_not_handed_back_to_whom_it_is_about(person: Person) -> None:
    case_id = lodge(person, service=COMPLAINT).public_id.hex
    cases.accept(by=INSPECTOR, now=NOW, case_id=case_id)
    cases.decide(by=INSPECTOR, now=NOW, case_id=case_id, verdict="refused", **GROUNDS)
    follow_up = rate(person, case_id, "1").follow_up
    assert follow_up is not None
    city, sent = officer(f"{CITY}/hrss"), {"case_id": follow_up.public_id, "now": NOW}
    with pytest.raises(DomainError) as refusal:
        cases.make(move="refer", by=city, form={"to_office": HRSS, "reason": "县里熟悉"}, **sent)
    assert refusal.value.code == "rating.own_office"
    moved_up = replace(city, account_id=INSPECTOR.account_id)
    form = {"note": "已经说明", "found": "没有问题"}
    with pytest.raises(DomainError) as refusal:
        cases.make(move="explained", by=moved_up, form=form, **sent)
    assert refusal.value.code == "rating.own_work"
    follow_up.refresh_from_db()
    assert (follow_up.is_open, follow_up.accountable_office) == (True, f"{CITY}/hrss")
    cases.make(move="refer", by=moved_up, form={"to_office": POLICE, "reason": "请公安回访"}, **sent)


@pytest.mark.usefixtures("local_folder")
def test_the_heir_of_a_closed_office_does_not_follow_up_on_it(person: Person) -> None:
    case_id = lodge(person, service=COMPLAINT).public_id.hex
    cases.accept(by=INSPECTOR, now=NOW, case_id=case_id)
    cases.decide(by=INSPECTOR, now=NOW, case_id=case_id, verdict="refused", **GROUNDS)
    localoffices.close(
        by=Principal("admin", "管理员甲", (Grant("administrator", CITY),)), now=NOW, office_id=HRSS,
        last_day=TODAY - timedelta(days=1), successor=HOUSING, source="机构改革方案",
    )  # fmt: skip
    follow_up = rate(person, case_id, "1").follow_up
    assert follow_up is not None
    assert follow_up.accountable_office == f"{CITY}/hrss"
    with pytest.raises(DomainError) as refusal:
        cases.make(
            move="refer", by=officer(f"{CITY}/hrss"), case_id=follow_up.public_id, now=NOW,
            form={"to_office": HOUSING, "reason": "县里熟悉"},
        )  # fmt: skip
    assert refusal.value.code == "rating.own_office"


@pytest.mark.usefixtures("local_folder")
def test_a_follow_up_of_a_closed_office_does_not_go_to_an_heir_that_is_rated(
    person: Person, case_id: str
) -> None:
    follow_up, _able = rate(person, case_id, "1").follow_up, official("wang", POLICE)
    assert follow_up is not None and follow_up.accountable_office == HRSS
    other = lodge(applicant(2), service=COMPLAINT)
    succession.close_office(
        by=Principal("admin", "管理员甲", (Grant("administrator", CITY),)), now=NOW, office_id=HRSS,
        last_day=TODAY - timedelta(days=1), successor=POLICE, source="机构改革方案",
    )  # fmt: skip
    follow_up.refresh_from_db()
    other.refresh_from_db()
    assert (follow_up.accountable_office, other.accountable_office) == (f"{CITY}/hrss", POLICE)
    assert is_whole()


def test_the_office_s_trail_does_not_tell_the_grade(person: Person, case_id: str) -> None:
    rate(person, case_id, "1", "很不好")
    event = AuditEvent.objects.get(verb="feedback.rating.given")
    assert "很不好" not in str(event.data) and "1" not in str(event.data.values())


class TestNumbers:
    def test_few_are_not_shown_and_many_are_counted(self) -> None:
        for sequence in range(1, 6):
            person = applicant(sequence)
            rate(person, refused(person), "5" if sequence > 1 else "3")
            (row,) = queries.by_office(LEADING_GROUP, now=NOW)
            assert (row.total is None) == (sequence < 5)
        assert dict(row.counts) == {
            "非常满意": 4, "满意": 0, "基本满意": 1, "不满意": 0, "非常不满意": 0,
        }  # fmt: skip

    def test_nobody_else_s_region_is_counted(self, person: Person, case_id: str) -> None:
        rate(person, case_id, "5")
        assert queries.by_office(Principal("f", "远", (Grant("leading-group-officer", FAR),)), now=NOW) == ()

    def test_whoever_answers_for_no_duty_sees_none(self) -> None:
        with pytest.raises(DomainError) as refusal:
            queries.by_office(Principal("c", "窗口", (Grant("clerk", CITY),)), now=NOW)
        assert refusal.value.code == "access.denied"
