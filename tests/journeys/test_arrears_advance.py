"""S8 and S24 over HTTP: the county advances a part of the wages from its emergency fund, the bank pays the worker, and the money is
claimed back from who owes it in instalments. RW 63. Everybody is invented; what may be advanced at most is the test's own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huigong.casework.actions import applications
from huigong.casework.models import Case
from huigong.directory.actions import accounts as staff
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.funds.models import Attempt, Batch, FundLine, Payment, Recovery
from tests.filled import lodged_for
from tests.journeys.arrears import GROUNDS, Clock, Matter, text
from tests.journeys.test_wages import COUNTY
from tests.shipped import POLICIES
from tests.unit.portals.desk.staff import BACKEND, PASSWORD

OFFICE = f"{COUNTY}/hrss"
CEILING = "- name: 应急周转金垫付标准\n  type: int\n  measure: 分\n  values:\n    - {value: 3000元, from: 2020-05-01, clause: 虚构县的规定}\n"


@pytest.fixture
def matter(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Matter:
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"
    folder = tmp_path / "policies"
    shutil.copytree(POLICIES, folder)
    own = folder / COUNTY / "local"
    own.mkdir(parents=True, exist_ok=True)
    (own / "parameters.yaml").write_text(CEILING, encoding="utf-8")
    monkeypatch.setenv("HUIGONG_POLICIES", str(folder))
    made = Matter(Clock(monkeypatch))
    made.ordered()
    made.find(
        unable=("总承包单位", "分包单位"), limits={"应急周转金能垫的": "3000"}, **{"一时付不出或者逃匿": "是"}
    )
    return made


def official(role: str, name: str, matter: Matter) -> Client:
    made = staff.create_official(
        by=SYSTEM,
        now=matter.clock.now,
        username=name,
        display_name=f"虚构{name}",
        password=PASSWORD,
        grants=[Grant(role, COUNTY, OFFICE)],
    )
    client = Client()
    client.force_login(made, backend=BACKEND)
    return client


def said(client: Client, address: str, **given: object) -> str:
    answer = client.post(address, given, follow=True)
    assert answer.status_code == 200, text(answer)
    return text(answer)


def file(data: str | bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data)


def applied(matter: Matter, key: str) -> Case:
    """The worker's application for an advance."""
    typed = {"欠薪多少": {"": "9600"}, "老板情况": {"": "单位没有钱了"}, "投诉过没有": {"": "是"}}
    return applications.lodge(
        by=Principal("worker", "务工人员", person_id=matter.person.public_id.hex),
        now=matter.clock.now,
        key=key,
        person_id=matter.person.public_id.hex,
        service_id="emergency-wage-advance",
        region=COUNTY,
        answers={},
        lodged=lodged_for("emergency-wage-advance", region=COUNTY, now=matter.clock.now, typed=typed),
    )


def asked(matter: Matter) -> Case:
    """The same, linked to the complaint as the same matter."""
    case = applied(matter, "advance")
    address = f"/desk/cases/{case.public_id.hex}/together/link/"
    assert "已关联" in said(matter.inspector, address, number=matter.complaint.number, kind="same_matter")
    return case


def over(officer: Client, case: Case, amount: str) -> str:
    """What the page says of more than may be advanced."""
    address = f"/desk/cases/{case.public_id.hex}/同意垫付/"
    refused = officer.post(address, {**GROUNDS, "amount": amount}, follow=True)
    assert refused.status_code == 409
    return text(refused)


def test_a_part_is_advanced_reaches_the_worker_and_comes_back_in_instalments(matter: Matter) -> None:
    officer, keeper = official("case-officer", "jing", matter), official("finance-officer", "cai", matter)
    said(
        keeper,
        "/desk/funds/new/",
        act="open",
        office=OFFICE,
        fund="emergency-wage-advance",
        year=2026,
        source="县级财政",
        purpose="应急周转金",
        payer_name="虚构人社局",
        payer_account="510421000001",
    )
    line = f"/desk/funds/{FundLine.objects.get().public_id.hex}/"
    said(keeper, line, act="grant", amount="5000", paper="米财〔2026〕8号")
    case = asked(matter)
    move = f"/desk/cases/{case.public_id.hex}/同意垫付/"
    assert "超过了每人最多垫付的3,000 元" in over(officer, case, "3000.01")
    said(officer, move, **GROUNDS, amount="3000")
    case.refresh_from_db()
    assert case.status == "已垫付" and matter.left() == 9_600_00, "nothing has come before the bank says so"
    me = matter.person
    sheet = f"证件号码,户名,账号\n{me.resident_number},{me.name},6222000000000001\n"
    said(officer, "/desk/funds/accounts/", act="enter", office=OFFICE, file=file(sheet, "名单.csv"))
    said(keeper, "/desk/funds/accounts/", act="verify", file=file(sheet, "名单.csv"))
    [seen] = [each.act.seen for each in keeper.get(line).context["acts"] if each.act.id == "commit"]
    said(keeper, line, act="commit", seen=seen)
    said(officer, line, act="make", profile="iso-pain001")
    batch = Batch.objects.get()
    here = f"/desk/funds/batches/{batch.public_id.hex}/"
    said(keeper, here, act="approve", file=file(keeper.post(f"{here}file/").content, "批次.xml"))
    said(officer, here, act="send")
    number = Attempt.objects.get().end_to_end
    answer = (
        "<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.10'><CstmrPmtStsRpt><TxInfAndSts>"
        f"<OrgnlEndToEndId>{number}</OrgnlEndToEndId><TxSts>ACCC</TxSts></TxInfAndSts></CstmrPmtStsRpt></Document>"
    )
    said(
        officer,
        "/desk/funds/returns/",
        act="take",
        office=OFFICE,
        profile="iso-pain001",
        on="",
        file=file(answer, "回单.xml"),
    )
    assert matter.left() == 6_600_00 and "应急周转金 3,000 元" in matter.seen()
    shown = text(matter.inspector.get(matter.page()))
    assert "应急周转金付了的 3,000 元，可以向分包单位追偿" in shown and "第六十三条" in shown
    again = applied(matter, "again")
    assert "这次最多垫0 元" in over(officer, again, "0.01")
    paid = Payment.objects.get()
    of_paid = f"/desk/funds/payments/{paid.public_id.hex}/"
    plan = f"{matter.clock.day(30)} 1000元\n{matter.clock.day(60)} 2000元"
    said(keeper, of_paid, act="recover", reason="向虚构劳务追偿", instalments=plan, key="1" * 32)
    recovery = Recovery.objects.get().public_id.hex
    said(officer, of_paid, **{"act": f"receive-{recovery}", "amount": "1000", "paper": "收据1号"})
    assert "已追回 1,000 元" in text(matter.inspector.get(matter.page()))
    assert matter.left() == 6_600_00, "what the fund gets back the worker keeps"
    assert "这次最多垫1,000 元" in over(officer, again, "1000.01"), "what came back may be advanced anew"


def test_the_same_wages_are_not_advanced_twice(matter: Matter) -> None:
    """What is decided and not paid yet counts."""
    officer, keeper = official("case-officer", "jing", matter), official("finance-officer", "cai", matter)
    opened = {"fund": "emergency-wage-advance", "year": 2026, "source": "县级财政", "purpose": "应急周转金"}
    payer = {"payer_name": "虚构人社局", "payer_account": "510421000001"}
    said(keeper, "/desk/funds/new/", act="open", office=OFFICE, **opened, **payer)
    line = f"/desk/funds/{FundLine.objects.get().public_id.hex}/"
    said(keeper, line, act="grant", amount="5000", paper="米财〔2026〕8号")
    matter.find(owed="2000", unable=("总承包单位", "分包单位"), **{"一时付不出或者逃匿": "是"})
    first = asked(matter)
    said(officer, f"/desk/cases/{first.public_id.hex}/同意垫付/", **GROUNDS, amount="2000")
    assert Payment.objects.count() == 1
    again = applied(matter, "again")
    link = f"/desk/cases/{again.public_id.hex}/together/link/"
    said(matter.inspector, link, number=matter.complaint.number, kind="same_matter")
    assert "比还欠的0 元多" in over(officer, again, "0.01")
    assert Payment.objects.count() == 1
