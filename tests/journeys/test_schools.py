"""S16 on the shipped packs: school places in an order that the county alone sets, nobody without one in silence, the roll that
follows the pupil, the living subsidy once a term, and how long is left until the years for an exam are full.

What the county orders stands in `schools/` and is invented; no law says who comes first.
"""

from __future__ import annotations

import shutil
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huigong.casework.actions import applications, cases
from huigong.casework.models import Case
from huigong.directory.actions import accounts as staff
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.funds.actions import lines
from huigong.funds.models import Payment
from huigong.kernel.errors import DomainError
from huigong.offers.actions import answers, closing, giving, put_up, requests, rounds
from huigong.offers.models import Claim, Hold, Offer, Round
from huigong.offers.unplaced import Stands, unplaced
from huigong.records import queries
from huigong.records.actions import recording
from huigong.records.actions.recording import Subject
from huigong.records.kinds import About
from huigong.records.models import Record
from huigong.registry.actions import people
from huigong.registry.facts import gather
from huigong.registry.models import Person
from huigong.rules.facts import Fact
from huigong.rules.nearest import nearest
from huigong.rules.parse import parse_condition
from huigong.rules.values import Type
from tests.filled import lodged_for
from tests.shipped import POLICIES
from tests.unit.audit.trail import is_whole
from tests.unit.portals.desk.staff import BACKEND, PASSWORD
from tests.unit.registry.someone import CLERK, name, new_person, resident_number

pytestmark = pytest.mark.django_db
COUNTY = "510421"
OFFICE = f"{COUNTY}/edu"
EDU = Principal("edu-officer", "虚构甲", (Grant("case-officer", COUNTY, OFFICE),))
FINANCE = Principal("edu-finance", "虚构乙", (Grant("finance-officer", COUNTY, OFFICE),))
BORN = date(2020, 3, 1)
ASKED, CLOSES = date(2026, 6, 1), date(2026, 6, 30)
BASIS = {"reasons": "材料齐全。", "clause": "义务教育法第十二条"}


def at(day: date, hour: int = 2) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped packs, with the order of one county."""
    folder = tmp_path_factory.mktemp("schools") / "policies"
    shutil.copytree(POLICIES, folder)
    shutil.copytree(Path(__file__).with_name("schools"), folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def ordered(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIGONG_POLICIES", str(pack))


def child(number: int, **changed: object) -> Person:
    known = {
        "residence": COUNTY,
        "residence_since": BORN,
        "resident_number": resident_number(number, born=BORN),
    } | changed
    return people.register(by=CLERK, now=at(ASKED), **asdict(new_person(number, **known)))


def applied(*numbers: int) -> Case:
    """A parent's application for these children, on record or not."""
    rows = {
        f"{row}.{part}": text
        for row, number in enumerate(numbers, start=1)
        for part, text in {
            "孩子.name": name(number),
            "孩子.paper": "身份证",
            "孩子.number": resident_number(number, born=BORN),
            "孩子性别": "男",
            "孩子出生日期": BORN.isoformat(),
            "上几年级": "小学一年级",
            "孩子户籍地.region": "云南省昭通市昭阳区",
        }.items()
    }
    parent = people.register(
        by=CLERK, now=at(ASKED), **asdict(new_person(900 + numbers[0], residence=COUNTY))
    )
    service, now = "schooling-of-accompanying-children", at(ASKED)
    return applications.lodge(
        by=CLERK, now=now, key=f"place-{numbers[0]}", person_id=parent.public_id.hex, service_id=service,
        region=COUNTY, answers={"带孩子来上学": True},
        lodged=lodged_for(service, region=COUNTY, now=now, typed={"入学孩子": rows}),
    )  # fmt: skip


def school(named: str, places: int) -> Offer:
    return put_up.put_up(
        kind="school-place", office=OFFICE, name=named, capacity=places,
        attributes={"招生学校": named, "招生年级": "小学一年级", "入学年龄截止日": "2026-08-31"}, by=EDU, now=at(ASKED),
    )  # fmt: skip


def opened(*offers: Offer) -> Round:
    return rounds.open_round(
        kind="school-place", office=OFFICE, name="秋季入学", offers=[each.public_id.hex for each in offers],
        closes_on=CLOSES, by=EDU, now=at(ASKED),
    )  # fmt: skip


def asks(person: Person, round: Round, *offers: Offer) -> str:
    made = requests.ask(
        round_id=round.public_id.hex, person_id=person.public_id.hex,
        offers=[each.public_id.hex for each in offers], by=CLERK, now=at(ASKED, 3),
    )  # fmt: skip
    return made.public_id.hex


def enrolled(person: Person, on: date, **said: str) -> Record:
    return recording.begin(
        by=EDU, now=at(on), kind="pupil-roll", subject=Subject(About.PERSON, person.public_id.hex), region=COUNTY,
        event="入学", on=on, said=said,
    )  # fmt: skip


def test_without_an_order_of_the_county_no_round_is_opened() -> None:
    offer = school("虚构一小", 1)
    with pytest.raises(DomainError) as refused:
        opened(offer)
    assert refused.value.code == "round.no_order"


def test_who_refuses_makes_room_and_whoever_has_no_place_is_listed_until_they_have_one(ordered: None) -> None:
    near, far, third = child(1), child(2, residence="510411"), child(3)
    for number in (1, 2, 3, 4):
        applied(number)
    first, second = school("虚构一小", 1), school("虚构二小", 1)
    round = opened(first, second)
    asks(far, round, first, second)
    of_near = asks(near, round, first, second)
    of_third = asks(third, round, first)
    listed = [each.stands for each in unplaced(EDU, on=ASKED)]
    assert listed == [Stands.WAITING] * 3 + [Stands.UNKNOWN], "the fourth child is not on record"
    closed, words = at(date(2026, 7, 1)), {"round_id": round.public_id.hex, "by": EDU}
    closing.freeze(**words, now=closed)
    giving.allocate(**words, now=closed)
    giving.publish(**words, now=closed)
    held = {hold.request.person: hold.offer for hold in Hold.objects.filter(answer="")}
    assert held == {near: first, far: second}, "who lives in the county goes first, whoever asked first"
    answers.refuse(request_id=of_near, by=CLERK, now=closed)
    assert Hold.objects.get(answer="", offer=first).request.person == third
    answers.accept(request_id=of_third, by=CLERK, now=closed)
    assert gather(third, date(2026, 7, 1)).values["已分到学位"] is True
    start = date(2026, 9, 1)
    left = [each.stands for each in unplaced(EDU, on=start)]
    assert left == [Stands.WAITING, Stands.OFFERED, Stands.UNKNOWN], (
        "who refused waits on, and falls out of no list"
    )
    enrolled(near, start, 就读学校="虚构三小", 就读学段="小学")
    still = [each.stands for each in unplaced(EDU, on=start)]
    assert still == [Stands.OFFERED, Stands.UNKNOWN], "taken in elsewhere"
    assert is_whole()


def test_a_withdrawn_application_wants_no_place_and_a_granted_one_still_does(ordered: None) -> None:
    child(1)
    granted, left = applied(1), applied(2)
    cases.accept(by=EDU, now=at(ASKED), case_id=granted.public_id.hex)
    cases.make(move="approve", by=EDU, now=at(ASKED, 4), case_id=granted.public_id.hex, form=BASIS)
    assert left.application
    parent = Principal("parent", "家长", person_id=left.application.person.public_id.hex)
    cases.withdraw(by=parent, now=at(ASKED, 4), case_id=left.public_id.hex)
    assert [each.number for each in unplaced(EDU, on=ASKED)] == [granted.number]
    elsewhere = Principal("edu-far", "虚构丁", (Grant("case-officer", "510411", "510411/edu"),))
    assert unplaced(elsewhere, on=ASKED) == ()


def test_the_list_asks_as_much_of_three_children_as_of_one(ordered: None) -> None:
    counts = []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            child(number)
            applied(number)
        with CaptureQueriesContext(connection) as asked:
            unplaced(EDU, on=ASKED)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_desk_lists_who_has_no_place(ordered: None) -> None:
    case = applied(4)
    account = staff.create_official(
        by=SYSTEM, now=timezone.now(), username="edu", display_name="虚构老师", password=PASSWORD,
        grants=[Grant("case-officer", COUNTY, OFFICE)],
    )  # fmt: skip
    client = Client()
    client.force_login(account, backend=BACKEND)
    page = client.get("/desk/rounds/unplaced/").content.decode()
    assert case.number in page and "没有登记" in page
    assert name(4) not in page, "names of children are masked in lists"


def test_the_grant_begins_the_roll_and_the_roll_follows_the_pupil() -> None:
    person = child(1)
    case = applied(1)
    cases.accept(by=EDU, now=at(ASKED), case_id=case.public_id.hex)
    cases.make(move="approve", by=EDU, now=at(ASKED, 4), case_id=case.public_id.hex, form=BASIS)
    record = Record.objects.get()
    assert (record.kind, record.state, record.person) == ("pupil-roll", "已安排学位", person)
    about = {"record_id": record.public_id.hex, "by": EDU}
    start, moved = date(2026, 9, 1), date(2026, 11, 2)
    said = {"学籍编号": "G000001", "就读学校": "虚构一小", "就读学段": "小学"}
    recording.add(**about, now=at(start), event="入学", on=start, said=said)
    assert gather(person, start).values["在校有学籍"] is True
    recording.add(**about, now=at(moved), event="转学", on=moved, said={"就读学校": "虚构二小"})
    record.refresh_from_db()
    opened_row = " ".join(str(value) for value in vars(record).values())
    assert "虚构" not in opened_row and "G000001" not in opened_row, (
        "where a child goes to school lies nowhere open"
    )
    with pytest.raises(DomainError) as taken:
        enrolled(child(2), moved, **said)
    assert taken.value.code == "record.key_taken"
    recording.add(**about, now=at(date(2026, 12, 1)), event="转出", on=date(2026, 12, 1), said={})
    assert enrolled(person, date(2026, 12, 1), **said).state == "在读"
    police = Principal("police", "虚构丙", (Grant("case-officer", COUNTY, f"{COUNTY}/police"),))
    with pytest.raises(DomainError):
        queries.record(police, record.public_id.hex, now=at(moved))


def test_a_pupil_changes_school_in_the_middle_of_the_term_and_the_freed_place_goes_on(ordered: None) -> None:
    moving, waiting = child(1), child(2)
    old = school("虚构一小", 1)
    round = opened(old)
    of_moving = asks(moving, round, old)
    asks(waiting, round, old)
    closed, words = at(date(2026, 7, 1)), {"round_id": round.public_id.hex, "by": EDU}
    closing.freeze(**words, now=closed)
    giving.allocate(**words, now=closed)
    giving.publish(**words, now=closed)
    claim = answers.accept(request_id=of_moving, by=CLERK, now=closed)
    assert claim is not None
    now = at(date(2026, 11, 2))
    free = put_up.put_up(
        kind="mid-term-place", office=OFFICE, name="虚构二小一年级", capacity=1,
        attributes={"插班学校": "虚构二小", "插班年级": "1", "插班年龄截止日": "2026-08-31"}, by=EDU, now=now,
    )  # fmt: skip
    running = rounds.open_round(
        kind="mid-term-place", office=OFFICE, name="插班", offers=[free.public_id.hex], by=EDU, now=now
    )
    wish = requests.ask(
        round_id=running.public_id.hex,
        person_id=moving.public_id.hex,
        offers=[free.public_id.hex],
        by=CLERK,
        now=now,
    )
    answers.accept(request_id=wish.public_id.hex, by=CLERK, now=now)
    answers.leave(claim_id=claim.public_id.hex, reason="转学", by=EDU, now=now)
    assert Claim.objects.get(ended_on=None).offer == free
    assert Hold.objects.get(answer="").request.person == waiting
    assert is_whole()


def asked_for(service: str, number: int, key: str, on: date) -> Case:
    """Another grown-up applies for the same pupil."""
    now = at(on)
    parent = people.register(by=CLERK, now=now, **asdict(new_person(int(key), residence=COUNTY)))
    row = {
        "1.学生姓名.name": name(number), "1.学生姓名.paper": "身份证",
        "1.学生姓名.number": resident_number(number, born=BORN), "1.学生性别": "男",
        "1.学生出生日期": BORN.isoformat(),
    }  # fmt: skip
    return applications.lodge(
        by=CLERK, now=now, key=key, person_id=parent.public_id.hex, service_id=service, region=COUNTY,
        answers={"子女学段": "小学"}, lodged=lodged_for(service, region=COUNTY, now=now, typed={"学生": row}),
    )  # fmt: skip


def aided(service: str, number: int, key: str, on: date) -> Case:
    """It is granted, and the money set aside in the same move."""
    case = asked_for(service, number, key, on)
    form = {**BASIS, "amount": 625_00}
    return cases.make(move="同意并付款", by=EDU, now=at(on), case_id=case.public_id.hex, form=form)


def test_the_pupil_is_paid_once_a_term_whoever_applies() -> None:
    pupil = child(1)
    for year in (2026, 2027):
        line = lines.open_line(
            by=FINANCE, now=at(ASKED), fund="pupil-living-subsidy", office=OFFICE, year=year, source="县级财政",
            purpose="学生生活补助",
        )  # fmt: skip
        lines.grant(by=FINANCE, now=at(ASKED), line_id=line.public_id.hex, amount=10_000_00, paper="1号")
    aided("boarding-subsidy", 1, "801", date(2026, 9, 1))
    for service, key, on in (
        ("boarding-subsidy", "802", date(2026, 9, 2)),
        ("day-pupil-subsidy", "803", date(2027, 2, 28)),
    ):
        with pytest.raises(DomainError) as again:
            aided(service, 1, key, on)
        assert again.value.code == "payment.once"
    aided("day-pupil-subsidy", 1, "804", date(2027, 3, 1))
    paid = Payment.objects.order_by("pk").values_list("person", "period", "amount")
    assert list(paid) == [(pupil.pk, "2026-09-01", 625_00), (pupil.pk, "2027-03-01", 625_00)]
    with pytest.raises(DomainError) as stranger:
        aided("boarding-subsidy", 5, "805", date(2027, 3, 2))
    assert stranger.value.code == "fund.no_payee", "a pupil who is not on record is registered first"
    assert is_whole()


def test_without_money_set_up_nothing_is_promised_and_the_school_may_still_pay() -> None:
    child(1)
    on = date(2026, 9, 1)
    with pytest.raises(DomainError) as no_line:
        aided("boarding-subsidy", 1, "801", on)
    assert no_line.value.code == "fund.no_line"
    case = Case.objects.get()
    assert (case.procedure, case.status) == ("term-subsidy", "待审核"), "nothing of the move stands"
    done = cases.make(move="同意由学校发", by=EDU, now=at(on), case_id=case.public_id.hex, form=BASIS)
    assert (done.status, done.granted) == ("已同意", True)
    assert not Payment.objects.exists()


def test_a_rule_reads_from_the_roll_how_long_is_left_until_the_years_are_full() -> None:
    person, start, today = child(1), date(2026, 9, 1), date(2028, 9, 1)
    enrolled(person, start, 就读学校="虚构中学", 就读学段="高中", 高中起始=start.isoformat())
    facts = {"高中学籍起始": Fact("高中学籍起始", Type.DATE)}
    rule = parse_condition("满月数(高中学籍起始, 判定日期) >= 36个月", facts=facts)
    wait = nearest(rule, values=gather(person, today).values, on=today)
    assert wait is not None
    assert (wait.months, wait.earliest) == (12, date(2029, 9, 1))
