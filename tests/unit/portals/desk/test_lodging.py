"""At the counter the same form is filled in as on the phone, and an empty one is not taken."""

from __future__ import annotations

from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from huigong.casework.models import Application, Case
from huigong.casework.papers import handed_in
from huigong.files.models import Attachment
from huigong.registry.models import Person
from tests.filled import posted
from tests.unit.files import makers
from tests.unit.portals.desk.staff import at_desk, person
from tests.unit.registry.someone import HERE as COUNTY


@pytest.fixture
def clerk() -> Client:
    return at_desk("clerk")


@pytest.fixture
def record(clerk: Client) -> str:
    """The address of somebody's record, after the purpose of looking was said."""
    address = f"/desk/people/{person(1).public_id.hex}/"
    clerk.post(address, {"why": "窗口受理申请"})
    return address


def typed(form_id: str) -> dict[str, str]:
    """What a clerk types into the whole page of a form, no more than must be there; the total that is proposed is sent as it stands."""
    return {"欠薪总额": "1000", **posted(form_id, region=COUNTY, on=timezone.localdate())}


def text(page: object) -> str:
    return unescape(page.content.decode())  # type: ignore[attr-defined]


def test_everything_that_persons_apply_for_is_offered(clerk: Client, record: str) -> None:
    listed = text(clerk.get(f"{record}apply/"))
    assert "投诉拖欠工资" in listed
    assert "用图书馆、文化馆、博物馆" not in listed
    assert "单位办就业登记" not in listed


def test_a_form_filled_in_at_the_counter_becomes_a_case(clerk: Client, record: str) -> None:
    address = f"{record}apply/arrears-complaint/"
    assert "拖欠工资投诉书" in text(clerk.get(address))
    done = clerk.post(address, {**typed("wage-complaint"), "send": "all"}, follow=True)
    case = Case.objects.get()
    assert f"办件编号{case.number}" in text(done)
    assert case.application
    assert case.application.channel == Application.Channel.WINDOW
    assert case.application.form
    assert 'value="虚构' not in text(clerk.get(address)), "what was sent is not kept for the next"


def test_nothing_is_lodged_for_whom_somebody_has_only_said_online_to_be(clerk: Client, record: str) -> None:
    """The account behind such a row may be a stranger's, who would have the case and its letters."""
    Person.objects.update(assurance="phone")
    address = f"{record}apply/arrears-complaint/"
    for answer in (
        clerk.get(f"{record}apply/"),
        clerk.get(address),
        clerk.post(address, {**typed("wage-complaint"), "send": "all"}),
    ):
        assert answer.status_code == 409
        assert "证件还没有核对过" in text(answer)
    assert "替他申请" not in text(clerk.get(record))
    assert not Case.objects.exists()


def test_a_photograph_taken_at_the_counter_becomes_material_of_the_case(
    clerk: Client, record: str, settings: Any, tmp_path: Path
) -> None:
    settings.FILES = str(tmp_path / "files")
    address = f"{record}apply/arrears-complaint/"
    photograph = SimpleUploadedFile("合同.jpg", makers.jpeg())
    kept = clerk.post(address, {**typed("wage-complaint"), "证据": [photograph]}, follow=True)
    assert "合同.jpg" in text(kept)
    clerk.post(address, {**typed("wage-complaint"), "send": "all"})
    case, place = Case.objects.get(), Attachment.objects.get()
    assert (place.purpose, place.holder, place.field) == ("casework.case", case.public_id.hex, "证据")
    assert handed_in(case)
    assert "合同.jpg" not in text(clerk.get(address)), "the next form begins without it"


def test_an_empty_form_is_not_taken_and_what_was_typed_stays(clerk: Client, record: str) -> None:
    address = f"{record}apply/arrears-complaint/"
    page = clerk.post(address, {"职业": "木工", "send": "all"}, follow=True)
    assert "还没有回答“您是在哪里干的活？”" in text(page)
    assert 'value="木工"' in text(page)
    assert not Case.objects.exists()


def test_the_same_again_is_warned_of_and_taken_only_on_purpose(clerk: Client, record: str) -> None:
    address = f"{record}apply/arrears-complaint/"
    sent = {**typed("wage-complaint"), "send": "all"}
    clerk.post(address, sent)
    refused = text(clerk.post(address, sent, follow=True))
    assert "已有一件同样的在办" in refused
    assert Case.objects.count() == 1
    clerk.post(f"{address}?again=1", sent)
    assert Case.objects.count() == 2


def test_who_has_not_said_what_for_is_asked_first(clerk: Client) -> None:
    address = f"/desk/people/{person(2).public_id.hex}/"
    assert clerk.get(f"{address}apply/")["Location"] == address


@pytest.mark.parametrize("role", ["auditor", "policy", "leading"])
def test_who_may_not_lodge_is_refused(role: str) -> None:
    address = f"/desk/people/{person(1).public_id.hex}/apply/arrears-complaint/"
    assert at_desk(role).get(address).status_code == 403


def test_what_nobody_applies_for_has_no_page(clerk: Client, record: str) -> None:
    assert clerk.get(f"{record}apply/free-culture/").status_code == 404
