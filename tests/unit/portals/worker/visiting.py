"""What a worker does to get in: a made-up person with a made-up phone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import timezone

from huigong.directory.principals import Grant, Principal
from huigong.kernel.identity import check_character
from huigong.messages.sms import CODE, code_file
from huigong.registry.actions import claiming
from huigong.registry.models import Person

PHONE = "13900000001"
REGION = "510400"
NAME = "虚构甲"
COUNTER = Principal("counter", "窗口甲", (Grant("clerk", "100000"),))


def made_up_number(born: str = "19850312", serial: int = 1) -> str:
    """A resident number with a county code that was never issued."""
    body = f"999999{born}{serial:03d}"
    return body + check_character(body)


def code_sent_to(phone: str, *, template: str = CODE) -> str:
    path = code_file(Path(settings.SMS_FOLDER), phone, template=template)
    found = re.search(r"\d{6}", path.read_text(encoding="utf-8"))
    assert found
    return found.group()


def log_in(client: Client, phone: str = PHONE, *, at: str = "/login/") -> Any:
    """`at` is where somebody was sent to log in. A form that was begun here before is theirs."""
    client.post(at, {"phone": phone})
    return say_whose(client, client.post("/login/code/", {"code": code_sent_to(phone)}))


def say_whose(client: Client, entered: Any, answer: str = "mine") -> Any:
    """What comes after the login, with the question answered whose the form is that was begun here, if it is asked."""
    asked = entered.headers.get("Location", "")
    return client.post(asked, {"answer": answer}) if asked.startswith("/login/whose/") else entered


def register(client: Client, *, serial: int = 1, checked: bool = True) -> Any:
    """Says who they are; `checked` also shows the card at a counter, as most services want before sending."""
    given = {
        "name": NAME,
        "resident_number": made_up_number(serial=serial),
        "hukou_place": "盐边县",
        "consent": "on",
    }
    response = client.post("/me/register/", given)
    if checked:
        show_card(client)
    return response


def show_card(client: Client) -> None:
    """At some counter a clerk sees the card of whoever is logged in here."""
    person = Person.objects.filter(account__pk=client.session.get("_auth_user_id", 0)).first()
    if person is not None:
        unseen = person.assurance == "phone"
        claiming.check_papers(
            by=COUNTER,
            now=timezone.now(),
            person_id=person.public_id.hex,
            shown="居民身份证",
            phone=person.account.phone if unseen else "",
        )


def shows_held(page: str) -> bool:
    """Whether the page says of its service that they have it already, and does not only offer to say so."""
    return re.search(r">\s*已经有了\s*<", page) is not None


def screen_asked(client: Client) -> dict[str, Any]:
    """What the page asks now, as what is sent back with an answer: `fact`, or `screen` and the facts `shown`; empty at the end."""
    page = client.get("/ask/").content.decode()
    screen = re.search(r'name="screen" value="([^"]+)"', page)
    if screen:
        return {"screen": screen.group(1), "shown": re.findall(r'name="shown" value="([^"]+)"', page)}
    fact = re.search(r'name="fact" value="([^"]+)"', page)
    return {"fact": fact.group(1)} if fact else {}


def facts_of(screen: dict[str, Any]) -> list[str]:
    """The facts that a screen asks."""
    return screen.get("shown") or [screen["fact"]]
