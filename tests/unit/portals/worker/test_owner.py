"""A phone number in other hands opens nobody's account; who comes back to their own phone notices nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.portals.worker.owners import TRIES_A_DAY
from tests.unit.portals.worker.visiting import NAME, PHONE, log_in, made_up_number, register

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


def test_two_people_on_one_phone_are_both_known_there(owner: Client) -> None:
    log_in(owner, "13900000002")
    register(owner, serial=2)
    owner.post("/logout/")
    for phone in (PHONE, "13900000002"):
        assert log_in(owner, phone)["Location"] == "/cases/"
        owner.post("/logout/")
