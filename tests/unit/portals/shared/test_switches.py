"""Language and letter size: kept in a cookie, back to where one was, never off the site."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_large_letters_stay_on(client: Client) -> None:
    response = client.post("/switch/mode/", {"mode": "elder", "next": "/about/"})
    assert response["Location"] == "/about/"
    assert 'data-mode="elder"' in client.get("/").content.decode()
    client.post("/switch/mode/", {"mode": "standard"})
    assert 'data-mode="standard"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", "about", "x/y"]
)
def test_a_switch_leads_nowhere_else(client: Client, target: str) -> None:
    assert client.post("/switch/mode/", {"mode": "elder", "next": target})["Location"] == "/"


def test_nonsense_means_standard(client: Client) -> None:
    client.post("/switch/mode/", {"mode": "<script>"})
    assert 'data-mode="standard"' in client.get("/").content.decode()


def test_a_switch_needs_a_post(client: Client) -> None:
    assert client.get("/switch/mode/").status_code == 405


def test_english_by_switch(client: Client) -> None:
    client.post("/switch/language/", {"language": "en", "next": "/"})
    text = client.get("/").content.decode()
    assert '<html lang="en"' in text
    assert "See everything that is mine" in text


def test_what_the_switches_keep_is_sent_to_this_site_alone_and_read_by_no_script(
    client: Client, settings: Any
) -> None:
    assert settings.LANGUAGE_COOKIE_SECURE == settings.SESSION_COOKIE_SECURE
    settings.HTTPS = settings.LANGUAGE_COOKIE_SECURE = True
    client.post("/switch/language/", {"language": "en"})
    client.post("/switch/mode/", {"mode": "large"})
    for name in ("language", "mode"):
        cookie = client.cookies[name]
        assert (cookie["samesite"], cookie["httponly"], cookie["secure"]) == ("Lax", True, True), name
