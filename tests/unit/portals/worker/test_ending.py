"""Who acts for another no longer does so at no address: whatever is opened or sent next, it is theirs alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from huigong.directory.identity import identity_rules
from huigong.files.models import IncomingFile, StoredFile
from huigong.portals.shared.urls import urlpatterns as shared
from huigong.registry.actions import households as roll
from huigong.registry.models import Person, Representation
from tests.unit.files import makers
from tests.unit.portals.worker.test_access import ARGUMENTS, PAGES
from tests.unit.portals.worker.test_form_files import PROOF, live, put, sent
from tests.unit.portals.worker.test_helping import CHILD, HELPING, agreed
from tests.unit.portals.worker.visiting import COUNTER, made_up_number

pytestmark = pytest.mark.django_db
DATA = makers.jpeg((800, 600))


@pytest.fixture(autouse=True)
def places(settings: Any, tmp_path: Path) -> None:
    settings.FILES = str(tmp_path / "files")


@pytest.fixture
def helper(worker: Client) -> Client:
    """Fills in a complaint of 虚构老: one photograph is there, another has begun to come."""
    agreed(worker)
    put(worker, sent(makers.jpeg(), "甲.jpg"), upload="证据")
    worker.post(PROOF, {"op": "begin", "field": "证据", "name": "after.jpg", "size": str(len(DATA))})
    assert StoredFile.objects.count() == IncomingFile.objects.count() == 1
    return worker


def stopped() -> None:
    Representation.objects.update(ended_at=timezone.now(), ended_by="x")


def run_out() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Representation.objects.update(valid_from=yesterday, valid_until=yesterday)


ENDS = {"stopped": stopped, "run out": run_out}
ADDRESSES = {
    name: reverse(f"worker:{name}", kwargs={key: ARGUMENTS[key] for key in page.pattern.converters})
    for name, page in PAGES.items()
}


def wrong_of(method: str, name: str, response: Any, session: Any) -> str:
    """What an address did that it must not; "" for nothing."""
    page = "" if response.streaming else response.content.decode(errors="replace")  # some bring a file
    if "正在替" in page or "acting_for" in session or response.status_code >= 500:
        return f"{method} {name}: acts on"
    refused = response.status_code == 409 and "没有收下" in page
    return (
        ""
        if refused == (method == "post" and name != "logout")
        else f"{method} {name}: {response.status_code}"
    )


@pytest.mark.parametrize("ends", ENDS)
def test_it_has_ended_at_every_address(helper: Client, ends: str) -> None:
    """The page that is opened first may be any of them, so each is tried as the first."""
    assert "正在替虚构老办" in helper.get("/cases/").content.decode()
    ENDS[ends]()
    wrong = []
    cookies = {name: each.value for name, each in helper.cookies.items()}
    for name, address in ADDRESSES.items():
        for method in ("get", "post"):
            helper.cookies = SimpleCookie(cookies)
            with transaction.atomic():
                response = getattr(helper, method)(address)
                wrong.append(wrong_of(method, name, response, helper.session))
                transaction.set_rollback(True)
    assert [each for each in wrong if each] == []


@pytest.mark.parametrize("first", ["", "small/"])
def test_it_has_ended_for_files(helper: Client, first: str) -> None:
    (file,) = live()
    address = f"/files/{file.public_id}/{first}"
    assert {str(page.name) for page in shared} == {"language", "mode", "file", "file_small", "upload", "keys"}
    assert helper.get(address).status_code == 200
    stopped()
    assert helper.get(address).status_code == 404


def test_what_was_on_its_way_is_not_kept(helper: Client) -> None:
    (coming,), before = IncomingFile.objects.all(), live()
    stopped()
    answer = helper.post(
        f"/uploads/{coming.public_id}/",
        DATA,
        content_type="application/octet-stream",
        headers={"Upload-Offset": "0"},
    )
    assert answer.status_code == 404
    assert live() == before


def test_it_is_said_and_the_next_thing_that_is_sent_is_one_s_own(helper: Client) -> None:
    stopped()
    answer = {"fact": "户籍性质", "answer": "农业"}
    assert "不能再替虚构老办了" in helper.post("/ask/", answer).content.decode()
    assert "农业" not in helper.get("/ask/check/").content.decode()
    helper.post("/ask/", answer)
    assert "农业" in helper.get("/ask/check/").content.decode()


def of_age_tomorrow() -> str:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return made_up_number(tomorrow.replace(year=tomorrow.year - identity_rules().years).strftime("%Y%m%d"), 5)


def on_the_roll() -> None:
    """The child lives in the worker's household, and what was said of it is not needed any more."""
    worker, child = Person.objects.order_by("pk")
    pairs = [(worker.public_id.hex, "head"), (child.public_id.hex, "child")]
    roll.form(
        by=COUNTER, now=timezone.now(), region=worker.residence, members=pairs, valid_from=date(2020, 1, 1)
    )
    Representation.objects.all().delete()


@pytest.mark.parametrize("by", ["what was said", "the household roll"])
def test_a_child_is_acted_for_to_the_last_day_of_childhood(
    worker: Client, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda now=datetime(2026, 9, 10, 15, 50, tzinfo=UTC): now)
    worker.post(f"{HELPING}child/", {**CHILD, "resident_number": of_age_tomorrow()})
    assert "正在替虚构小办" in worker.get("/cases/").content.decode()
    if by == "the household roll":
        on_the_roll()
    assert "正在替虚构小办" in worker.get("/cases/").content.decode()
    monkeypatch.setattr(timezone, "now", lambda now=datetime(2026, 9, 10, 16, 10, tzinfo=UTC): now)
    page = worker.get("/cases/").content.decode()
    assert "正在替" not in page and "不能再替虚构小办了" in page
