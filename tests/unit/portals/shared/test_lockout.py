"""Wrong passwords at the desk: counted by name and network, and no spelling or header gets around it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessLog
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from huigong.portals.cli.routines import forget
from tests.unit.portals.desk.staff import PASSWORD, official

pytestmark = pytest.mark.django_db
OFFICE, ELSEWHERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def two_clerks() -> None:
    cache.clear()
    official("clerk")
    official("clerk", username="other")


def log_in(address: str, username: str = "clerk", password: str = PASSWORD, **headers: str) -> Any:
    given = {"login": username, "password": password}
    return Client(REMOTE_ADDR=address, headers=headers).post("/desk/login/", given)


def lock(address: str = OFFICE, username: str = "clerk") -> None:
    answers = [log_in(address, username, f"wrong {attempt}").status_code for attempt in range(6)]
    assert answers[-1] == 429


def test_a_lock_is_for_one_name_on_one_network() -> None:
    lock()
    assert log_in(OFFICE).status_code == 429
    assert log_in(OFFICE, "other").status_code == 302
    assert log_in(ELSEWHERE).status_code == 302


def test_another_spelling_of_the_name_is_the_same_name() -> None:
    spellings = ["clerk", "Clerk", "CLERK", "cLerk", "clErk", "cleRk"]
    answers = [log_in(OFFICE, name, "wrong").status_code for name in spellings]
    assert answers == [200] * 5 + [429]


def test_a_forged_header_is_not_another_network() -> None:
    answers = [
        log_in(OFFICE, password="wrong", **{"X-Forwarded-For": f"203.0.113.{number}"}).status_code
        for number in range(6)
    ]
    assert answers == [200] * 5 + [429]


def test_behind_a_proxy_one_who_guesses_does_not_lock_the_official_out(settings: Any) -> None:
    settings.PROXIES = 1
    for number in range(6):
        log_in("10.0.0.1", password=f"wrong {number}", **{"X-Forwarded-For": ELSEWHERE})
    assert log_in("10.0.0.1", **{"X-Forwarded-For": ELSEWHERE}).status_code == 429
    assert log_in("10.0.0.1", **{"X-Forwarded-For": OFFICE}).status_code == 302


def test_an_ipv6_subscriber_is_one_network() -> None:
    answers = [log_in(f"2001:db8:1:2::{number + 1:x}", password="wrong").status_code for number in range(6)]
    assert answers == [200] * 5 + [429]
    assert AccessAttempt.objects.get().ip_address == "2001:db8:1::"


def test_when_officials_come_and_go_is_kept() -> None:
    log_in(OFFICE)
    assert AccessLog.objects.get().username == "clerk"


def test_wrong_passwords_are_forgotten_when_they_no_longer_lock() -> None:
    log_in(OFFICE, password="wrong")
    forget(now=timezone.now() + timedelta(minutes=59))
    assert AccessAttempt.objects.exists()
    forget(now=timezone.now() + timedelta(minutes=61))
    assert not AccessAttempt.objects.exists()
