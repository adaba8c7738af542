"""Logging in: password, lock-out, second factor, and where one lands."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client

from huigong.directory.actions import accounts
from tests.unit.portals.desk.staff import BACKEND, PASSWORD, official
from tests.unit.registry.someone import NOW

LOGIN = "/desk/login/"


@pytest.fixture
def clerk() -> Any:
    return official("clerk")


def log_in(client: Client, password: str = PASSWORD, **more: str) -> Any:
    return client.post(LOGIN, {"login": "clerk", "password": password, **more})


def test_the_right_password_opens_the_tasks(client: Client, clerk: Any) -> None:
    assert log_in(client).headers["Location"] == "/desk/"
    page = client.get("/desk/home/")
    assert "虚构clerk" in page.content.decode()


def test_a_wrong_password_is_told_and_keeps_the_name(client: Client, clerk: Any) -> None:
    page = log_in(client, "not this one")
    assert page.status_code == 200
    assert page.context["form"].errors
    assert 'value="clerk"' in page.content.decode()
    assert client.get("/desk/home/").status_code == 302


def test_one_comes_back_to_where_one_wanted_to_go(client: Client, clerk: Any) -> None:
    assert 'name="next" value="/desk/library/"' in client.get(f"{LOGIN}?next=/desk/library/").content.decode()
    assert log_in(client, next="/desk/library/").headers["Location"] == "/desk/library/"


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"]
)
def test_nobody_is_sent_to_another_site(client: Client, clerk: Any, elsewhere: str) -> None:
    assert log_in(client, next=elsewhere).headers["Location"] == "/desk/"


def test_six_wrong_passwords_lock_the_account_and_say_so(client: Client, clerk: Any) -> None:
    answers = [log_in(client, f"wrong {attempt}").status_code for attempt in range(6)]
    assert answers == [200] * 5 + [429]
    locked = log_in(client)
    assert locked.status_code == 429
    assert "暂时锁定" in locked.content.decode()
    assert client.get("/desk/home/").status_code == 302


def test_a_worker_has_no_password_to_log_in_with(client: Client) -> None:
    worker = accounts.worker_account(now=NOW, phone="13900000001")
    worker.set_password(PASSWORD)
    worker.save()
    client.post(LOGIN, {"login": worker.username, "password": PASSWORD})
    assert client.get("/desk/home/").status_code == 302


def test_a_closed_account_stays_out(client: Client, clerk: Any) -> None:
    clerk.is_active = False
    clerk.save()
    log_in(client)
    assert client.get("/desk/home/").status_code == 302


def test_leaving_ends_the_session(client: Client, clerk: Any) -> None:
    log_in(client)
    assert client.get("/desk/logout/").status_code == 405
    assert client.post("/desk/logout/").headers["Location"] == LOGIN
    assert client.get("/desk/home/").status_code == 302


def test_a_second_factor_is_set_up_and_then_asked_for(
    client: Client, clerk: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The library tries its authenticators in any order; our rule about ordered lists is for our own.
    monkeypatch.setattr(Authenticator._meta, "ordering", ["pk"])
    log_in(client)
    assert "未开启" in client.get("/desk/account/").content.decode()
    asked = client.get("/desk/account/totp/activate/", follow=True)
    assert asked.request["PATH_INFO"] == "/desk/account/confirm-password/"
    client.post("/desk/account/confirm-password/", {"password": PASSWORD, "next": "/desk/"})
    assert client.get("/desk/account/totp/activate/").status_code == 200
    secret = client.session["mfa.totp.secret"]
    set_up = client.post("/desk/account/totp/activate/", {"code": code_now(secret)})
    assert set_up.headers["Location"] == "/desk/account/recovery-codes/"
    assert client.get(set_up.headers["Location"]).status_code == 200
    client.post("/desk/logout/")

    cache.clear()  # a code is good once; the clock of a test stands still
    asked = log_in(client)
    assert asked.headers["Location"] == "/desk/account/authenticate/"
    assert client.get("/desk/home/").status_code == 302
    assert client.get("/desk/account/authenticate/").status_code == 200
    assert client.post("/desk/account/authenticate/", {"code": "000000"}).status_code == 200
    assert client.get("/desk/home/").status_code == 302
    client.post("/desk/account/authenticate/", {"code": code_now(secret)})
    assert client.get("/desk/home/").status_code == 200


def test_who_may_reveal_people_sets_up_a_second_factor_first(
    client: Client, clerk: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Authenticator._meta, "ordering", ["pk"])
    settings.SECOND_FACTOR_REQUIRED = True
    log_in(client)
    for address in ("/desk/", "/desk/home/", "/desk/people/", "/desk/library/"):
        assert client.get(address).headers["Location"] == "/desk/me/"
    assert client.post("/desk/people/", {"sought": "虚构甲"}).status_code == 302
    assert 'href="/desk/account/totp/activate/"' in client.get("/desk/me/").content.decode()
    client.post("/desk/account/confirm-password/", {"password": PASSWORD, "next": "/desk/"})
    client.get("/desk/account/totp/activate/")
    client.post("/desk/account/totp/activate/", {"code": code_now(client.session["mfa.totp.secret"])})
    assert client.get("/desk/people/").status_code == 200
    assert "请先开启" not in client.get("/desk/me/").content.decode()


@pytest.mark.parametrize("role", ["administrator", "leading", "clerk"])
def test_so_does_whoever_reaches_the_data_of_many(client: Client, role: str, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(official(role), backend=BACKEND)
    for address in ("/desk/", "/desk/cases/", "/desk/accounts/", "/desk/accounts/new/", "/desk/audit/"):
        assert client.get(address).headers["Location"] == "/desk/me/"


def test_who_reveals_nobody_works_without_a_second_factor(client: Client, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(official("policy"), backend=BACKEND)
    assert client.get("/desk/library/").status_code == 200


def code_now(secret: str) -> str:
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    return auth.format_hotp_value(auth.hotp_value(secret, counter))
