"""Floods of codes from one network end at a cap; everybody else logs in as before."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axes.models import AccessLog
from django.conf import settings as product
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from huigong.directory.models import LoginCount
from huigong.messages import ceiling
from huigong.portals.cli.routines import sweep
from tests.unit.portals.worker.visiting import PHONE, code_sent_to, log_in

pytestmark = pytest.mark.django_db
DORMITORY, ELSEWHERE = "198.51.100.7", "203.0.113.9"


@pytest.fixture(autouse=True)
def low_caps(settings: Any) -> None:
    settings.CODES_PER_ADDRESS, settings.WRONG_CODES_PER_ADDRESS = 3, 3


def at(address: str, **headers: str) -> Client:
    return Client(REMOTE_ADDR=address, headers=headers)


def ask(client: Client, number: int) -> Any:
    return client.post("/login/", {"phone": f"139000001{number:02d}"})


def flood(client: Client, times: int = 4) -> list[int]:
    """A code for one phone after another, as one who wants to cost the county money."""
    return [ask(client, number).status_code for number in range(times)]


def guess(client: Client, phone: str, times: int) -> list[int]:
    client.post("/login/", {"phone": phone})
    wrong = f"{(int(code_sent_to(phone)) + 1) % 10**6:06d}"
    return [client.post("/login/code/", {"code": wrong}).status_code for _ in range(times)]


def later(monkeypatch: pytest.MonkeyPatch, minutes: int) -> None:
    then = timezone.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(timezone, "now", lambda: then)


def test_a_flood_of_codes_ends_at_the_cap_and_says_what_to_do() -> None:
    assert flood(at(DORMITORY)) == [302, 302, 302, 429]
    assert len(list(Path(product.SMS_FOLDER).glob("*.txt"))) == 3
    page = ask(at(DORMITORY), 9)  # a new session changes nothing
    text = page.content.decode()
    assert page.status_code == 429
    for part in (
        "从您所在的网络要的验证码太多了",
        "不是您做错了什么",
        "请过60分钟再试",
        "手机流量",
        "服务窗口",
    ):
        assert part in text


def test_another_network_does_not_notice() -> None:
    flood(at(DORMITORY))
    assert log_in(at(ELSEWHERE)).status_code == 302


def test_when_the_window_has_passed_it_is_open_again(monkeypatch: pytest.MonkeyPatch) -> None:
    flood(at(DORMITORY))
    later(monkeypatch, 59)
    assert ask(at(DORMITORY), 9).status_code == 429
    later(monkeypatch, 2)
    assert log_in(at(DORMITORY)).status_code == 302


def test_the_refusal_is_the_same_for_known_and_unknown_phones() -> None:
    log_in(at(ELSEWHERE), PHONE)
    flood(at(DORMITORY))
    known, unknown = (
        at(DORMITORY).post("/login/", {"phone": phone}).content.decode() for phone in (PHONE, "13900000099")
    )
    token = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')
    assert token.sub("", known) == token.sub("", unknown)


def test_guessing_ends_at_the_cap_however_many_phones_are_tried() -> None:
    assert guess(at(DORMITORY), "13900000101", 2) == [400, 400]
    assert guess(at(DORMITORY), "13900000102", 2) == [400, 429]


def test_at_the_cap_a_right_code_waits_too_and_works_from_elsewhere() -> None:
    honest = at(DORMITORY)
    honest.post("/login/", {"phone": PHONE})
    guess(at(DORMITORY), "13900000101", 3)
    page = honest.post("/login/code/", {"code": code_sent_to(PHONE)})
    assert page.status_code == 429
    assert "填错的验证码太多了" in page.content.decode()
    moved = honest.post("/login/code/", {"code": code_sent_to(PHONE)}, REMOTE_ADDR=ELSEWHERE)
    assert moved.status_code == 302
    assert honest.get("/cases/").status_code == 200


def test_right_codes_are_not_counted_as_wrong(settings: Any) -> None:
    settings.CODES_PER_ADDRESS = 100
    for number in range(6):
        assert log_in(at(DORMITORY), f"139000002{number:02d}").status_code == 302


def test_the_defaults_let_a_whole_dormitory_in(settings: Any) -> None:
    from huigong.config import settings as defaults

    settings.CODES_PER_ADDRESS = defaults.CODES_PER_ADDRESS
    assert defaults.CODES_PER_ADDRESS >= 500
    assert {ask(at(DORMITORY), number).status_code for number in range(60)} == {302}


def test_a_forwarded_address_is_ignored_unless_proxies_are_named() -> None:
    answers = [
        ask(at(DORMITORY, **{"X-Forwarded-For": f"203.0.113.{number}"}), number).status_code
        for number in range(4)
    ]
    assert answers == [302, 302, 302, 429]


def test_behind_one_proxy_each_worker_is_counted_and_forging_does_not_help(settings: Any) -> None:
    settings.PROXIES = 1
    forging = [
        ask(at("10.0.0.1", **{"X-Forwarded-For": f"203.0.113.{number}, {DORMITORY}"}), number).status_code
        for number in range(4)
    ]
    assert forging == [302, 302, 302, 429]
    assert ask(at("10.0.0.1", **{"X-Forwarded-For": ELSEWHERE}), 9).status_code == 302


def test_one_subscriber_of_ipv6_is_one_network() -> None:
    hopping = [ask(at(f"2001:db8:1:2::{number + 1:x}"), number).status_code for number in range(4)]
    assert hopping == [302, 302, 302, 429]
    assert ask(at("2001:db8:1:3::1"), 9).status_code == 302


def house(number: int) -> str:
    return f"2001:db8:1:2{number:02x}::1"


def test_one_line_of_ipv6_is_not_as_many_subscribers_as_it_has_networks() -> None:
    """A /56 gets four times as much as one network, a /48 eight times, and the next line all of its own."""
    answers = [ask(at(house(number)), number).status_code for number in range(13)]
    assert answers == [302] * 12 + [429]
    others = [ask(at(f"2001:db8:1:3{number:02x}::1"), number).status_code for number in range(13)]
    assert others == [302] * 12 + [429]
    assert ask(at("2001:db8:1:400::1"), 1).status_code == 429, "24 of the /48"
    assert ask(at("2001:db8:2:1::1"), 1).status_code == 302


def test_wrong_codes_of_one_line_are_counted_together() -> None:
    answers = [guess(at(house(number)), f"139000003{number:02d}", 1)[0] for number in range(12)]
    assert answers == [400] * 12
    page = at(house(99)).post("/login/", {"phone": PHONE})
    assert page.status_code == 429, "the codes of that line are used up as well"


def asked_for(network: str, times: int) -> list[int]:
    """Codes for the worker's phone, each in a new session."""
    return [at(network).post("/login/", {"phone": PHONE}).status_code for _ in range(times)]


def test_one_line_cannot_keep_a_phone_out(settings: Any) -> None:
    """Strangers together have 24 codes an hour for a phone; one line six of them, however many networks it has."""
    settings.CODES_PER_ADDRESS = 100
    answers = [asked_for(house(number), 1)[0] for number in range(20)]
    assert answers == [302] * 6 + [400] * 14
    assert asked_for(ELSEWHERE, 1) == [302]


def test_where_many_lines_keep_a_phone_out_the_page_names_what_stays_open(settings: Any) -> None:
    settings.CODES_PER_ADDRESS = 100
    known = at(ELSEWHERE)
    log_in(known)
    known.post("/logout/")
    for number in range(4):
        asked_for(f"198.51.100.{number}", 6)
    page = at("203.0.113.77").post("/login/", {"phone": PHONE}).content.decode()
    assert "用以前登录过的手机浏览器登录" in page and "带证件到服务窗口" in page
    assert 'href="/login/new-phone/"' in page
    assert known.post("/login/", {"phone": PHONE}).status_code == 302


def test_texts_of_an_hour_have_a_ceiling_that_the_house_is_told_of(settings: Any) -> None:
    settings.CODES_AN_HOUR = 4
    known = at(ELSEWHERE)
    log_in(known)
    known.post("/logout/")
    signs = []
    for number in range(4):
        signs.append(ceiling.sign(None, timezone.now()).state)
        answer = ask(at(f"198.51.100.{number}"), number)
    assert (signs, answer.status_code) == (["fine", "look", "look", "alarm"], 400)
    assert "要验证码的人太多" in answer.content.decode()
    assert known.post("/login/", {"phone": PHONE}).status_code == 302, "who is known here never waits"


def test_asking_costs_as_many_queries_at_the_beginning_as_near_the_cap(settings: Any) -> None:
    settings.CODES_PER_ADDRESS = 100
    counted = []
    for number in (1, 2, 50):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            ask(at(DORMITORY), number)
        counted.append(len(queries))
    assert len(set(counted)) == 1


def test_nothing_readable_is_kept_and_the_sweep_takes_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    flood(at(DORMITORY))
    kept = repr(list(LoginCount.objects.values()))
    assert DORMITORY not in kept
    assert "1390000" not in kept
    later(monkeypatch, 61)
    sweep()
    assert not LoginCount.objects.exists()


def test_no_log_keeps_where_a_worker_came_from(caplog: pytest.LogCaptureFixture) -> None:
    worker = at(DORMITORY)
    log_in(worker)
    worker.post("/logout/")
    flood(worker)
    assert not AccessLog.objects.exists()
    assert "login limit reached" in caplog.text
    assert DORMITORY not in caplog.text
    assert PHONE not in caplog.text


def test_the_page_speaks_english_too() -> None:
    flood(at(DORMITORY))
    reader = at(DORMITORY)
    reader.cookies["language"] = "en"
    assert "try again in 60 minutes" in ask(reader, 9).content.decode()
