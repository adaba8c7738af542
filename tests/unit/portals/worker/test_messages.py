"""What somebody was told is on the portal: counted in the head, listed, opened once, and nobody else's."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.casework.actions import applications
from huigong.casework.models import Case
from huigong.directory.actions.pace import CHANGES_A_DAY
from huigong.directory.principals import Principal
from huigong.messages.models import ChannelChoice, Message
from huigong.portals.shared.templatetags.said import opening
from huigong.registry.models import Person
from tests.filled import lodged_for
from tests.unit.portals.worker.visiting import log_in, register

INBOX, CHANNELS = "/me/messages/", "/me/messages/channels/"
pytestmark = pytest.mark.django_db


def lodged_by(person: Person) -> Case:
    return applications.lodge(
        by=Principal("worker-1", "务工人员", person_id=person.public_id.hex),
        now=timezone.now(),
        key=f"k{person.pk}",
        person_id=person.public_id.hex,
        service_id="residence-permit",
        region="510403",
        answers={"离开户籍地": True},
        lodged=lodged_for("residence-permit", region="510403", now=timezone.now()),
    )


@pytest.fixture
def case(worker: Client) -> Case:
    return lodged_by(Person.objects.get())


def text(page: Any) -> str:
    assert page.status_code == 200
    return page.content.decode()


def test_every_page_says_that_there_is_something_new_until_it_was_opened(worker: Client, case: Case) -> None:
    assert "消息，1条没看" in text(worker.get("/cases/"))
    message = Message.objects.get()
    assert case.number in text(worker.get(f"{INBOX}{message.public_id.hex}/"))
    assert "消息，1条没看" not in text(worker.get("/cases/"))
    assert "没看" not in text(worker.get(INBOX))


def test_the_message_leads_to_its_case(worker: Client, case: Case) -> None:
    page = text(worker.get(f"{INBOX}{Message.objects.get().public_id.hex}/"))
    assert f"/cases/{case.public_id.hex}/" in page


def test_an_empty_inbox_says_what_will_be_there(worker: Client) -> None:
    assert "还没有消息" in text(worker.get(INBOX))


def test_somebody_elses_message_does_not_exist(worker: Client, case: Case) -> None:
    other = Client()
    log_in(other, phone="13900000002")
    register(other, serial=2)
    response = other.get(f"{INBOX}{Message.objects.get().public_id.hex}/")
    assert response.status_code == 404
    assert Message.objects.get().read_at is None


@pytest.mark.parametrize("address", ["not-an-id", "0" * 32, "%F0%9F%98%80"])
def test_an_address_that_is_none_is_not_found(worker: Client, address: str) -> None:
    assert worker.get(f"{INBOX}{address}/").status_code == 404


def test_a_stranger_is_asked_to_log_in(client: Client) -> None:
    for address in (INBOX, CHANNELS, f"{INBOX}{'0' * 32}/"):
        assert client.get(address).status_code == 302
    assert "消息" not in text(client.get("/")).split("<main")[0]


def test_short_messages_are_declined_and_wanted_again(worker: Client) -> None:
    assert "checked" in text(worker.get(CHANNELS))
    assert worker.post(CHANNELS, {}).status_code == 302
    assert ChannelChoice.objects.get().wanted is False
    assert "checked" not in text(worker.get(CHANNELS))
    worker.post(CHANNELS, {"wanted": ["sms"]})
    assert ChannelChoice.objects.get().wanted is True


def test_a_channel_that_is_none_is_said_on_the_page(worker: Client) -> None:
    assert worker.post(CHANNELS, {"wanted": ["pigeon"]}).status_code == 400
    assert not ChannelChoice.objects.exists()


@pytest.mark.parametrize("count", [1, 15])
def test_the_list_asks_as_much_for_many_as_for_one(
    worker: Client, count: int, django_assert_num_queries: Any
) -> None:
    lodged_by(Person.objects.get())
    first = Message.objects.get()
    for number in range(1, count):
        first.pk, first.event = None, f"e{number}"
        first.public_id = Message._meta.get_field("public_id").get_default()
        first.save(force_insert=True)
    worker.get(INBOX)
    with django_assert_num_queries(6):
        worker.get(INBOX)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("收到了。五天里答复。", "收到了。五天里答复。"),
        ("收到了。" + "还" * 60 + "。", "收到了。"),
        ("还" * 70, "还" * 59 + "…"),
        ("还" * 59 + "。再", "还" * 59 + "。"),
        ("还" * 58 + "，再等", "还" * 58 + "…"),
        ("We have it. " + "So " * 30, "We have it."),
        ("Version 1.25 " + "so" * 30, "Version 1.25 " + "so" * 23 + "…"),
    ],
)
def test_the_list_shows_the_first_sentences_of_a_message(body: str, told: str) -> None:
    assert opening(body, 60) == told


def test_changing_one_s_mind_without_end_fills_no_trail(worker: Client) -> None:
    """Each change stays in the trail for ever, and costs whoever makes it nothing."""
    before = AuditEvent.objects.count()
    wanted = ([], ["sms"])
    answers = [
        worker.post("/me/messages/channels/", {"wanted": wanted[number % 2]}).status_code
        for number in range(CHANGES_A_DAY + 2)
    ]
    assert answers == [302] * CHANGES_A_DAY + [429] * 2
    assert AuditEvent.objects.count() == before + CHANGES_A_DAY
    page = worker.post("/me/messages/channels/", {"wanted": []}).content.decode()
    assert "今天改的次数太多了" in page and "请明天再改" in page
