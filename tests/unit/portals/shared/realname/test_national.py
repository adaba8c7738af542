"""The made-up platform keeps the manners of a real one; otherwise what is tested against it would prove nothing."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest
from django.utils import timezone

from huigong.portals.shared import realname
from huigong.portals.shared.realname.terms import Begun
from tests.unit.portals.shared.realname.national import CLIENT, SECRET, Platform
from tests.unit.portals.shared.realname.test_oidc import BACK, brought_back


def begun() -> Begun:
    provider = realname.provider()
    assert provider is not None
    return provider.begin(back=BACK, now=timezone.now())


def exchanged(platform: Platform, form: dict[str, str]) -> int:
    request = Request(f"{platform.issuer}/token", data=urlencode(form).encode())
    try:
        with urlopen(request, timeout=5) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def form_of(login: Begun, code: str) -> dict[str, str]:
    return {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "client_id": CLIENT,
        "client_secret": SECRET,
        "code_verifier": login.kept["verifier"],
    }


@pytest.mark.parametrize(
    "wrong",
    [
        {"client_secret": "x"},
        {"client_id": "x"},
        {"redirect_uri": "https://elsewhere.example/"},
        {"code_verifier": "x"},
        {"code": "x"},
    ],
)
def test_a_code_is_given_up_to_nobody_else(platform: Platform, wrong: dict[str, str]) -> None:
    login = begun()
    form = form_of(login, brought_back(login)["code"])
    assert exchanged(platform, form | wrong) == 400


def test_a_code_is_good_once(platform: Platform) -> None:
    login = begun()
    form = form_of(login, brought_back(login)["code"])
    assert [exchanged(platform, form) for _ in range(2)] == [200, 400]


def test_the_way_back_carries_the_state_and_nothing_of_the_person(platform: Platform) -> None:
    login = begun()
    given = brought_back(login)
    assert given["state"] == parse_qs(urlsplit(login.address).query)["state"][0]
    assert set(given) == {"code", "state"}


def test_the_page_about_the_person_wants_its_token(platform: Platform) -> None:
    with pytest.raises(HTTPError) as refused:
        urlopen(f"{platform.issuer}/userinfo", timeout=5)
    assert refused.value.code == 401
    refused.value.close()


def test_what_is_published_is_where_it_says(platform: Platform) -> None:
    with urlopen(f"{platform.issuer}/.well-known/openid-configuration", timeout=5) as answer:
        told = json.load(answer)
    assert told["issuer"] == platform.issuer
    with urlopen(told["jwks_uri"], timeout=5) as answer:
        keys = json.load(answer)["keys"]
    assert [key["kid"] for key in keys] == ["one"]
    assert all("d" not in key for key in keys), "never the private half"
