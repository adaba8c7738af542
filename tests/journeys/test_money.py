"""S24 on the shipped packs over HTTP: a budget line is opened and given money, a decision of a case sets some aside, a batch
is made by one and checked by another, the bank's file settles it line by line, money comes back, and the year is closed.

What becomes of what is left is the county's own rule, invented in `money/`; no law that is known says it.
"""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from huigong.directory.actions import accounts as staff
from huigong.directory.principals import SYSTEM, Grant
from huigong.funds.actions import deposits, lines
from huigong.funds.actions.payments import Wanted
from huigong.funds.models import Attempt, Batch, Deposit, FundLine, LineTransfer, Payment, Recovery
from huigong.funds.payees import Payee
from huigong.registry.models import Person
from tests.journeys.test_plates import FINANCE as KEEPER
from tests.journeys.test_plates import PLATES, URBAN
from tests.journeys.test_schools import BASIS, COUNTY, OFFICE, asked_for, child
from tests.shipped import POLICIES, without_services
from tests.unit.audit.trail import is_whole
from tests.unit.funds.purse import stands, what_is_wrong
from tests.unit.portals.desk.staff import BACKEND, PASSWORD

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 7)
NOW = datetime(2026, 9, 7, 2, 0, tzinfo=UTC)
FUND = "pupil-living-subsidy"


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped packs, with what one county says of the end of the year."""
    folder = tmp_path_factory.mktemp("money") / "policies"
    shutil.copytree(POLICIES, folder)
    shutil.copytree(Path(__file__).with_name("money"), folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(autouse=True)
def in_september(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def official(role: str, name: str, office: str = OFFICE) -> Client:
    made = staff.create_official(
        by=SYSTEM, now=NOW, username=name, display_name=f"虚构{name}", password=PASSWORD,
        grants=[Grant(role, COUNTY, office)],
    )  # fmt: skip
    client = Client()
    client.force_login(made, backend=BACKEND)
    return client


def said(client: Client, address: str, **given: object) -> str:
    answer = client.post(address, given, follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200, page
    return str(page)


def file(text: str | bytes, name: str = "名单.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def opened(keeper: Client, year: int) -> FundLine:
    said(
        keeper, "/desk/funds/new/", act="open", office=OFFICE, fund=FUND, year=year, source="县级财政",
        purpose=f"学生生活补助{year}", payer_name="虚构教育局", payer_account="510421000001",
    )  # fmt: skip
    return FundLine.objects.get(year=year)


def at(line: FundLine) -> str:
    return f"/desk/funds/{line.public_id.hex}/"


def granted(officer: Client, service: str, number: int, key: str) -> None:
    """A family's application, granted on the page of the case."""
    case = asked_for(service, number, key, TODAY)
    said(officer, f"/desk/cases/{case.public_id.hex}/同意并付款/", amount="625", **BASIS)


def accounts(officer: Client, keeper: Client, pupils: list[Person]) -> None:
    rows = "".join(f"{pupil.resident_number},{pupil.name},62220000000{pupil.pk:05d}\n" for pupil in pupils)
    text = "证件号码,户名,账号\n" + rows
    said(officer, "/desk/funds/accounts/", act="enter", office=OFFICE, file=file(text))
    assert f"核实 {len(pupils)} 个" in said(keeper, "/desk/funds/accounts/", act="verify", file=file(text))


def sent(officer: Client, keeper: Client, line: FundLine) -> Batch:
    """What is approved, in one batch that somebody else has checked, with the bank."""
    if seen := [each.act.seen for each in keeper.get(at(line)).context["acts"] if each.act.id == "commit"]:
        said(keeper, at(line), act="commit", seen=seen[0])
    said(officer, at(line), act="make", profile="iso-pain001")
    batch = Batch.objects.latest("pk")
    here = f"/desk/funds/batches/{batch.public_id.hex}/"
    content = keeper.post(f"{here}file/").content
    assert b"pain.001" in content
    assert "已复核" in said(keeper, here, act="approve", file=file(content, "批次.xml"))
    assert officer.post(f"{here}file/").content == content, "the bank gets the bytes that were checked"
    said(officer, here, act="send")
    return batch


def answered(officer: Client, batch: Batch, *codes: str) -> str:
    """The bank's file about the payments of a batch, in their order, read at the desk."""
    order = "<TxInfAndSts><OrgnlEndToEndId>{}</OrgnlEndToEndId><TxSts>{}</TxSts></TxInfAndSts>"
    tried = Attempt.objects.filter(batch=batch).order_by("row")
    parts = "".join(order.format(each.end_to_end, code) for each, code in zip(tried, codes, strict=True))
    space = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
    data = f"<Document xmlns='{space}'><CstmrPmtStsRpt>{parts}</CstmrPmtStsRpt></Document>"
    return said(
        officer, "/desk/funds/returns/", act="take", office=OFFICE, profile="iso-pain001", on="",
        file=file(data, "回单.xml"),
    )  # fmt: skip


def test_a_budget_from_its_line_to_the_end_of_the_year(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUIGONG_POLICIES", str(pack))
    officer, keeper = official("case-officer", "jing"), official("finance-officer", "cai")
    pupils = [child(number) for number in (1, 2, 3)]
    line, following = opened(keeper, 2026), opened(keeper, 2027)
    said(keeper, at(line), act="grant", amount="1500", paper="米财〔2026〕8号")
    granted(officer, "boarding-subsidy", 1, "801")
    granted(officer, "day-pupil-subsidy", 2, "802")
    assert stands(line) == {"free": 250_00, "reserved": 1250_00}
    third = asked_for("boarding-subsidy", 3, "803", TODAY)
    move = f"/desk/cases/{third.public_id.hex}/同意并付款/"
    refused = officer.post(move, {"amount": "625", **BASIS}, follow=True).content.decode()
    third.refresh_from_db()
    assert third.status == "待审核" and "250" in refused, "the ceiling holds, and says what is left"
    said(keeper, at(line), act="grant", amount="1000", paper="米财〔2026〕9号")
    said(officer, move, amount="625", **BASIS)
    accounts(officer, keeper, pupils)
    first = sent(officer, keeper, line)
    answered(officer, first, "ACCC", "RJCT", "PDNG")
    assert stands(line) == {"free": 625_00, "paid": 625_00, "committed": 625_00, "unclear": 625_00}
    again = sent(officer, keeper, line)
    assert again.count == 1, "what came back is tried again; what is unclear is not"
    answered(officer, again, "ACCC")
    unclear = Payment.objects.get(standing="unclear")
    of_unclear = f"/desk/funds/payments/{unclear.public_id.hex}/"
    said(keeper, of_unclear, act="resolve", outcome="credited", on=TODAY.isoformat(), proof="银行回函1号")
    wrongly = Payment.objects.order_by("pk")[0]
    here = f"/desk/funds/payments/{wrongly.public_id.hex}/"
    plan = f"{TODAY + timedelta(days=30)} 625元"
    said(keeper, here, act="recover", reason="后来查出不住校", instalments=plan, key="1" * 32)
    received = Recovery.objects.get().public_id.hex
    said(officer, here, **{"act": f"receive-{received}", "amount": "625", "paper": "收据1号"})
    assert stands(line) == {"free": 1250_00, "paid": 1250_00}
    said(keeper, at(line), act="close", into=following.public_id.hex)
    assert stands(line) == {"paid": 1250_00}, "by the county's own rule what is left goes back"
    assert stands(following) == {}
    page = keeper.get(at(line)).content.decode()
    assert "已关账" in page and "1,250 元" in page
    assert what_is_wrong() == () and is_whole()


def test_where_nobody_says_what_becomes_of_the_rest_the_year_stays_open() -> None:
    keeper = official("finance-officer", "cai")
    line = opened(keeper, 2026)
    said(keeper, at(line), act="grant", amount="100", paper="米财〔2026〕8号")
    answer = keeper.post(at(line), {"act": "close", "into": ""})
    assert answer.status_code == 409 and "没有写结转还是收回" in answer.content.decode()
    assert stands(line) == {"free": 100_00}


def test_money_moves_to_another_line_once_somebody_else_says_so() -> None:
    asks, decides = official("finance-officer", "cai"), official("finance-officer", "wu")
    line, other = opened(asks, 2026), opened(asks, 2027)
    said(asks, at(line), act="grant", amount="100", paper="米财〔2026〕8号")
    for amount, key in (("40", "1"), ("30", "2")):
        said(
            asks, at(line), act="transfer", target=other.public_id.hex, amount=amount, reason="调给明年", key=key * 32
        )  # fmt: skip
    of_40, of_30 = LineTransfer.objects.order_by("pk")
    page = asks.get(at(other)).content.decode()
    assert "40 元" in page and "调给明年" in page, "it is seen on both lines"
    own = asks.post(at(line), {"act": f"approve-{of_40.public_id.hex}"})
    assert own.status_code == 409, "not among what the one who asked may do"
    assert "批准了" in said(decides, at(other), act=f"approve-{of_40.public_id.hex}")
    assert "没有批准" in said(decides, at(line), act=f"refuse-{of_30.public_id.hex}")
    assert (stands(line), stands(other)) == ({"free": 60_00}, {"free": 40_00})
    assert "等批准的调剂" not in decides.get(at(line)).content.decode()
    assert is_whole()


def test_a_deposit_whose_matter_nothing_tells_of_is_ended_at_the_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = without_services(tmp_path / "policies")
    shutil.copytree(PLATES, folder, dirs_exist_ok=True)
    monkeypatch.setenv("HUIGONG_POLICIES", str(folder))
    office = f"{COUNTY}/urban"
    line = lines.open_line(
        by=KEEPER, now=NOW, fund="bay-deposit", office=office, year=None, source="押金", purpose="充电泊位押金",
        payer_name="虚构城管局", payer_account="510421000001",
    )  # fmt: skip
    person = child(1)
    wanted = [Wanted(Payee(person=person.public_id.hex), "押金", amount=200_00, about="虚构回单1")]
    (deposit,) = deposits.receive(by=URBAN, now=NOW, line_id=line.public_id.hex, wanted=wanted)
    here = f"/desk/funds/deposits/{deposit.public_id.hex}/"
    officer = official("case-officer", "jing", office)
    assert here in officer.get(at(line)).content.decode()
    assert person.name not in officer.get(here).content.decode(), "masked, as in every list of money"
    stranger = official("case-officer", "yuan", f"{COUNTY}/hrss")
    assert stranger.get(here).status_code == 404
    assert officer.post(here, {"act": "end", "on": ""}).status_code == 400
    page = said(officer, here, act="end", on=TODAY.isoformat())
    assert "2026-09-16" in page, "seven working days"
    assert Deposit.objects.get().ended_on == TODAY
    assert is_whole()
