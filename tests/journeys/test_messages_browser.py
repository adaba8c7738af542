"""Messages in a real browser: a worker reads them on a phone, an officer deals with those that reached nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from huigong.casework.actions import cases
from huigong.casework.models import Case
from huigong.directory.principals import Grant, Principal
from huigong.messages.actions import sending
from huigong.messages.models import Message
from huigong.registry.models import Person
from tests.journeys.accessibility import small_targets, smallest_text
from tests.journeys.test_desk_browser import log_in as log_in_at_desk
from tests.journeys.test_worker_browser import check
from tests.journeys.touches import follow
from tests.unit.portals.desk.staff import lodged, official
from tests.unit.portals.worker.test_messages import lodged_by
from tests.unit.portals.worker.visiting import log_in, register

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def as_worker(page: Any, live: str) -> Case:
    """Somebody logged in whose case has gone through several turns."""
    client = Client()
    log_in(client)
    register(client)
    case = lodged_by(Person.objects.get())
    note = "请补居住证明和用人单位的名称、地址、电话。" * 12
    officer = Principal(
        "0" * 31 + "1", "虚构经办人", (Grant("case-officer", case.region, case.accountable_office),)
    )
    cases.request_completion(by=officer, now=timezone.now(), case_id=case.public_id.hex, note=note)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live}])
    return case


@pytest.mark.parametrize("mode", ["standard", "elder"])
def test_somebody_reads_what_they_were_told(phone: Any, live: str, mode: str) -> None:
    as_worker(phone, live)
    phone.context.add_cookies([{"name": "mode", "value": mode, "url": live}])
    phone.goto(f"{live}/me/messages/")
    message = Message.objects.get(template="case-to-complete")
    for path in ("/me/messages/", f"/me/messages/{message.public_id.hex}/", "/me/messages/channels/"):
        phone.goto(live + path)
        check(phone, f"{path} {mode}")
        assert small_targets(phone, least=44) == [], path
        if mode == "elder":
            assert smallest_text(phone) >= 18, path
    phone.goto(f"{live}/me/messages/{message.public_id.hex}/")
    follow(phone, "text=看这件事办到哪一步")
    assert "/cases/" in phone.url


def test_an_officer_deals_with_what_reached_nobody(screen: Any, live: str, settings: Any) -> None:
    settings.QUIET_HOURS = "00:00-00:00"
    for number in (1, 2):
        lodged(sequence=number)
    for person in Person.objects.all():
        person.phone = ""
        person.save()
    sending.send_due(now=timezone.now())
    official("police")
    log_in_at_desk(screen, live, "police")
    screen.goto(f"{live}/desk/messages/")
    check(screen, "failed messages")
    screen.set_viewport_size({"width": 360, "height": 740})
    check(screen, "failed messages on a phone")
    follow(screen, screen.locator("text=我来通知"))
    assert screen.locator("text=我来通知").count() == 1
