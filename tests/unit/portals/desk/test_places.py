"""Every address × every role × where the role is held: of the region, of another region, of another office of the region.

`test_access` says which role opens what at home. Here the same addresses are walked, by GET and by POST, by the same
roles held elsewhere: what is about one case, person, letter, account or approval opens to none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM, Grant
from tests.each import each
from tests.unit.portals.desk.staff import BACKEND, GRANTS, HRSS, PASSWORD
from tests.unit.portals.desk.test_access import ACTS, ALLOWED, OF_ONE, PAGES, READERS, ROLES, lets_in, things
from tests.unit.registry.someone import CITY, FAR

# What names nothing of a place opens to the same roles everywhere; everything else of `OF_ONE` and `ACTS` to none.
OF_NO_PLACE = {
    "letter-copy": {"police", "inspector"},
    "person-new": {"clerk"},
    "audit-export": {"auditor"},
    "audit-person": {"auditor"},
    "channels-again": {"administrator"},
    "drafts": {"policy"},
    "reading": READERS,
    "tasks-keep": {"clerk", "police", "inspector", "leading"},
    "tasks-export": {"clerk", "police", "inspector", "leading"},
    "tasks-together": {"clerk", "police", "inspector", "leading"},
    "letters-print": {"police", "inspector"},
    "obligations-of": {"police", "inspector"},
    "obligations-export": {"police", "inspector"},
    "funds-export": {"police"},
    "wages-export": {"police", "inspector"},
    "zeros-export": {"police", "inspector", "leading", "policy"},
    "rounds-export": {"clerk", "police", "inspector", "leading"},
    "unplaced-export": {"clerk", "police", "inspector", "leading"},
    "offers-export": {"clerk", "police", "inspector", "leading"},
}
# An officer of another office of the region: a person's page of the region opens (its head alone), nothing of the case.
OF_ANOTHER_OFFICE = {"reading", "letter-copy", "person", "person-reveal", "tasks-keep", "tasks-export", "tasks-together", "letters-print", "records-of", "obligations-of"}  # fmt: skip
OF_ANOTHER_OFFICE |= {
    "obligations-export",
    "funds-export",
    "wages-export",
    "zeros-export",
    "rounds-export",
    "unplaced-export",
    "offers-export",
}
NOTHING = "0" * 32


@pytest.fixture
def there(wednesday: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setenv("HUIGONG_POLICIES_LOCAL", str(tmp_path / "local"))
    return things()


def desk(name: str, grant: Grant) -> Client:
    account = accounts.create_official(
        by=SYSTEM, now=timezone.now(), username=name, display_name=f"虚构{name}", password=PASSWORD, grants=[grant]
    )  # fmt: skip
    client = Client()
    client.force_login(account, backend=BACKEND)
    return client


def walked(client: Client, there: dict[str, str]) -> set[str]:
    """What of one thing lets the visitor in, each by the method that is its own.

    An answer that is the same for a thing that does not exist, such as being asked for a purpose first, is none.
    """
    for whom in (there["person"], NOTHING):
        client.post(f"/desk/people/{whom}/", {"why": "核实申请材料", "more": ""})
    read = {name for name, (address, _) in OF_ONE.items() if _opens(client.get, address, there)}
    return read | {name for name, (address, _) in ACTS.items() if _opens(client.post, address, there)}


def _opens(send: Callable[[str], HttpResponse], address: str, there: dict[str, str]) -> bool:
    asked, of_nothing = address.format(**there), address.format(**dict.fromkeys(there, NOTHING))
    answer = send(asked)
    if not lets_in(answer):
        return False
    return asked == of_nothing or send(of_nothing).status_code != answer.status_code


@each("role", ROLES)
def test_a_role_of_another_region_opens_its_pages_and_nothing_of_this_one(
    role: str, there: dict[str, str]
) -> None:
    held, before = GRANTS[role], AuditEvent.objects.count()
    office = f"{FAR}/{held.office.partition('/')[2]}" if held.office else None
    with transaction.atomic():
        client = desk(f"far-{role}", Grant(held.role, FAR, office))
        pages = {name for name, address in PAGES.items() if client.get(address).status_code == 200}
        opened = walked(client, there)
        done = set(AuditEvent.objects.order_by("pk")[before:].values_list("verb", flat=True))
        transaction.set_rollback(True)
    assert pages == {name for name, roles in ALLOWED.items() if role in roles}
    assert opened == {name for name, roles in OF_NO_PLACE.items() if role in roles}
    assert {
        verb for verb in done if verb.startswith(("casework.", "registry.person.", "correspondence."))
    } <= {
        "casework.list.saved",
        "registry.person.not_found",
    }


def test_an_officer_of_another_office_opens_nothing_of_the_case(there: dict[str, str]) -> None:
    client = desk("another", Grant("case-officer", CITY, HRSS))
    assert walked(client, there) == OF_ANOTHER_OFFICE


@each("role", ROLES)
def test_sending_something_to_a_page_opens_it_to_nobody_else(role: str, there: dict[str, str]) -> None:
    """By POST, too, a page is its roles' alone; by GET nothing is done."""
    with transaction.atomic():
        client = desk(f"post-{role}", GRANTS[role])
        sent = {
            name
            for name, address in PAGES.items()
            if role not in ALLOWED[name] and lets_in(client.post(address))
        }
        sent |= {
            name
            for name, (address, roles) in OF_ONE.items()
            if role not in roles and lets_in(client.post(address.format(**there)))
        }
        transaction.set_rollback(True)
    assert sent == set()


def test_an_account_without_a_role_opens_its_own_pages_alone(there: dict[str, str]) -> None:
    account = accounts.create_official(
        by=SYSTEM, now=timezone.now(), username="no-role", display_name="虚构无职", password=PASSWORD, grants=[]
    )  # fmt: skip
    client = Client()
    client.force_login(account, backend=BACKEND)
    assert {name for name, address in PAGES.items() if client.get(address).status_code == 200} == {
        "home",
        "me",
        "password",
    }
    assert walked(client, there) == set()
