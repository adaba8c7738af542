"""Looking keeps nothing: no page that a stranger opens writes a row."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.unit.portals.worker.visiting import REGION

pytestmark = pytest.mark.django_db
NOBODYS = UUID(int=7)
LOOKED_AT = [
    "/", "/for/unpaid/", "/ask/", "/ask/?event=unpaid", "/ask/?event=school", "/ask/?about=", "/ask/check/",
    "/ask/?about=residence-permit", "/results/", "/place/", "/services/", "/services/residence-permit/",
    "/services/residence-permit/apply/", "/services/residence-permit/form/", "/services/arrears-complaint/form/check/",
    "/login/", "/login/?next=/me/", "/login/code/", "/login/owner/", "/login/new-phone/", "/letters/check/",
    "/cases/follow/", "/me/", "/me/prove/?next=/me/", "/me/helping/", f"/uploads/{NOBODYS}/", f"/files/{NOBODYS}/",
]  # fmt: skip


@pytest.mark.parametrize("address", LOOKED_AT)
def test_to_look_writes_nothing(client: Client, address: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        client.get(address, follow=True)
    changing = [each["sql"] for each in asked if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert changing == []


def test_what_was_turned_to_is_asked_about_once_something_is_said(client: Client) -> None:
    client.get("/ask/?event=school")
    assert client.get("/ask/")["Location"] == "/place/"
    client.post("/place/", {"region": REGION})
    assert "孩子" in client.get("/ask/").content.decode()
    client.cookies.pop("toward")
    assert "孩子" in client.get("/ask/").content.decode(), "kept with the place"


@pytest.mark.parametrize("written", ["event:nothing", "about:nothing", "x", ":", "about:"])
def test_a_cookie_that_somebody_made_up_asks_about_everything(client: Client, written: str) -> None:
    client.cookies["toward"] = written
    client.post("/place/", {"region": REGION})
    assert client.get("/ask/").status_code == 200
