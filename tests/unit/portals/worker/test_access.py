"""Who may open which page of the worker portal: a page that is not listed fails."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from huigong.portals.worker.urls import urlpatterns
from tests.unit.portals.worker.visiting import log_in

OPEN = {
    *("home", "offline", "keeper", "manifest", "about", "place", "event"),
    *("interview", "check", "one", "again", "results", "services", "service", "had"),
    *(
        "form",
        "form-check",
        "form-paper",
        "form-drop",
        "form-screen",
        "apply",
        "ask-on",
    ),  # kept for a while without a name
    *("new-phone", "login", "code", "owner", "whose", "logout"),
    *("letter-check", "follow"),
    "at-site",  # where the code on a site leads
    *("offers", "offer-round"),  # asking for a place, with POST, wants to know who asks
}
LOGGED_IN = {"register", "prove", "claim", "real-name", "real-name-back", "papers", "cases"}
REGISTERED = {
    *("me", "correct", "copy", "looks", "messages", "channels", "messages", "message"),
    *("helping", "helping-child", "helping-adult", "helping-code", "helping-turn", "helping-end"),
    *("letter", "case", "rate", "receipt", "move", "go-against"),
    *("offer-answer", "offer-sure"),
    *("wages", "wage-answer", "wage-respond", "wage-complain", "wage-claim"),
    *("sites", "site", "site-explain", "site-tables", "site-notice", "site-notice-pdf"),
    *("site-pay", "site-paid", "site-file", "site-filed"),
}
ONLY_POST = {
    "again",
    "had",
    "ask-on",
    "form-drop",
    "helping-turn",
    "helping-end",
    "logout",
    "go-against",
    "offer-answer",
} | {
    "wage-answer",
    "wage-respond",
    "wage-complain",
    "wage-claim",
    "site-explain",
    "site-pay",
    "site-paid",
    "site-file",
    "site-filed",
}
ARGUMENTS = {
    "event_id": "unpaid",
    "service_id": "residence-permit",
    "screen": "1",
    "what": "phone",
    "message_id": "0" * 32,
    "letter_id": "0" * 32,
    "public_id": "0" * 32,
    "move": "withdraw",
    "round_id": "0" * 32,
    "request_id": "0" * 32,
    "answer": "withdraw",
    "wage_id": "0" * 32,
    "warning_id": "0" * 32,
    "site_id": "0" * 32,
    "filing_id": "0" * 32,
}
PAGES = {str(page.name): page for page in urlpatterns}


def opened(client: Client, name: str) -> Any:
    wanted = PAGES[name].pattern.converters
    address = reverse(f"worker:{name}", kwargs={key: ARGUMENTS[key] for key in wanted})
    return client.post(address) if name in ONLY_POST else client.get(address)


def led_to(response: Any) -> str:
    """Where a redirect leads, without what comes after."""
    return str(response.headers.get("Location", "")).partition("?")[0]


def test_every_page_says_who_may_open_it() -> None:
    assert PAGES.keys() == OPEN | LOGGED_IN | REGISTERED
    assert len(urlpatterns) == len(PAGES) == len(OPEN) + len(LOGGED_IN) + len(REGISTERED)


@pytest.mark.parametrize("name", sorted(OPEN))
def test_nobody_needs_an_account_to_learn_what_they_are_entitled_to(visitor: Client, name: str) -> None:
    response = opened(visitor, name)
    assert response.status_code < 500
    assert led_to(response) != "/login/" or name in {"code", "owner", "new-phone", "apply"}


@pytest.mark.parametrize("name", sorted(LOGGED_IN | REGISTERED))
def test_what_is_somebody_s_own_asks_who_it_is(visitor: Client, name: str) -> None:
    response = opened(visitor, name)
    assert (response.status_code, led_to(response)) == (302, "/login/")


@pytest.mark.parametrize("name", sorted(REGISTERED))
def test_without_a_record_of_their_own_nobody_is_shown_one(visitor: Client, name: str) -> None:
    log_in(visitor)
    response = opened(visitor, name)
    assert (response.status_code, led_to(response)) == (302, "/me/register/")


@pytest.mark.parametrize("name", sorted(LOGGED_IN))
def test_whoever_has_logged_in_opens_what_comes_before_the_record(visitor: Client, name: str) -> None:
    log_in(visitor)
    assert led_to(opened(visitor, name)) not in {"/login/", "/me/register/"}


@pytest.mark.parametrize(
    "name", ["case", "receipt", "rate", "move", "letter", "message", "offer-round", "offer-answer"]
)
def test_what_is_not_theirs_is_not_there(worker: Client, name: str) -> None:
    assert opened(worker, name).status_code == 404
