"""Language by choice only, nothing kept by browsers, refusals as pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.translation import get_language

from huigong.directory.principals import ANONYMOUS
from huigong.kernel.errors import Conflict, Denied, DomainError, Invalid, NotFound, TooMany, Unavailable
from huigong.portals.shared.middleware import DomainErrorMiddleware, LanguageMiddleware, PrincipalMiddleware

pytestmark = pytest.mark.django_db


def language_of(**headers: str) -> tuple[str | None, str]:
    seen: list[str | None] = []

    def view(_request: Any) -> HttpResponse:
        seen.append(get_language())
        return HttpResponse()

    request = RequestFactory().get(
        "/", headers={key.replace("_", "-"): value for key, value in headers.items()}
    )
    response = LanguageMiddleware(view)(request)
    return seen[0], response["Content-Language"]


def test_the_language_list_of_a_browser_does_not_count() -> None:
    assert language_of(accept_language="en-US,en;q=0.9") == ("zh-hans", "zh-hans")


def test_the_cookie_counts_and_an_unknown_one_does_not() -> None:
    assert language_of(cookie="language=en") == ("en", "en")
    assert language_of(cookie="language=tlh") == ("zh-hans", "zh-hans")


def test_nobody_logged_in_is_nobody_in_particular() -> None:
    seen: list[Any] = []
    request = RequestFactory().get("/")
    request.user = AnonymousUser()

    def view(request: Any) -> HttpResponse:
        seen.append(request.principal)
        return HttpResponse()

    response = PrincipalMiddleware(view)(request)
    assert seen[0] == ANONYMOUS
    assert response["Cache-Control"] == "no-store"


def test_pages_are_not_kept(client: Client) -> None:
    assert client.get("/login/")["Cache-Control"] == "no-store"
    client.post("/place/", {"region": "510400"})
    assert client.get("/")["Cache-Control"] == "no-store"


def test_a_page_that_is_the_same_for_everybody_is_asked_for_anew(client: Client) -> None:
    response = client.get("/")
    assert response["Cache-Control"] == "no-cache"
    assert not response.cookies


def test_switches_carry_no_token_and_lead_back(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    chosen = strict.post("/switch/mode/", {"mode": "elder", "next": "/about/"})
    assert (chosen["Location"], chosen.cookies["mode"].value) == ("/about/", "elder")
    assert strict.post("/switch/mode/", {"mode": "elder", "next": "//elsewhere.example"})["Location"] == "/"
    assert strict.get("/switch/language/").status_code == 405


def refused(kind: type[DomainError], **headers: str) -> HttpResponse:
    request = RequestFactory().get("/", headers=headers)
    error = kind(code="some.code", what="不能这样办", why="因为甲", do="请做乙", clause="丙法第一条")
    response = DomainErrorMiddleware(lambda _request: HttpResponse()).process_exception(request, error)
    assert response is not None
    return response


@pytest.mark.parametrize(
    ("kind", "status"),
    [(Denied, 403), (NotFound, 404), (Conflict, 409), (TooMany, 429), (Unavailable, 503), (Invalid, 400)],
)
def test_a_refusal_has_the_status_of_its_kind_and_says_everything(
    kind: type[DomainError], status: int
) -> None:
    response = refused(kind)
    text = response.content.decode()
    assert response.status_code == status
    for words in ("不能这样办", "因为甲", "请做乙", "丙法第一条", "</html>"):
        assert words in text


def test_htmx_gets_the_fragment_aimed_at_the_notes() -> None:
    response = refused(Denied, hx_request="true")
    assert response["HX-Retarget"] == "#notes"
    assert "</html>" not in response.content.decode()


def test_other_errors_are_left_alone() -> None:
    middleware = DomainErrorMiddleware(lambda _request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ValueError("bug")) is None
