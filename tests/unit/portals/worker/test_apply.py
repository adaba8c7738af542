"""Applying over HTTP: register once, see what is sent, send it once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from huigong.audit.models import AuditEvent
from huigong.portals.worker.views.apply import CONSENT_WORDING
from tests.unit.portals.worker.visiting import NAME, log_in, made_up_number, register

pytestmark = pytest.mark.django_db
APPLY = "/services/residence-permit/apply/"


def key_on(client: Client) -> str:
    found = re.search(r'name="key" value="([0-9a-f]{32})"', client.get(APPLY).content.decode())
    assert found
    return found.group(1)


def lodge(client: Client, key: str) -> str:
    response = client.post(APPLY, {"key": key, "true": "on"})
    assert response.status_code == 302
    return str(response["Location"])


def test_asks_for_login_then_registration_then_shows_what_is_sent(visitor: Client) -> None:
    assert visitor.get(APPLY)["Location"].startswith("/login/?next=")
    visitor.get(visitor.get(APPLY)["Location"])
    assert log_in(visitor)["Location"] == APPLY
    assert visitor.get(APPLY)["Location"].startswith("/me/?next=")
    register(visitor)
    text = visitor.get(APPLY).content.decode()
    assert NAME in text
    assert "四川省攀枝花市盐边县" in text
    assert "攀枝花市公安局" in text


def test_the_resident_number_is_never_shown_in_full(worker: Client) -> None:
    text = worker.get(APPLY).content.decode()
    assert made_up_number() not in text
    assert made_up_number()[-4:] in text


def test_the_receipt_names_the_case(worker: Client) -> None:
    where = lodge(worker, key_on(worker))
    text = worker.get(where).content.decode()
    assert re.search(r"510400-\d{8}-\d{4}", text)
    assert "攀枝花市公安局" in text
    assert NAME in text


def test_sent_twice_is_one_case(worker: Client) -> None:
    key = key_on(worker)
    assert lodge(worker, key) == lodge(worker, key)
    assert worker.get("/cases/").content.decode().count("办居住证") == 1


def test_nothing_is_sent_without_saying_that_it_is_true(worker: Client) -> None:
    response = worker.post(APPLY, {"key": key_on(worker)})
    assert response.status_code == 400
    assert "请先确认" in response.content.decode()
    assert "还没有办件" in worker.get("/cases/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "word"),
    [
        ("name", "", "请填姓名"),
        ("resident_number", "999999198503120011", "校验码"),
        ("resident_number", "12345", "18位"),
        ("hukou_place", "朝阳区", "不止一个"),
        ("consent", "", "同意"),
    ],
)
def test_registration_says_what_is_wrong_and_keeps_the_rest(
    visitor: Client, field: str, value: str, word: str
) -> None:
    log_in(visitor)
    given = {"name": NAME, "resident_number": made_up_number(), "hukou_place": "盐边县", "consent": "on"}
    response = visitor.post("/me/", {**given, field: value})
    text = response.content.decode()
    assert response.status_code == 400
    assert word in text
    if field != "name":
        assert f'value="{NAME}"' in text


def test_somebody_elses_number_cannot_be_taken(worker: Client) -> None:
    other = Client()
    log_in(other, "13900000002")
    response = register(other)
    assert response.status_code == 400
    assert "窗口" in response.content.decode()


def test_registration_is_asked_once(worker: Client) -> None:
    assert worker.get("/me/").status_code == 302


def test_consent_is_kept_with_its_wording(worker: Client) -> None:
    kept = AuditEvent.objects.filter(verb="portals.worker.consented").get()
    assert kept.data == {"wording": CONSENT_WORDING}
    assert kept.subject == f"registry.Person:{kept.person_ref}"


def test_without_consent_nobody_is_registered(visitor: Client) -> None:
    log_in(visitor)
    visitor.post("/me/", {"name": NAME, "resident_number": made_up_number(), "hukou_place": "盐边县"})
    assert visitor.get(APPLY)["Location"].startswith("/me/")
    assert not AuditEvent.objects.filter(verb="registry.person.registered").exists()
