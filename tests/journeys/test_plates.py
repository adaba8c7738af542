"""A system that nobody asked for, from its pack alone: couriers' plates, their yearly check, bays, a deposit, an objection.

The pack stands in `plates/`; no line of code knows a word of it. Everything in it is invented.
"""

from __future__ import annotations

import shutil
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from huigong.casework.actions import applications, cases
from huigong.casework.actions.moving import make
from huigong.casework.actions.opening import GivenParty
from huigong.casework.models import Case
from huigong.casework.procedures import register
from huigong.casework.procedures.checking import faults_of
from huigong.casework.procedures.reading import read_procedures
from huigong.casework.procedures.roles import Origin, PartyKind, Role
from huigong.catalogue.checking import beside, check_packs
from huigong.correspondence.actions import letters
from huigong.directory.actions import accounts as staff
from huigong.directory.principals import ANONYMOUS, SYSTEM, Grant, Principal
from huigong.funds.actions import accounts, batches, deposits, lines, payments, returns
from huigong.funds.actions.payments import Wanted
from huigong.funds.models import Attempt, Payment
from huigong.funds.payees import Payee
from huigong.obligations.actions import nightly
from huigong.obligations.models import Occurrence
from huigong.offers.actions import answers, closing, drawing, giving, put_up, requests, rounds
from huigong.offers.models import Hold
from huigong.records import nights
from huigong.records.actions import recording
from huigong.records.actions.recording import Subject
from huigong.records.kinds import About
from huigong.records.models import Record
from huigong.registry.actions import people
from huigong.registry.facts import gather
from huigong.registry.models import Person
from tests.filled import lodged_for
from tests.shipped import without_services
from tests.unit.audit.trail import is_whole
from tests.unit.portals.desk.staff import BACKEND, PASSWORD
from tests.unit.registry.someone import CLERK, new_person

PLATES = Path(__file__).with_name("plates")
COUNTY = "510421"
APPLIED, CLOSES = date(2026, 6, 1), date(2026, 7, 1)
BASIS = {"reasons": "材料齐全。", "clause": "虚构的电动车办法第一条"}


def officer(line: str, name: str = "甲", role: str = "case-officer") -> Principal:
    return Principal(f"{line}-{role}-{name}", f"虚构{name}", (Grant(role, COUNTY, f"{COUNTY}/{line}"),))


POLICE, TRANSPORT, URBAN = officer("police"), officer("transport"), officer("urban")
COLLEAGUE, FINANCE = officer("urban", "乙"), officer("urban", role="finance-officer")


def at(day: date, hour: int = 2) -> datetime:
    return datetime(day.year, day.month, day.day, hour, 0, tzinfo=UTC)


def own(person: Person) -> Principal:
    return Principal(f"worker-{person.pk}", "务工人员", person_id=person.public_id.hex)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plates beside what every folder of packs has."""
    folder = without_services(tmp_path_factory.mktemp("plates") / "policies")
    shutil.copytree(PLATES, folder, dirs_exist_ok=True)
    return folder


@pytest.fixture
def installed(pack: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUIGONG_POLICIES", str(pack))
    return pack


def courier(number: int = 1) -> Person:
    return people.register(by=CLERK, now=at(APPLIED), **asdict(new_person(number, residence=COUNTY)))


def applied(person: Person, frame: str) -> Case:
    """The person's application for a plate, as the phone sends it."""
    now, said = at(APPLIED), {"车架号": {"": frame}, "检验有效期": {"": "2028-06-01"}}
    lodged = lodged_for("ebike-plate", region=COUNTY, now=now, typed=said)
    return applications.lodge(
        by=CLERK, now=now, key=frame, person_id=person.public_id.hex, service_id="ebike-plate",
        region=COUNTY, answers={"骑电动车送货": True}, lodged=lodged,
    )  # fmt: skip


def plated(number: int, frame: str) -> Person:
    person = courier(number)
    case = applied(person, frame)
    cases.accept(by=POLICE, now=at(APPLIED, 3), case_id=case.public_id.hex)
    make(move="approve", by=POLICE, now=at(APPLIED, 4), case_id=case.public_id.hex, form=BASIS)
    return person


def looked(day: date) -> None:
    nights.turn(now=at(day))
    nightly.look_over(now=at(day))


def test_its_files_are_sound(pack: Path) -> None:
    """Only what the cut library of the test does not hold is wrong, and that is none of its own."""
    check = check_packs(pack)
    beside.run(pack, check)
    assert [str(error) for error in check.errors if "couriers/" in str(error.file)] == []
    ((procedure, _),) = read_procedures(pack).procedures
    assert faults_of(procedure) == ()


@pytest.mark.django_db
def test_a_granted_application_stands_in_the_register_and_a_revoked_one_never_did(installed: Path) -> None:
    person = plated(1, "AB123")
    record = Record.objects.get()
    assert (record.kind, record.state, record.person) == ("ebike-plate", "有效", person)
    assert record.number.startswith("川牌")
    known = gather(person, APPLIED).values
    assert known["持有电动车牌"] is True
    case = Case.objects.get()
    asked = {"reasons": "车架号是假的。", "clause": "虚构的电动车办法第一条", "corrects": _decision(case)}
    make(move="revoke", by=POLICE, now=at(APPLIED, 5), case_id=case.public_id.hex, form=asked)
    assert gather(person, APPLIED).values["持有电动车牌"] is False  # the register is complete here
    assert is_whole()


def _decision(case: Case) -> str:
    return str(case.decisions.get().number)


@pytest.mark.django_db
def test_the_yearly_check_falls_due_and_a_good_one_closes_it(installed: Path) -> None:
    person = plated(1, "AB123")
    looked(date(2027, 5, 2))
    occurrence = Occurrence.objects.get()
    assert (occurrence.due_on, occurrence.state) == (date(2027, 6, 1), "open")
    checked = date(2027, 5, 20)
    recording.begin(
        by=TRANSPORT, now=at(checked), kind="ebike-check", subject=Subject(About.PERSON, person.public_id.hex),
        region=COUNTY, event="检验", on=checked, said={"检验日期": checked.isoformat(), "合格": "是"},
    )  # fmt: skip
    looked(checked)
    assert Occurrence.objects.get().state == "done_in_time"


@pytest.mark.django_db
def test_a_bay_is_drawn_its_deposit_comes_in_and_goes_back_when_it_is_left(installed: Path) -> None:
    first, second = plated(1, "AB123"), plated(2, "CD456")
    stranger = courier(3)
    bay = put_up.put_up(
        kind="charging-bay", office=f"{COUNTY}/urban", name="河西", capacity=1,
        attributes={"泊位位置": "河西路口"}, by=URBAN, now=at(APPLIED),
    )  # fmt: skip
    round = rounds.open_round(
        kind="charging-bay", office=f"{COUNTY}/urban", name="第一轮", offers=[bay.public_id.hex], closes_on=CLOSES,
        event="虚构彩票", event_on=CLOSES + timedelta(days=2), event_form="## ## ##", by=URBAN, now=at(APPLIED),
    )  # fmt: skip
    for person in (first, second, stranger):
        requests.ask(
            round_id=round.public_id.hex, person_id=person.public_id.hex, offers=[bay.public_id.hex],
            by=own(person), now=at(APPLIED, 5),
        )  # fmt: skip
    closed, drawn = at(CLOSES + timedelta(days=1)), at(CLOSES + timedelta(days=3))
    of_round = {"round_id": round.public_id.hex}
    closing.freeze(**of_round, by=URBAN, now=closed)
    drawing.enter(**of_round, outcome="03 07 11", by=URBAN, now=drawn)
    drawing.confirm(**of_round, outcome="03 07 11", by=COLLEAGUE, now=drawn)
    giving.allocate(**of_round, by=URBAN, now=drawn)
    giving.publish(**of_round, by=URBAN, now=drawn)
    winner = Hold.objects.get().request.person
    assert winner in (first, second), "whoever has no plate is not drawn"
    claim = answers.accept(
        request_id=Hold.objects.get().request.public_id.hex, by=own(winner), now=at(date(2026, 7, 5))
    )
    assert claim is not None
    assert gather(winner, date(2026, 7, 5)).values["有充电泊位"] is True

    line = lines.open_line(
        by=FINANCE, now=at(APPLIED), fund="bay-deposit", office=f"{COUNTY}/urban", year=None, source="押金",
        purpose="充电泊位押金", payer_name="虚构城管局", payer_account="510421000001",
    )  # fmt: skip
    payee, paid = Payee(person=winner.public_id.hex), at(date(2026, 7, 6))
    wanted = [Wanted(payee, "charging-bay", amount=200_00, about="虚构银行回单1号")]
    (deposit,) = deposits.receive(by=URBAN, now=paid, line_id=line.public_id.hex, wanted=wanted)
    left = date(2026, 9, 1)
    answers.leave(claim_id=claim.public_id.hex, reason="搬走了", by=own(winner), now=at(left))
    deposit.refresh_from_db()
    assert (deposit.ended_on, deposit.due_on) == (left, date(2026, 9, 10)), "seven working days"
    (other,) = {first, second} - {winner}
    assert Hold.objects.get(answer="").request.person == other, "the next of the list"

    (account,) = accounts.enter(
        by=URBAN, now=at(left), office=f"{COUNTY}/urban", given=[accounts.Given(payee, "虚构甲", "6222000000000001")]
    )  # fmt: skip
    accounts.verify(by=FINANCE, now=at(left), account_id=account.public_id.hex)
    back = [Wanted(payee, "charging-bay", amount=200_00)]
    payments.reserve(by=URBAN, now=at(left), line_id=line.public_id.hex, wanted=back)
    payments.commit(by=FINANCE, now=at(left), line_id=line.public_id.hex)
    batch = batches.make(by=URBAN, now=at(left), line_id=line.public_id.hex, profile="county-bank").batch
    batches.approve(by=FINANCE, now=at(left), batch_id=batch.public_id.hex, seen=batch.digest)
    batches.send(by=URBAN, now=at(left), batch_id=batch.public_id.hex)
    attempt = Attempt.objects.get()
    said = f"{attempt.end_to_end}|200.00|0000|20260902\r\n1|200.00\r\n".encode("gbk")
    returns.take(
        by=URBAN,
        now=at(left, 6) + timedelta(days=2),
        office=f"{COUNTY}/urban",
        profile="county-bank",
        data=said,
    )
    assert Payment.objects.get().standing == "credited"
    assert is_whole()


@pytest.mark.django_db
def test_an_objection_is_looked_into_side_by_side_and_answered_by_a_letter(installed: Path) -> None:
    person = plated(1, "AB123")
    ((procedure, _),) = read_procedures(installed).procedures
    register.register(procedure)
    try:
        reporter = GivenParty(Role.REPORTER, PartyKind.ANONYMOUS)
        respondent = GivenParty(Role.RESPONDENT, PartyKind.PERSON, person=person)
        case = cases.open(
            procedure="plate-objection", opened_by=Origin.REPORT, parties=[reporter, respondent], place=COUNTY,
            key="o1", by=ANONYMOUS, now=at(APPLIED, 6), note="这块牌不是这辆车的",
        ).case  # fmt: skip
        for step, seen in (("警务查完", "警务所见"), ("路面查完", "路面所见")):
            assert Case.objects.get(pk=case.pk).status == "待核查"
            make(
                move=step,
                form={seen: "号牌和车架号对得上。"},
                by=POLICE,
                now=at(date(2026, 6, 3)),
                case_id=case.public_id.hex,
            )
        order = letters.issue_with_move(
            move="认定不实", case_id=case.public_id.hex, form={"reasons": "对得上。", "clause": "虚构的电动车办法第四条"},
            given={"结果": "异议不实。"}, by=POLICE, now=at(date(2026, 6, 4)),
        )  # fmt: skip
        assert order.issued
        assert Case.objects.get(pk=case.pk).status == "不实"
    finally:
        register.forget(procedure.id)


@pytest.mark.django_db
def test_every_portal_shows_it_from_the_pack_alone(installed: Path) -> None:
    visitor = Client()
    visitor.post("/place/", {"region": COUNTY})
    pages = {
        "/": "开始跑单",
        "/services/ebike-plate/": "骑电动车送货的，领一块车牌",
        "/services/ebike-plate/form/": "车架上刻的那串字母和数字是什么",
    }
    for address, words in pages.items():
        page = visitor.get(address, follow=True)
        assert page.status_code == 200 and words in page.content.decode(), address
    plated(1, "AB123")
    desk = at_desk("police")
    shown = desk.get("/desk/records/?kind=ebike-plate").content.decode()
    assert Record.objects.get().number in shown


def at_desk(line: str) -> Client:
    account = staff.create_official(
        by=SYSTEM, now=timezone.now(), username=line, display_name="虚构警官", password=PASSWORD,
        grants=[Grant("case-officer", COUNTY, f"{COUNTY}/{line}")],
    )  # fmt: skip
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


WRONG = [
    ("records/plate.yaml", "granted_by: [ebike-plate]", "granted_by: [ebike-plates]", "没有这个事项"),
    (
        "forms/ebike-plate.yaml",
        "id: 检验有效期, type: date",
        "id: 检验有效期, type: month",
        "没有同名同类的字段",
    ),
    ("services/ebike-plate.yaml", "lead: {line: police", "lead: {line: transport", "它不能登记"),
    ("records/plate.yaml", "about: person", "about: place", "登记的不是人"),
]


@pytest.mark.parametrize(("file", "before", "after", "words"), WRONG)
def test_what_does_not_fit_together_is_told(
    pack: Path, tmp_path: Path, file: str, before: str, after: str, words: str
) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(pack, folder)
    path = folder / "100000/couriers" / file
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")
    check = check_packs(folder)
    beside.run(folder, check)
    assert any(words in str(error) for error in check.errors)


@pytest.mark.django_db
def test_a_picture_that_no_page_has_is_told_and_keeps_nobody_from_the_first_page(
    pack: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "policies"
    shutil.copytree(pack, folder)
    path = folder / "life_events.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("icon: card", "icon: bike"), encoding="utf-8")
    check = check_packs(folder)
    beside.run(folder, check)
    assert any("的图“bike”没有" in str(error) for error in check.errors)
    monkeypatch.setenv("HUIGONG_POLICIES", str(folder))
    assert "开始跑单" in Client().get("/").content.decode()
