"""A phone that several people use: what one left behind is not the next one's, unless they say so."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huigong.files.models import Attachment
from huigong.portals.worker.keeping import load
from tests.unit.files import makers
from tests.unit.portals.worker.filling import WAGE, fill_in
from tests.unit.portals.worker.visiting import PHONE, code_sent_to

pytestmark = pytest.mark.django_db(transaction=True)
STRANGER = {**WAGE, "申请人.name": "虚构丙", "经过": "虚构丙的事", "申请人.phone": "13900000033"}
COMPLAINT = "/services/arrears-complaint/"


def left_behind(browser: Client) -> None:
    """A stranger fills in a complaint on a shared phone, with a photo, and walks off."""
    fill_in(browser, "arrears-complaint", STRANGER)
    photo = SimpleUploadedFile("虚构丙.jpg", makers.jpeg(), "image/jpeg")
    browser.post(f"{COMPLAINT}form/q/证据/", {"证据": photo, "upload": "证据"})
    assert Attachment.objects.count() == 1


def entered(browser: Client) -> Any:
    """Somebody else logs in there; what comes after the code."""
    browser.post("/login/", {"phone": PHONE})
    return browser.post("/login/code/", {"code": code_sent_to(PHONE)})


@pytest.fixture
def files(settings: Any, tmp_path: Any) -> None:
    settings.FILES = str(tmp_path / "files")


@pytest.mark.usefixtures("files")
def test_a_form_that_lay_there_is_nobodys_until_it_is_said_whose(client: Client) -> None:
    left_behind(client)
    asked = entered(client)["Location"]
    assert asked.startswith("/login/whose/")
    page = unescape(client.get(asked).content.decode())
    assert "这台手机上有一张没填完的表。是您填的吗？" in page
    assert "欠" in page
    for said in ("虚构丙", "13900000033", "虚构建筑公司", "虚构三号工地"):
        assert said not in page
    for address in (
        "/cases/",
        "/me/papers/",
        f"{COMPLAINT}form/check/",
        f"{COMPLAINT}form/",
        f"{COMPLAINT}form/q/经过/",
    ):
        assert client.get(address)["Location"].startswith("/login/whose/?next="), address
    for open_to_all in ("/", "/results/", f"{COMPLAINT}form/paper/", COMPLAINT):
        assert "虚构丙" not in unescape(client.get(open_to_all).content.decode())


@pytest.mark.usefixtures("files")
def test_a_form_of_somebody_else_is_gone_with_its_files(client: Client) -> None:
    left_behind(client)
    asked = entered(client)["Location"]
    assert client.post(asked, {"answer": "other"})["Location"] == "/cases/"
    assert not Attachment.objects.exists()
    assert "虚构丙" not in unescape(client.get(f"{COMPLAINT}form/check/").content.decode())
    assert client.get(asked)["Location"] == "/cases/", "it is asked once"
    assert client.post(asked, {"answer": "mine"})["Location"] == "/cases/"
    assert not load(client.session).drafts


@pytest.mark.usefixtures("files")
def test_a_form_of_ones_own_is_taken_along_with_its_files(client: Client) -> None:
    left_behind(client)
    asked = entered(client)["Location"]
    assert client.post(asked, {"answer": "something"}).status_code == 200
    client.post(asked, {"answer": "mine"})
    assert Attachment.objects.get().purpose == "worker.form"
    check = unescape(client.get(f"{COMPLAINT}form/check/").content.decode())
    assert "虚构丙的事" in check
    assert "1个文件" in check


@pytest.mark.usefixtures("files")
def test_who_logs_out_without_an_answer_leaves_nothing(client: Client) -> None:
    left_behind(client)
    entered(client)
    client.post("/logout/")
    assert not Attachment.objects.exists()
    assert "虚构丙" not in unescape(client.get(f"{COMPLAINT}form/check/").content.decode())


@pytest.mark.usefixtures("files")
def test_whose_phone_stands_in_the_form_is_not_asked(client: Client) -> None:
    fill_in(client, "arrears-complaint", {**STRANGER, "申请人.phone": f"+86 {PHONE}"})
    assert entered(client)["Location"] == "/cases/"
    assert "虚构丙的事" in unescape(client.get(f"{COMPLAINT}form/check/").content.decode())


@pytest.mark.usefixtures("files")
def test_one_form_with_another_phone_is_enough_to_ask(client: Client) -> None:
    left_behind(client)
    own = {"申请人.name": "虚构丁", "申请人.phone": PHONE}
    client.post("/services/labour-arbitration/form/q/申请人/", own)
    assert entered(client)["Location"].startswith("/login/whose/")


def test_whoever_filled_in_nothing_is_not_asked(client: Client) -> None:
    client.post("/place/", {"region": "510411"})
    assert entered(client)["Location"] == "/cases/"
