"""Logging in by phone and code."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.unit.portals.worker.visiting import PHONE, code_sent_to, log_in

pytestmark = pytest.mark.django_db


def test_logs_in_and_goes_back_to_where_one_was(client: Client) -> None:
    response = client.get("/cases/")
    assert response["Location"] == "/login/?next=%2Fcases%2F"
    client.get(response["Location"])
    assert log_in(client)["Location"] == "/cases/"
    assert "还没有办件" in client.get("/cases/").content.decode()


def test_known_and_unknown_phones_get_the_same_answer(client: Client) -> None:
    log_in(client)
    client.post("/logout/")
    known = client.post("/login/", {"phone": PHONE})
    other = Client().post("/login/", {"phone": "13900000009"})
    assert (known.status_code, known["Location"]) == (other.status_code, other["Location"])


def test_answers_given_before_are_kept(visitor: Client) -> None:
    visitor.post("/ask/", {"fact": "户籍性质", "answer": "农业"})
    log_in(visitor)
    assert 'aria-pressed="true"' in visitor.get("/ask/?fact=户籍性质").content.decode()


@pytest.mark.parametrize("phone", ["", "12345", "010-12345678"])
def test_a_wrong_number_is_said_beside_the_field_and_kept(client: Client, phone: str) -> None:
    response = client.post("/login/", {"phone": phone})
    text = response.content.decode()
    assert response.status_code == 400
    assert 'aria-invalid="true"' in text
    assert f'value="{phone}"' in text or not phone


def test_a_wrong_code_does_not_log_in(client: Client) -> None:
    client.post("/login/", {"phone": PHONE})
    wrong = f"{(int(code_sent_to(PHONE)) + 1) % 10**6:06d}"
    assert client.post("/login/code/", {"code": wrong}).status_code == 400
    assert client.get("/cases/").status_code == 302


def test_without_a_code_sent_there_is_nothing_to_enter(client: Client) -> None:
    assert client.get("/login/code/")["Location"] == "/login/"


def test_a_login_leads_nowhere_else(client: Client) -> None:
    assert log_in(client, at="/login/?next=https://elsewhere.example/")["Location"] == "/"


@pytest.mark.parametrize("elsewhere", ["abc", "worker:cases", "//elsewhere.example/", "?x=1"])
def test_what_is_no_path_leads_to_the_front_page(client: Client, elsewhere: str) -> None:
    assert client.post("/switch/mode/", {"mode": "elder", "next": elsewhere})["Location"] == "/"
    there = f"/login/?{urlencode({'next': elsewhere})}"
    assert log_in(client, at=there)["Location"] == "/", "the code is used up: the login has to succeed"


def test_the_phone_is_masked_on_the_page(client: Client) -> None:
    client.post("/login/", {"phone": PHONE})
    text = client.get("/login/code/").content.decode()
    assert PHONE not in text
    assert "139****0001" in text


def test_asking_again_too_soon_leads_to_the_code_that_was_sent(client: Client) -> None:
    client.post("/login/", {"phone": PHONE})
    again = client.post("/login/", {"phone": f"+86 {PHONE}"})
    assert (again.status_code, 'href="/login/code/"' in again.content.decode()) == (400, True)
    assert client.post("/login/code/", {"code": code_sent_to(PHONE)})["Location"] == "/cases/"


def test_no_code_of_another_phone_is_offered(client: Client) -> None:
    client.post("/login/", {"phone": PHONE})
    other = client.post("/login/", {"phone": "12345"})
    assert 'href="/login/code/"' not in other.content.decode()
