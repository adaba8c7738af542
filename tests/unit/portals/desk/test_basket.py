"""Several services at once: chosen together, what they share said once, lodged in one transaction, one receipt."""

from __future__ import annotations

import io
from html import unescape
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.casework.models import Application, Case
from huigong.catalogue.services import catalogue
from huigong.files.models import Attachment
from huigong.registry.actions import facts
from tests.filled import posted
from tests.unit.files import makers
from tests.unit.portals.desk.staff import at_desk, lodged, person
from tests.unit.registry.someone import CLERK, HERE

WAGES, CARD = "arrears-complaint", "withheld-card-complaint"


@pytest.fixture
def clerk() -> Client:
    return at_desk("clerk")


@pytest.fixture
def record(clerk: Client) -> str:
    address = f"/desk/people/{person(1).public_id.hex}/"
    clerk.post(address, {"why": "窗口受理申请"})
    return address


def text(page: Any) -> str:
    return unescape(page.content.decode())


def typed(service_id: str) -> dict[str, str]:
    today = timezone.localdate()
    form = catalogue().get(service_id, HERE, today).form
    return {**posted(form, region=HERE, on=today), "send": "all"}


def begun(clerk: Client, record: str) -> Any:
    return clerk.post(f"{record}basket/begin/", {"service": [WAGES, CARD]})


def test_a_service_is_found_by_a_word_and_what_is_ticked_stays_ticked(clerk: Client, record: str) -> None:
    def sought(named: str, *ticked: str) -> Any:
        sent = {"named": named, "find": "1", "service": list(ticked)}
        return clerk.post(f"{record}basket/begin/", sent, follow=True)

    def shown(page: Any) -> set[str]:
        return {each.service.id for _title, _kind, choices in page.context["groups"] for each in choices}

    page = sought("拖欠 工资", WAGES)
    assert WAGES in shown(page) and CARD not in shown(page)
    page = sought("扣押", WAGES)
    assert CARD in shown(page) and WAGES not in shown(page)
    assert f'type="hidden" name="service" value="{WAGES}"' in text(page), "ticked before, not shown now"
    assert "投诉拖欠工资" in text(page)
    page = sought("没有这样的事", WAGES, CARD, "nothing-such")
    assert not shown(page) and {each.service.id for each in page.context["away"]} == {WAGES, CARD}
    page = sought("  ", WAGES, CARD)
    assert {WAGES, CARD} <= shown(page) and page.context["chosen"] == [WAGES, CARD]
    assert begun(clerk, record).status_code == 302


def filled(clerk: Client, record: str) -> None:
    begun(clerk, record)
    for service_id in (WAGES, CARD):
        clerk.post(f"{record}basket/of/{service_id}/", typed(service_id))


def test_what_may_be_had_stands_first_by_what_the_register_knows(clerk: Client, record: str) -> None:
    def verdict() -> str:
        groups = clerk.get(f"{record}apply/").context["groups"]
        return next(
            each.verdict
            for _title, _chip, group in groups
            for each in group
            if each.service.id == "residence-permit"
        )

    assert verdict() == "unknown"
    assert "要问清" in text(clerk.get(f"{record}apply/"))
    for fact, value in (("离开户籍地", True), ("户口在同市别县", False), ("合法稳定住所", True)):
        facts.record(
            by=CLERK,
            now=timezone.now(),
            person_id=record.split("/")[3],
            fact=fact,
            value=value,
            source="窗口",
            verification="verified",
            valid_from=timezone.localdate(),
        )
    assert verdict() == "yes"


def test_two_services_are_filled_one_after_the_other_and_sent_as_one(clerk: Client, record: str) -> None:
    assert begun(clerk, record)["Location"] == f"{record}basket/of/{WAGES}/"
    first = clerk.get(f"{record}basket/of/{WAGES}/")
    assert "（1/2）" in text(first) and "填好了，下一项" in text(first)
    onward = clerk.post(f"{record}basket/of/{WAGES}/", typed(WAGES))
    assert onward["Location"] == f"{record}basket/of/{CARD}/"
    assert not Case.objects.exists(), "nothing is sent before all of it is"
    onward = clerk.post(f"{record}basket/of/{CARD}/", typed(CARD))
    assert onward["Location"] == f"{record}basket/"
    assert "全部提交" in text(clerk.get(f"{record}basket/"))
    receipt = clerk.post(f"{record}basket/", follow=True)
    cases = list(Case.objects.order_by("pk"))
    assert [case.service_id for case in cases] == [WAGES, CARD]
    assert all(case.application.channel == Application.Channel.WINDOW for case in cases if case.application)
    assert all(case.number in text(receipt) for case in cases)
    assert clerk.get(f"{record}basket/")["Location"] == f"{record}apply/", "the basket is empty again"


def test_what_was_said_in_one_form_stands_in_the_next(clerk: Client, record: str) -> None:
    begun(clerk, record)
    said = {**typed(WAGES), "职业": "虚构木工"}
    clerk.post(f"{record}basket/of/{WAGES}/", said)
    page = text(clerk.get(f"{record}basket/of/{CARD}/"))
    assert 'value="虚构木工"' in page


def test_the_same_evidence_is_handed_in_once(
    clerk: Client, record: str, settings: Any, tmp_path: Path
) -> None:
    settings.FILES = str(tmp_path / "files")
    begun(clerk, record)
    photograph = SimpleUploadedFile("合同.jpg", makers.jpeg())
    clerk.post(f"{record}basket/of/{WAGES}/", {**typed(WAGES), "证据": [photograph]})
    assert "合同.jpg" in text(clerk.get(f"{record}basket/of/{CARD}/"))
    clerk.post(f"{record}basket/of/{CARD}/", typed(CARD))
    clerk.post(f"{record}basket/")
    assert {place.holder for place in Attachment.objects.all()} == {
        case.public_id.hex for case in Case.objects.all()
    }
    assert Attachment.objects.values("file").distinct().count() == 1


def test_where_one_is_refused_none_is_lodged(clerk: Client, record: str) -> None:
    clerk.post(f"{record}apply/{CARD}/", typed(CARD))
    filled(clerk, record)
    before = text(clerk.get(f"{record}basket/"))
    assert Case.objects.get().number in before and "确实要另办一件" in before
    refused = text(clerk.post(f"{record}basket/", follow=True))
    assert "一件也没有交" in refused
    assert Case.objects.count() == 1
    clerk.post(f"{record}basket/", {"again": [CARD]})
    assert Case.objects.count() == 3


def test_what_is_not_filled_in_is_not_sent(clerk: Client, record: str) -> None:
    begun(clerk, record)
    assert "全部提交" not in text(clerk.get(f"{record}basket/"))
    assert clerk.post(f"{record}basket/")["Location"] == f"{record}basket/of/{WAGES}/?told=1"
    assert not Case.objects.exists()


def test_nothing_and_too_much_are_said(clerk: Client, record: str) -> None:
    for chosen, words in (([], "请至少选一项"), ([f"x{n}" for n in range(11)], "一次最多办 10 项")):
        assert words in text(clerk.post(f"{record}basket/begin/", {"service": chosen}, follow=True))
    assert clerk.post(f"{record}basket/begin/", {"service": ["free-culture"]}).status_code == 404


@pytest.mark.parametrize(("paper", "wide"), [("a4", 595), ("receipt80", 227)])
def test_one_receipt_for_all_on_a_page_and_on_a_roll(
    clerk: Client, record: str, paper: str, wide: int
) -> None:
    filled(clerk, record)
    receipt = clerk.post(f"{record}basket/")["Location"]
    made = clerk.get(receipt.replace("receipt/?", "receipt/print/?") + f"&paper={paper}")
    assert made["Content-Type"] == "application/pdf"
    assert "no-store" in made["Cache-Control"]
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert float(pdf.pages[0].mediabox[2]) == pytest.approx(wide, abs=1)
    said = AuditEvent.objects.filter(verb="personal_data.read", data__fields=["name"])
    assert said.count() == 1, "the full name on the paper stands in the trail"


def test_the_form_is_printed_as_it_was_sent(clerk: Client, record: str) -> None:
    clerk.post(f"{record}apply/{WAGES}/", typed(WAGES))
    case = Case.objects.get()
    made = clerk.post(f"{record}form/{case.public_id.hex}/")
    assert made["Content-Type"] == "application/pdf"
    assert AuditEvent.objects.filter(verb="personal_data.read", data__fields=["form"]).count() == 1


def test_a_receipt_of_anothers_case_is_nobodys(clerk: Client, record: str) -> None:
    case_id = lodged(sequence=2)
    assert clerk.get(f"{record}receipt/?case={case_id}").status_code == 404
    assert clerk.get(f"{record}receipt/").status_code == 404
    assert at_desk("auditor").get(f"{record}receipt/?case={case_id}").status_code == 403
