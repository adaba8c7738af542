"""What the provider says counts only where it is the provider's, for us, for this login and of now."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from huigong.kernel.errors import Denied, DomainError, Unavailable
from huigong.portals.shared import realname
from huigong.portals.shared.realname import oidc
from huigong.portals.shared.realname.terms import Begun, Identity
from tests.unit.portals.shared.realname.national import CLIENT, Platform, Signer, b64

BACK = "http://testserver/login/real-name/back/"


class Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


def brought_back(begun: Begun) -> dict[str, str]:
    """What the browser comes back with, after it went where it was sent."""
    try:
        build_opener(Stay).open(begun.address, timeout=5)
    except Exception as answer:
        location = answer.headers["Location"]  # type: ignore[attr-defined]
        return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
    raise AssertionError("the platform sends people back")


def logged_in(*, after: timedelta = timedelta(), **changed: str) -> Identity:
    """One whole login; `changed` is what the browser brings back otherwise."""
    provider = realname.provider()
    assert provider is not None
    begun = provider.begin(back=BACK, now=timezone.now())
    given = brought_back(begun) | changed
    return provider.finish(given, begun.kept, back=BACK, now=timezone.now() + after)


def test_nothing_is_offered_where_nothing_is_set() -> None:
    assert realname.provider() is None


def test_name_and_number_come_from_the_token(platform: Platform) -> None:
    assert logged_in() == Identity("虚构甲", "999999198503120011")
    assert "/userinfo" not in platform.asked


def test_or_from_the_page_about_the_same_subject(platform: Platform) -> None:
    platform.in_token = False
    assert logged_in() == Identity("虚构甲", "999999198503120011")
    platform.about = {"sub": "subject-2", **platform.person}
    with pytest.raises(Denied):
        logged_in()


def test_what_is_sent_to_the_platform_is_bound_to_this_visitor(platform: Platform) -> None:
    provider = realname.provider()
    assert provider is not None
    one, other = (provider.begin(back=BACK, now=timezone.now()) for _ in range(2))
    asked = [parse_qs(urlsplit(begun.address).query) for begun in (one, other)]
    for name in ("state", "nonce", "code_challenge"):
        assert asked[0][name] != asked[1][name]
    assert asked[0]["code_challenge_method"] == ["S256"]
    assert one.kept["verifier"] not in one.address
    assert one.kept["verifier"] not in repr(one)


Spoil = Callable[[dict[str, Any]], dict[str, Any]]


def spoilt(**changed: Any) -> Spoil:
    return lambda claims: {**claims, **changed}


def later(seconds: float, *names: str) -> Spoil:
    return lambda claims: {**claims, **{name: claims[name] + seconds for name in names}}


def without(name: str) -> Spoil:
    return lambda claims: {key: value for key, value in claims.items() if key != name}


@pytest.mark.parametrize(
    "spoil",
    [
        spoilt(iss="https://elsewhere.example"),
        lambda claims: spoilt(iss=claims["iss"] + "/")(claims),
        spoilt(aud="somebody-else"),
        spoilt(aud=[CLIENT, "somebody-else"]),
        spoilt(aud=[CLIENT, "somebody-else"], azp="somebody-else"),
        spoilt(azp="somebody-else"),
        spoilt(nonce="another"),
        spoilt(nonce=None),
        spoilt(sub=""),
        spoilt(exp="later"),
        spoilt(exp=float("nan")),
        spoilt(exp=float("inf")),
        spoilt(exp=10**400),
        spoilt(exp=True),
        spoilt(id_number=""),
        spoilt(id_number=None),
        spoilt(name=["虚构甲"]),
        *(without(name) for name in ("iss", "aud", "nonce", "sub", "exp", "iat")),
        later(-1_000, "exp"),
        later(1_000, "iat", "exp"),
        later(-1_000, "iat"),
        lambda claims: {**claims, "nbf": claims["iat"] + 1_000},
    ],
)
def test_a_token_that_is_not_for_this_login_is_refused(platform: Platform, spoil: Spoil) -> None:
    platform.spoil = spoil
    platform.about = {"sub": "subject-1"}
    with pytest.raises(Denied) as refused:
        logged_in()
    assert refused.value.code == "realname.refused"


@pytest.mark.parametrize(
    "spoil",
    [
        spoilt(aud=[CLIENT]),
        spoilt(aud=[CLIENT, "somebody-else"], azp=CLIENT),
        later(-360, "exp"),  # one minute ago by a clock that is a little ahead
        later(60, "iat"),
        lambda claims: {**claims, "nbf": claims["iat"] + 60},
    ],
)
def test_clocks_may_differ_and_audiences_be_several(platform: Platform, spoil: Spoil) -> None:
    platform.spoil = spoil
    assert logged_in().name == "虚构甲"


@pytest.mark.parametrize(
    "changed",
    [{"state": "another"}, {"state": ""}, {"iss": "https://elsewhere.example"}, {"code": "made-up"}],
)
def test_what_another_sent_is_refused(platform: Platform, changed: dict[str, str]) -> None:
    with pytest.raises(Denied) as refused:
        logged_in(**changed)
    assert refused.value.code == "realname.refused"


def test_a_code_is_good_once_and_only_for_whoever_began(platform: Platform) -> None:
    provider = realname.provider()
    assert provider is not None
    victim, thief = (provider.begin(back=BACK, now=timezone.now()) for _ in range(2))
    stolen = brought_back(victim)["code"]
    for begun in (thief, victim):  # the platform has used the code up by then
        given = {"code": stolen, "state": begun.kept["state"]}
        with pytest.raises(Denied):
            provider.finish(given, begun.kept, back=BACK, now=timezone.now())


@pytest.mark.parametrize("changed", [{"error": "access_denied"}, {"code": ""}])
def test_whoever_turns_back_is_told_that_it_is_not_done(platform: Platform, changed: dict[str, str]) -> None:
    with pytest.raises(Denied) as refused:
        logged_in(**changed)
    assert refused.value.code == "realname.not_finished"


def test_a_way_back_after_ten_minutes_is_too_late(platform: Platform) -> None:
    with pytest.raises(Denied) as refused:
        logged_in(after=oidc.GOOD_FOR + timedelta(seconds=1))
    assert refused.value.code == "realname.not_finished"


def test_a_new_key_is_found_without_a_restart(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    logged_in()
    platform.signer = Signer("two", elliptic=True)
    platform.published = [platform.signer]
    monkeypatch.setattr(oidc, "_ASK_AGAIN_SECONDS", 0.0)
    assert logged_in().name == "虚构甲"


def test_a_key_that_nobody_published_is_asked_for_once_a_minute_and_not_taken(platform: Platform) -> None:
    platform.signer = Signer("stranger")
    for _ in range(3):
        with pytest.raises(Denied):
            logged_in()
    assert platform.asked.count("/keys") == 1


def test_a_stranger_s_key_under_a_known_name_is_not_taken(platform: Platform) -> None:
    platform.signer = Signer("one")
    with pytest.raises(Denied):
        logged_in()


def test_a_key_that_is_too_short_is_not_taken(platform: Platform) -> None:
    platform.signer = Signer("one", bits=1024)
    platform.published = [platform.signer]
    with pytest.raises(Denied):
        logged_in()


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS512", "ES256", ""])
def test_a_token_does_not_choose_how_it_is_checked(platform: Platform, algorithm: str) -> None:
    platform.header = {"alg": algorithm}
    with pytest.raises(Denied):
        logged_in()


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "..", f"{b64(b'[]')}.{b64(b'{}')}.x", "x" * 9_999])
def test_what_is_no_token_is_refused_in_words(platform: Platform, token: str) -> None:
    class Broken:
        def token(self, *_: object, **__: object) -> str:
            return token

    platform.signer = Broken()  # type: ignore[assignment]
    with pytest.raises(Denied) as refused:
        logged_in()
    assert refused.value.do


def test_a_platform_that_is_not_there_is_nobodys_mistake(settings: Any) -> None:
    settings.REAL_NAME, settings.OIDC_ISSUER = "oidc", "http://127.0.0.1:9"
    settings.OIDC_CLIENT = settings.OIDC_SECRET = "x"
    oidc.forget_published()
    with pytest.raises(Unavailable) as refused:
        logged_in()
    assert "不是您做错了什么" in refused.value.why


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"authorization_endpoint": None},
    ],
)
def test_a_discovery_that_leads_elsewhere_is_not_followed(platform: Platform, told: dict[str, Any]) -> None:
    platform.told = told
    with pytest.raises(Unavailable):
        logged_in()


@pytest.mark.parametrize(
    "changed",
    [{"OIDC_ISSUER": "http://elsewhere.example"}, {"OIDC_SECRET": ""}, {"REAL_NAME": "no.such:Class"}],
)
def test_settings_that_cannot_work_are_said_at_once(
    platform: Platform, settings: Any, changed: dict[str, str]
) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured):
        realname.provider()


def test_no_refusal_names_anybody(platform: Platform, caplog: pytest.LogCaptureFixture) -> None:
    platform.spoil = spoilt(nonce="another")
    with pytest.raises(DomainError) as refused:
        logged_in()
    told = f"{json.dumps([refused.value.what, refused.value.why, refused.value.do])} {caplog.text}"
    assert "999999198503120011" not in told
    assert "虚构甲" not in told


def test_the_moment_is_the_caller_s(platform: Platform) -> None:
    """A login that was begun before is judged by the given clock, not by the machine's."""
    provider = realname.provider()
    assert provider is not None
    begun = provider.begin(back=BACK, now=timezone.now())
    then: datetime = timezone.now() + timedelta(hours=1)
    with pytest.raises(Denied):
        provider.finish(brought_back(begun), {**begun.kept, "at": then.isoformat()}, back=BACK, now=then)
