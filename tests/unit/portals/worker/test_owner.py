"""A phone number in other hands opens nobody's account; who comes back to their own phone notices nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.files.models import StoredFile
from huigong.portals.worker.owners import TRIES_A_DAY
from huigong.registry.actions import counter, people
from huigong.registry.models import Person
from tests.unit.files import makers
from tests.unit.portals.worker.visiting import (
    COUNTER,
    NAME,
    PHONE,
    log_in,
    made_up_number,
    register,
    show_card,
)

pytestmark = pytest.mark.django_db
ASKED = "/login/owner/"


def told(client: Client, ending: str) -> Any:
    return client.post(ASKED, {"ending": ending})


def inside(client: Client) -> bool:
    return client.get("/cases/").status_code == 200


@pytest.fixture
def owner(worker: Client) -> Client:
    """Somebody registered, logged out again."""
    worker.post("/logout/")
    return worker


def test_on_the_same_phone_the_code_is_enough(owner: Client) -> None:
    assert log_in(owner)["Location"] == "/cases/"
    assert inside(owner)


def test_on_another_phone_the_end_of_the_resident_number_is_asked_once(owner: Client) -> None:
    other = Client()
    assert log_in(other, at="/login/?next=/me/")["Location"] == ASKED
    assert not inside(other)
    page = other.get(ASKED).content.decode()
    assert NAME not in page
    assert made_up_number()[-4:] not in page
    assert told(other, f" {made_up_number()[-6:]} ")["Location"] == "/me/"
    assert inside(other)
    other.post("/logout/")
    assert log_in(other)["Location"] == "/cases/"


def test_after_a_long_time_it_is_asked_on_the_same_phone_too(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = timezone.now() + timedelta(days=91)
    monkeypatch.setattr(timezone, "now", lambda: then)
    assert log_in(owner)["Location"] == ASKED


def test_whoever_has_registered_nothing_is_asked_nothing(visitor: Client) -> None:
    log_in(visitor)
    assert log_in(Client())["Location"] == "/cases/"


@pytest.mark.parametrize("ending", ["", "12345", "abcdef", "1234567", "000000"])
def test_a_wrong_answer_opens_nothing_and_says_where_to_go(owner: Client, ending: str) -> None:
    other = Client()
    log_in(other)
    page = told(other, ending)
    assert page.status_code == 400
    assert "窗口" in page.content.decode()
    assert not inside(other)


def test_after_five_tries_the_counter_is_the_only_way(owner: Client) -> None:
    other = Client()
    log_in(other)
    assert [told(other, "000000").status_code for _ in range(TRIES_A_DAY)] == [400] * TRIES_A_DAY
    refused = told(other, made_up_number()[-6:])
    assert refused.status_code == 429
    assert "带身份证" in refused.content.decode()
    again = Client()
    log_in(again)
    assert told(again, made_up_number()[-6:]).status_code == 429
    assert not inside(again)
    assert log_in(owner)["Location"] == "/cases/", "the owner's own phone still works"


def test_wrong_answers_are_in_the_trail_of_the_person(owner: Client) -> None:
    other = Client()
    log_in(other)
    told(other, "000000")
    event = AuditEvent.objects.get(verb="portals.worker.not_the_owner")
    assert event.person_ref
    assert "000000" not in repr(event.data)


def test_the_question_lapses_and_does_not_come_without_a_code(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Client().get(ASKED)["Location"] == "/login/"
    other = Client()
    log_in(other)
    then = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr(timezone, "now", lambda: then)
    assert told(other, made_up_number()[-6:])["Location"] == "/login/"


def test_strangers_who_ask_for_codes_keep_nobody_out(owner: Client) -> None:
    """Many networks ask for codes for one phone until no more are sent to strangers."""
    for network in range(8):
        for _ in range(6):
            Client(REMOTE_ADDR=f"198.51.100.{network}").post("/login/", {"phone": PHONE})
    assert Client(REMOTE_ADDR="203.0.113.9").post("/login/", {"phone": PHONE}).status_code == 400
    assert log_in(owner)["Location"] == "/cases/"


def test_one_stranger_keeps_not_even_a_new_phone_out(owner: Client) -> None:
    for _ in range(9):
        Client(REMOTE_ADDR="198.51.100.7").post("/login/", {"phone": PHONE})
    new = Client(REMOTE_ADDR="203.0.113.9")
    assert log_in(new)["Location"] == ASKED


def test_a_forged_device_counts_as_none(owner: Client) -> None:
    other = Client()
    other.cookies["device"] = owner.cookies["device"].value[:-3] + "abc"
    assert log_in(other)["Location"] == ASKED


def papers_of(client: Client) -> str:
    return client.get("/me/papers/").content.decode()


def keep_paper(client: Client) -> StoredFile:
    paper = SimpleUploadedFile("工牌七.jpg", makers.jpeg())
    assert client.post("/me/papers/", {"op": "add", "files": [paper]}).status_code == 303
    return StoredFile.objects.get()


def test_whoever_gets_a_long_unused_number_starts_empty(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(visitor)
    paper = keep_paper(visitor)
    then = timezone.now() + timedelta(days=91)
    monkeypatch.setattr(timezone, "now", lambda: then)
    other = Client()
    log_in(other)
    assert "工牌七" not in papers_of(other)
    assert other.get(f"/files/{paper.public_id}/").status_code == 404
    paper.refresh_from_db()
    assert (paper.state, paper.name) == ("deleted", "")


def test_papers_are_the_person_s_once_there_is_one_and_go_along_to_another_phone(visitor: Client) -> None:
    log_in(visitor)
    paper = keep_paper(visitor)
    register(visitor, checked=False)
    assert "工牌七" in papers_of(visitor)
    person = Person.objects.get()
    paper.refresh_from_db()
    assert (paper.owner, paper.person) == (person.public_id.hex, person.public_id.hex)
    counter.new_phone(
        by=COUNTER,
        now=timezone.now(),
        person_id=person.public_id.hex,
        phone="13900000777",
        shown="居民身份证",
    )
    stranger, mine = Client(), Client()
    log_in(stranger)
    assert "工牌七" not in papers_of(stranger)
    log_in(mine, "13900000777")
    told(mine, made_up_number()[-6:])
    assert "工牌七" in papers_of(mine)
    assert mine.get(f"/files/{paper.public_id}/").status_code == 200


def test_papers_stay_where_two_records_become_one(visitor: Client) -> None:
    log_in(visitor)
    register(visitor, checked=False)
    keep_paper(visitor)
    given = {
        "name": NAME,
        "resident_number": made_up_number(),
        "hukou_place": "510422",
        "residence": "510403",
    }
    people.register(by=COUNTER, now=timezone.now(), **given)
    show_card(visitor)
    assert Person.objects.count() == 1
    assert "工牌七" in papers_of(visitor)


def test_two_people_on_one_phone_are_both_known_there(owner: Client) -> None:
    log_in(owner, "13900000002")
    register(owner, serial=2)
    owner.post("/logout/")
    for phone in (PHONE, "13900000002"):
        assert log_in(owner, phone)["Location"] == "/cases/"
        owner.post("/logout/")
