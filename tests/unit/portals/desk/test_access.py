"""Who may open which page: everything not listed is denied."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM, Grant
from huigong.directory.roles import ROLES as ROLE_CLASSES
from huigong.portals.desk.urls import urlpatterns
from huigong.registry.actions import people
from tests.unit.portals.desk.staff import BACKEND, GRANTS, PASSWORD, PERMIT, at_desk, lodged
from tests.unit.registry.someone import CLERK_FAR, FAR, NOW, new_person

DOCUMENT = "510400/panbanfa-2016-10"
LIBRARY = {
    "library": "/desk/library/",
    "search": "/desk/library/search/?q=居住证",
    "compare": "/desk/library/compare/",
    "lineage": "/desk/library/lineage/",
    "document": f"/desk/library/documents/{DOCUMENT}/",
    "services": "/desk/library/services/",
    "service": f"/desk/library/services/{PERMIT}/",
    "service-examples": f"/desk/library/services/{PERMIT}/examples/?example=1",
    "coverage": "/desk/library/coverage/",
}
PAGES = {
    **LIBRARY,
    "home": "/desk/home/",
    "tasks": "/desk/tasks/",
    "cases": "/desk/cases/",
    "case-open": "/desk/cases/open/",
    "duty-board": "/desk/duties/",
    "unowned": "/desk/duties/unowned/",
    "messages": "/desk/messages/",
    "letters": "/desk/letters/",
    "letter-wording": "/desk/letters/wording/",
    "ratings": "/desk/ratings/",
    "person-find": "/desk/people/",
    "me": "/desk/me/",
    "password": "/desk/me/password/",
    "officials": "/desk/accounts/",
    "official-new": "/desk/accounts/new/",
    "audit": "/desk/audit/",
}
ROLES = ("clerk", "police", "inspector", "leading", "policy", "auditor", "administrator")
READERS = {"clerk", "police", "inspector", "leading", "policy"}
ALLOWED = {
    **dict.fromkeys(LIBRARY, READERS),
    "tasks": {"clerk", "police", "inspector", "leading"},
    "cases": {"clerk", "police", "inspector", "leading"},
    "case-open": {"clerk", "police", "inspector", "leading"},
    "duty-board": {"police", "inspector", "leading", "policy"},
    "unowned": {"clerk", "police", "inspector", "leading"},
    "messages": {"police", "inspector"},
    "letters": {"police", "inspector"},
    "letter-wording": {"police", "inspector"},
    "ratings": {"police", "inspector", "leading", "policy"},
    "person-find": {"clerk", "police", "inspector"},
    "home": set(ROLES),
    "me": set(ROLES),
    "password": set(ROLES),
    "officials": {"administrator"},
    "official-new": {"administrator"},
    "audit": {"auditor"},
}
STARTS = {
    "clerk": "/desk/people/",
    "police": "/desk/tasks/",
    "inspector": "/desk/tasks/",
    "leading": "/desk/duties/",
    "policy": "/desk/duties/",
    "administrator": "/desk/accounts/",
    "auditor": "/desk/audit/",
}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_pages_and_no_others(role: str) -> None:
    client = at_desk(role)
    opened = {name for name, address in PAGES.items() if client.get(address).status_code == 200}
    assert opened == {name for name, roles in ALLOWED.items() if role in roles}


@pytest.mark.parametrize("role", ROLES)
def test_the_sidebar_offers_only_what_opens(role: str) -> None:
    client = at_desk(role)
    for line in client.get("/desk/home/").context["menu"]:
        assert client.get(line.address).status_code == 200, line.title


@pytest.mark.parametrize("role", ROLES)
def test_every_role_begins_its_day_on_a_page_of_its_own(role: str) -> None:
    client = at_desk(role)
    assert client.get("/desk/").headers["Location"] == STARTS[role]
    assert client.get(STARTS[role]).status_code == 200


@pytest.mark.parametrize("role", ROLES)
def test_the_home_page_says_what_the_role_is_for_and_leads_to_its_pages(role: str) -> None:
    client = at_desk(role)
    body = client.get("/desk/home/").content.decode()
    assert ROLE_CLASSES[GRANTS[role].role].does in body
    for line in client.get("/desk/home/").context["menu"]:
        assert body.count(f'href="{line.address}"') == 2, "once in the sidebar, once with what one does there"


@pytest.mark.parametrize("role", ["clerk", "leading"])
def test_whoever_has_no_tasks_is_offered_none(role: str) -> None:
    client, case_id = at_desk(role), lodged()
    for address in ("/desk/home/", "/desk/cases/", f"/desk/cases/{case_id}/"):
        assert "/desk/tasks/" not in client.get(address).content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_a_list_of_cases_links_to_nothing_that_is_refused(role: str) -> None:
    client = at_desk(role)
    if role in ALLOWED["cases"]:
        body = client.get("/desk/cases/?office=foo&service=bar").content.decode()
        assert ("/desk/duties/" in body) == (role in ALLOWED["duty-board"])
        assert "：bar" not in body
        assert "：foo" not in body


def test_a_page_says_that_the_account_has_no_role() -> None:
    body = at_desk().get("/desk/tasks/").content.decode()
    assert "没有有效的角色" in body
    assert "还没有登录" not in body


def test_an_account_without_a_role_is_told_whom_to_ask() -> None:
    client = at_desk()
    assert client.get("/desk/").headers["Location"] == "/desk/home/"
    assert "没有角色" in client.get("/desk/home/").content.decode()


@pytest.mark.parametrize("address", PAGES.values())
def test_nobody_enters_without_logging_in(address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/desk/login/?next=%2Fdesk%2F")


def test_a_worker_is_sent_to_the_login_page() -> None:
    client = Client()
    client.force_login(accounts.worker_account(now=NOW, phone="13900000001"), backend=BACKEND)
    assert client.get("/desk/").headers["Location"] == "/desk/login/?next=%2Fdesk%2F"


@pytest.mark.parametrize("role", ROLES)
def test_whose_page_one_may_not_see_answers_as_if_it_did_not_exist(role: str) -> None:
    """Otherwise an address tells that there is such a case, person or account."""
    case_id, elsewhere = lodged(), far_person()
    client, nobody = at_desk(role), "0" * 32
    for kind, public_id in (("cases", case_id), ("people", elsewhere), ("accounts", far_account())):
        answers = [client.get(f"/desk/{kind}/{each}/") for each in (public_id, nobody)]
        acts = [client.post(f"/desk/{kind}/{each}/close/") for each in (public_id, nobody)]
        if answers[0].status_code != 200:
            assert answers[0].status_code == answers[1].status_code, kind
            assert plain(answers[0]) == plain(answers[1]), kind
            assert acts[0].status_code == acts[1].status_code, kind


def far_person() -> str:
    row = new_person(7, residence=FAR, hukou_place=FAR)
    return people.register(by=CLERK_FAR, now=timezone.now(), **asdict(row)).public_id.hex


def far_account() -> str:
    account = accounts.create_official(
        by=SYSTEM,
        now=NOW,
        username="far",
        display_name="虚构远",
        password=PASSWORD,
        grants=[Grant("clerk", FAR)],
    )
    return account.public_id.hex


def plain(response: HttpResponse) -> str:
    """The page without what differs from one visit to the next."""
    return re.sub(r'value="[^"]{40,}"|[0-9a-f]{32}', "", response.content.decode())


def test_no_page_name_and_no_address_is_taken_twice() -> None:
    pages = [page for part in urlpatterns for page in part.url_patterns]
    assert len({page.name for page in pages}) == len({str(page.pattern) for page in pages}) == len(pages)


def test_every_address_but_logging_in_asks_who_it_is() -> None:
    arguments = {
        "public_id": "0" * 32,
        "role_id": "0" * 32,
        "act": "close",
        "place": 1,
        "move": "accept",
        "procedure": "standard",
        "origin": "report",
        "what": "split",
        "document_id": DOCUMENT,
        "service_id": PERMIT,
        "template_id": "receipt",
    }
    for pattern in (page for part in urlpatterns for page in part.url_patterns):
        if pattern.name in {"login", "logout"}:
            continue
        wanted = pattern.pattern.converters
        address = reverse(f"desk:{pattern.name}", kwargs={name: arguments[name] for name in wanted})
        for response in (Client().get(address), Client().post(address)):
            assert response.status_code == 302, address
            assert response.headers["Location"].startswith("/desk/login/"), address


def test_pages_keep_a_content_policy_without_inline_code() -> None:
    client = at_desk("police")
    for address in PAGES.values():
        response = client.get(address)
        policy = response.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'self'" in policy
        body = response.content.decode()
        assert " style=" not in body
        assert " onclick=" not in body


def test_forms_need_their_token() -> None:
    case_id = lodged()
    client = Client(enforce_csrf_checks=True)
    client.cookies = at_desk("police").cookies
    assert client.post(f"/desk/cases/{case_id}/accept/").status_code == 403
    assert (
        client.post("/desk/people/", {"by": "name", "sought": "虚构一", "why": "核实申请材料"}).status_code
        == 403
    )
