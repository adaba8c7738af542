"""What nobody should send: every field of every form of the desk, one at a time, with texts, numbers and days that no form
means. Whatever it is, it is refused in words or taken as text: no error of the server, nothing sent back as it came."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from tests import effort
from tests.unit.portals.desk.staff import at_desk
from tests.unit.portals.desk.test_access import ALLOWED, OF_ONE, PAGES, things

HOSTILE = (
    "\u202e甲\u200b乙\x07", "<b>甲</b>", "{编号.__class__}%s%n{0}", "'; DROP TABLE x; --", "../../甲", "甲\r\n乙: 丙",
    "-1", "0", "9" * 400, "1e400", "NaN", "٣", "①", "𠮷" * 40, "甲" * 3000, "\ufffe", "é" * 3, "·" * 5,
    "0001-01-01", "9999-12-31", "9999年12月31日", "2026-02-30", "1900-01-01", "00000000-0000-0000-0000-000000000000",
)  # fmt: skip
ANSWERS = {200, 302, 400, 403, 404, 409, 413, 414, 429, 503}
_NEVER = {"csrfmiddlewaretoken"}


@dataclass
class Sent:
    """A form of a page: where and how it goes, and what it sends if nobody touches it."""

    action: str
    method: str
    said: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: list[Sent] = []
        self._open: Sent | None = None
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Sent(given.get("action", ""), given.get("method", "get").lower())
            self.sent.append(self._open)
        elif self._open is not None and tag in ("input", "textarea", "button") and given.get("name"):
            self._open.said.setdefault(given["name"], given.get("value", ""))
        elif self._open is not None and tag == "select":
            self._select = given.get("name", "")
            self._open.said.setdefault(self._select, "")
        elif (
            self._open is not None and tag == "option" and self._select and not self._open.said[self._select]
        ):
            self._open.said[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        self._open = None if tag == "form" else self._open


@pytest.fixture
def there(
    wednesday: None, local_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, str]:
    monkeypatch.setenv("HUIGONG_POLICIES_LOCAL", str(tmp_path / "local"))
    return things()


def addresses_of(there: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Each page with a role that may open it."""
    for name, roles in ALLOWED.items():
        if roles:
            yield PAGES[name], min(roles)
    for address, roles in OF_ONE.values():
        if roles:
            yield address.format(**there), min(roles)


def trials(names: Iterable[str]) -> Iterator[dict[str, str]]:
    for name in sorted({*names} - _NEVER):
        for hostile in HOSTILE:
            yield {name: hostile}


@pytest.mark.timeout(3600)  # before a release each value in each field
@pytest.mark.django_db
def test_no_field_of_any_form_breaks_the_desk(there: dict[str, str]) -> None:
    first, apart = effort.some_of(24)
    clients: dict[str, Client] = {}
    known, number, wrong = set[tuple[str, ...]](), 0, list[str]()
    for address, role in addresses_of(there):
        client = clients.get(role) or clients.setdefault(role, at_desk(role, username=f"h-{role}"))
        page = client.get(address)
        is_page = page.status_code == 200 and page.headers["Content-Type"].startswith("text/html")
        for form in Forms(page.content.decode()).sent if is_page else ():
            if (form.action or address, *form.said) in known:  # those that stand on every page
                continue
            known.add((form.action or address, *form.said))
            for tried in trials(form.said):
                number += 1
                if number % apart == first:
                    wrong += [
                        f"{address} {form.action} {tried!r:.80}: {fault}"
                        for fault in faults(client, form, address, form.said | tried)
                    ]
    assert wrong == []
    assert number > 1000, "the forms are looked at"


def faults(client: Client, form: Sent, page: str, said: Mapping[str, str]) -> Iterator[str]:
    send, here = (client.post, page) if form.method == "post" else (client.get, page.partition("?")[0])
    with transaction.atomic():
        try:
            answer = send(form.action or here, said)
        except Exception as error:  # whatever it is, the visitor would have got an error of the server
            yield f"{type(error).__name__}: {error}"
            return
        finally:
            transaction.set_rollback(True)
    if answer.status_code not in ANSWERS:
        yield str(answer.status_code)
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    if is_page and "<b>甲</b>" in answer.content.decode():
        yield "sent back as it came"
