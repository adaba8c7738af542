"""Who may open which page: everything not listed is denied."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, resolve
from django.utils import timezone

from huigong.casework.models import Case
from huigong.correspondence.models import OwedLetter
from huigong.directory.actions import accounts, approvals, localdesks
from huigong.directory.models import LocalDesk, LookApproval, RoleAssignment
from huigong.directory.offices import Contact
from huigong.directory.principals import SYSTEM, Grant
from huigong.directory.roles import ROLES as ROLE_CLASSES
from huigong.policy.actions import drafts, save_reading
from huigong.policy.reading import read_text
from huigong.portals.desk.urls import urlpatterns
from huigong.registry.actions import people, records
from huigong.registry.models import PossibleDuplicate, UnitedRecord
from tests.each import each
from tests.unit.policy.reading.invented import PLAN
from tests.unit.portals.desk.staff import (
    BACKEND,
    GRANTS,
    PASSWORD,
    PERMIT,
    at_desk,
    lodged,
    official,
    person,
    principal,
)
from tests.unit.portals.desk.test_letters import issued
from tests.unit.registry.someone import CLERK_FAR, FAR, HERE, NOW, new_person

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
    "tasks-days": "/desk/tasks/days/",
    "tasks-load": "/desk/tasks/load/",
    "cases": "/desk/cases/",
    "case-open": "/desk/cases/open/",
    "duty-board": "/desk/duties/",
    "unowned": "/desk/duties/unowned/",
    "messages": "/desk/messages/",
    "letters": "/desk/letters/",
    "letter-wording": "/desk/letters/wording/",
    "ratings": "/desk/ratings/",
    "figures": "/desk/figures/",
    "records": "/desk/records/",
    "person-find": "/desk/people/",
    "rosters": "/desk/people/rosters/",
    "roster-blank": "/desk/people/rosters/blank/",
    "incoming": "/desk/incoming/",
    "newly": "/desk/people/newly/",
    "duplicates": "/desk/duplicates/",
    "unions": "/desk/duplicates/united/",
    "me": "/desk/me/",
    "password": "/desk/me/password/",
    "officials": "/desk/accounts/",
    "official-new": "/desk/accounts/new/",
    "officials-import": "/desk/accounts/import/",
    "audit": "/desk/audit/",
    "audit-patterns": "/desk/audit/patterns/",
    "health": "/desk/health/",
    "offices": "/desk/offices/",
    "texts": "/desk/texts/",
    "retention": "/desk/retention/",
    "retention-kind": "/desk/retention/messages/",
    "channels": "/desk/channels/",
    "restdays": "/desk/restdays/",
    "restday-new": "/desk/restdays/new/",
    "office-desks": "/desk/offices/desks/",
    "office-desk-new": "/desk/offices/desks/new/",
    "approvals": "/desk/approvals/",
    "approval-new": "/desk/approvals/new/",
    "wages": "/desk/wages/",
    "wage-signing": "/desk/wages/signing/",
    "zeros": "/desk/zeros/",
    "callbacks": "/desk/callbacks/",
    "obligations": "/desk/obligations/",
    "obligations-today": "/desk/obligations/today/",
    "obligations-sheet": "/desk/obligations/sheet/",
    "funds": "/desk/funds/",
    "fund-new": "/desk/funds/new/",
    "fund-accounts": "/desk/funds/accounts/",
    "fund-returns": "/desk/funds/returns/",
    "fund-owed": "/desk/funds/owed/",
    "rounds": "/desk/rounds/",
    "unplaced": "/desk/rounds/unplaced/",
    "round-new": "/desk/rounds/new/",
    "offers": "/desk/places/",
    "offer-new": "/desk/places/new/",
}
ROLES = ("clerk", "police", "inspector", "leading", "policy", "auditor", "administrator")
OFFICERS = frozenset({"police", "inspector"})
READERS = {"clerk", "police", "inspector", "leading", "policy"}
ALLOWED = {
    **dict.fromkeys(LIBRARY, READERS),
    "tasks": {"clerk", "police", "inspector", "leading"},
    "tasks-days": {"clerk", "police", "inspector", "leading"},
    "tasks-load": {"clerk", "police", "inspector", "leading"},
    "cases": {"clerk", "police", "inspector", "leading"},
    "case-open": {"clerk", "police", "inspector", "leading"},
    "duty-board": {"police", "inspector", "leading", "policy"},
    "unowned": {"clerk", "police", "inspector", "leading", "administrator"},
    "messages": {"police", "inspector"},
    "letters": {"police", "inspector"},
    "letter-wording": {"police", "inspector"},
    "ratings": {"police", "inspector", "leading", "policy"},
    "figures": {"police", "inspector", "leading", "policy"},
    "records": {"police", "inspector"},
    "person-find": {"clerk", "police", "inspector"},
    "rosters": {"clerk"},
    "roster-blank": {"clerk"},
    "incoming": {"clerk"},
    "newly": {"clerk"},
    "duplicates": {"clerk"},
    "unions": {"clerk"},
    "home": set(ROLES),
    "me": set(ROLES),
    "password": set(ROLES),
    "officials": {"administrator"},
    "official-new": {"administrator"},
    "officials-import": {"administrator"},
    "audit": {"auditor"},
    "audit-patterns": {"auditor"},
    "health": {"administrator"},
    "offices": {"administrator"},
    "texts": {"administrator"},
    "retention": {"administrator"},
    "retention-kind": {"administrator"},
    "channels": {"administrator"},
    "restdays": {"administrator"},
    "restday-new": {"administrator"},
    "office-desks": {"administrator"},
    "office-desk-new": {"administrator"},
    "approvals": {"leading"},
    "approval-new": {"leading"},
    **dict.fromkeys(("obligations", "obligations-today", "obligations-sheet"), OFFICERS),
    **dict.fromkeys(("wages", "wage-signing"), OFFICERS),
    "zeros": {"police", "inspector", "leading", "policy"},
    "callbacks": OFFICERS,
    **{name: {"police"} for name in ("funds", "fund-accounts", "fund-returns", "fund-owed")},
    "fund-new": set(),  # of whoever keeps the money
    **dict.fromkeys(("rounds", "unplaced", "offers"), OFFICERS | {"clerk", "leading"}),
    **dict.fromkeys(("round-new", "offer-new"), OFFICERS),
}
NO_RECORD = "/desk/records/00000000000000000000000000000000"
OF_A_RECORD = {
    "record-begin": "/desk/records/of/{person}/ebike-plate/",
    "record-add": f"{NO_RECORD}/add/检验/",
    "record-correct": f"{NO_RECORD}/00000000000000000000000000000000/correct/",
    "record-annul": f"{NO_RECORD}/00000000000000000000000000000000/annul/",
}
NOTHING = "0" * 32
OF_NOTHING = {  # there is no such thing, for nobody
    "obligation": f"/desk/obligations/{NOTHING}/",
    "arrears": f"/desk/arrears/{NOTHING}/",
    "arrears-file": f"/desk/arrears/{NOTHING}/file/",
    "wage-warning": f"/desk/wages/{NOTHING}/",
    "wage-people": f"/desk/wages/{NOTHING}/people/",
    "wage-site": f"/desk/wages/sites/{NOTHING}/",
    "callback-survey": f"/desk/callbacks/{NOTHING}/",
    "callback-call": f"/desk/callbacks/calls/{NOTHING}/",
    "rights-notice": f"/desk/notices/{NOTHING}/",
    "rights-notice-pdf": f"/desk/notices/{NOTHING}/pdf/",
    "record-begin-project": "/desk/records/projects/no-such-kind/",
    "figure": "/desk/figures/no-such-number/",
    "figure-published": f"/desk/figures/published/{NOTHING}/",
    "figure-export": f"/desk/figures/published/{NOTHING}/export/",
    "fund-line": f"/desk/funds/{NOTHING}/",
    "fund-payments": f"/desk/funds/{NOTHING}/payments/",
    "fund-batch": f"/desk/funds/batches/{NOTHING}/",
    "fund-deposit": f"/desk/funds/deposits/{NOTHING}/",
    "fund-payment": f"/desk/funds/payments/{NOTHING}/",
    "fund-return": f"/desk/funds/returns/{NOTHING}/",
    "round": f"/desk/rounds/{NOTHING}/",
    "round-result": f"/desk/rounds/{NOTHING}/result/",
    "round-requests": f"/desk/rounds/{NOTHING}/requests/",
    "round-request": f"/desk/rounds/{NOTHING}/requests/{NOTHING}/",
    "round-claims": f"/desk/rounds/{NOTHING}/places/",
    "round-claim": f"/desk/rounds/{NOTHING}/places/{NOTHING}/",
    "offer": f"/desk/places/{NOTHING}/",
}
DONE_WITH_NOTHING = {
    "fund-batch-file": f"/desk/funds/batches/{NOTHING}/file/",
    "fund-payments-export": f"/desk/funds/{NOTHING}/payments/export/",
    "round-requests-export": f"/desk/rounds/{NOTHING}/requests/export/",
    "round-claims-export": f"/desk/rounds/{NOTHING}/places/export/",
}
COUNTER, HANDLERS = {"clerk"}, {"clerk", "police"}
OF_ONE = {  # the case is the police's; whoever opens a page of it is in the row
    "case": ("/desk/cases/{case}/", {"clerk", "police", "leading"}),
    "case-evidence": ("/desk/cases/{case}/evidence/", {"clerk", "police", "leading"}),
    # Nobody has handed a file in for that case.
    "case-leaf": ("/desk/cases/{case}/evidence/00000000-0000-0000-0000-000000000000/1/", set()),
    "case-form": ("/desk/cases/{case}/form/", HANDLERS),
    # That service leaves nothing to the office to look up but who somebody is.
    "case-elsewhere": ("/desk/cases/{case}/elsewhere/", set()),
    "case-together": ("/desk/cases/{case}/together/", {"police"}),
    "case-letters": ("/desk/letters/of/{case}/", {"clerk", "police", "leading"}),
    "letter-before": ("/desk/letters/of/{case}/accept/", {"police"}),
    "letter-asked": ("/desk/letters/of/{case}/asked/receipt/", {"police"}),
    "letter-owed": ("/desk/letters/owed/{owed}/", {"police"}),
    "letter": ("/desk/letters/{letter}/", {"clerk", "police", "leading"}),
    "letter-reveal": ("/desk/letters/{letter}/reveal/", HANDLERS),
    "letter-pdf": ("/desk/letters/{letter}/pdf/", HANDLERS),
    "letter-copy": ("/desk/letters/wording/taken-in/", {"police", "inspector"}),
    "person": ("/desk/people/{person}/", {"clerk", "police", "inspector"}),
    "person-new": ("/desk/people/new/", COUNTER),
    "duplicate": ("/desk/duplicates/{pair}/", COUNTER),
    "union": ("/desk/duplicates/united/{union}/", COUNTER),
    # The packs declare no register; what for is asked before anybody learns that there is no such record.
    "records-of": ("/desk/records/of/{person}/", {"police", "inspector"}),
    "record": (f"{NO_RECORD}/", {"police", "inspector"}),
    **{name: (address, set()) for name, address in (OF_A_RECORD | OF_NOTHING).items()},
    "obligations-of": ("/desk/obligations/of/{person}/", {"police", "inspector"}),
    "person-apply": ("/desk/people/{person}/apply/", COUNTER),
    "person-apply-for": ("/desk/people/{person}/apply/residence-permit/", COUNTER),
    "person-basket": ("/desk/people/{person}/basket/", COUNTER),
    "person-basket-form": ("/desk/people/{person}/basket/of/residence-permit/", COUNTER),
    "person-receipt": ("/desk/people/{person}/receipt/?case={case}", COUNTER),
    "person-receipt-print": ("/desk/people/{person}/receipt/print/?case={case}", COUNTER),
    # Nobody has handed that sheet in.
    "roster": ("/desk/people/rosters/00000000000000000000000000000000/", set()),
    "roster-back": ("/desk/people/rosters/00000000000000000000000000000000/back/", set()),
    # Nothing went to that office today.
    "incoming-sheet": ("/desk/incoming/sheet/510403/police/", set()),
    # What for is asked before anybody learns that nothing was put right there.
    "person-changed": ("/desk/people/{person}/changed/1/", COUNTER),
    "person-phone-code": ("/desk/people/{person}/phone/code/", COUNTER),
    "person-papers-code": ("/desk/people/{person}/papers/code/", COUNTER),
    "official": ("/desk/accounts/{account}/", {"administrator"}),
    "official-role": ("/desk/accounts/{account}/role/", {"administrator"}),
    "text": ("/desk/texts/case-received/?region=510403", {"administrator"}),
    # Nothing was said of that day.
    "restday-back": ("/desk/restdays/2026-06-11/back/", set()),
    "office": ("/desk/offices/510403/police/", {"administrator"}),
    "office-change": ("/desk/offices/510403/police/change/", {"administrator"}),
    "office-close": ("/desk/offices/510403/police/close/", {"administrator"}),
    "office-desk": ("/desk/offices/desks/{desk}/", {"administrator"}),
    "office-desk-close": ("/desk/offices/desks/{desk}/close/", {"administrator"}),
    "drafts": ("/desk/library/drafts/", {"policy"}),
    "draft": ("/desk/library/drafts/{draft}/", {"policy"}),
    "draft-head": ("/desk/library/drafts/{draft}/head/", {"policy"}),
    "draft-clause": ("/desk/library/drafts/{draft}/1/", {"policy"}),
    "reading": ("/desk/library/readings/{reading}/", READERS),
    "audit-export": ("/desk/audit/export/", {"auditor"}),
    # No procedure of the packs is opened by hand.
    "case-open-form": ("/desk/cases/open/own-data-correction/application/", set()),
}
READS_CASES = {"clerk", "police", "inspector", "leading"}
ACTS = {
    "tasks-keep": ("/desk/tasks/keep/", READS_CASES),
    "tasks-export": ("/desk/tasks/export/", READS_CASES),
    "tasks-together": ("/desk/tasks/together/", READS_CASES),
    "case-together-action": ("/desk/cases/{case}/together/link/", {"police"}),
    "case-action": ("/desk/cases/{case}/accept/", {"police"}),
    # Whoever reads the case may say why; who handles it is never asked.
    "case-why": ("/desk/cases/{case}/why/", {"clerk", "police", "leading"}),
    "letters-print": ("/desk/letters/print/", {"police", "inspector"}),
    "letter-again": ("/desk/letters/{letter}/again/", HANDLERS),
    # The inspector has no purpose yet, which comes first; without a case of the person they would be refused.
    "person-reveal": ("/desk/people/{person}/reveal/", {"clerk", "police", "inspector"}),
    "approval-end": ("/desk/approvals/{approval}/end/", {"leading"}),
    "newly-told": ("/desk/people/newly/{person}/told/", COUNTER),
    # Nobody has told that person.
    "newly-back": ("/desk/people/newly/{person}/back/", set()),
    "person-basket-begin": ("/desk/people/{person}/basket/begin/", COUNTER),
    "person-form-print": ("/desk/people/{person}/form/{case}/", COUNTER),
    "roster-away": ("/desk/people/rosters/00000000000000000000000000000000/away/", set()),
    "incoming-delivered": ("/desk/incoming/{letter}/delivered/", COUNTER),
    "person-phone": ("/desk/people/{person}/phone/", COUNTER),
    "person-papers": ("/desk/people/{person}/papers/", COUNTER),
    "person-paper-wrong": ("/desk/people/{person}/papers/wrong/", COUNTER),
    "person-slip": ("/desk/people/{person}/slip/", COUNTER),
    "person-acting": ("/desk/people/{person}/acting/", COUNTER),
    "person-acting-end": ("/desk/people/{person}/acting/end/", COUNTER),
    "person-home": ("/desk/people/{person}/home/", COUNTER),
    "person-work": ("/desk/people/{person}/employment/", COUNTER),
    "person-work-wrong": ("/desk/people/{person}/employment/wrong/", COUNTER),
    "person-work-end": ("/desk/people/{person}/employment/end/", COUNTER),
    "person-household": ("/desk/people/{person}/household/", COUNTER),
    "person-household-end": ("/desk/people/{person}/household/end/", COUNTER),
    "official-whose": ("/desk/accounts/{account}/whose/", {"administrator"}),
    "official-role-end": ("/desk/accounts/{account}/role/{role}/", {"administrator"}),
    "official-change": ("/desk/accounts/{account}/close/", {"administrator"}),
    "channels-again": ("/desk/channels/again/", {"administrator"}),
    # That text is the packs'.
    "text-back": ("/desk/texts/case-received/back/?region=510403", set()),
    "office-reopen": ("/desk/offices/510403/police/reopen/", {"administrator"}),
    "audit-person": ("/desk/audit/person/", {"auditor"}),
    "draft-confirm": ("/desk/library/drafts/{draft}/confirm/", {"policy"}),
    "draft-drop": ("/desk/library/drafts/{draft}/drop/", {"policy"}),
    "obligations-export": ("/desk/obligations/export/", {"police", "inspector"}),
    "zeros-export": ("/desk/zeros/export/", {"police", "inspector", "leading", "policy"}),
    "wages-export": ("/desk/wages/export/", {"police", "inspector"}),
    "funds-export": ("/desk/funds/export/", {"police"}),
    "rounds-export": ("/desk/rounds/export/", READS_CASES),
    "unplaced-export": ("/desk/rounds/unplaced/export/", READS_CASES),
    "offers-export": ("/desk/places/export/", READS_CASES),
    **{name: (address, set()) for name, address in DONE_WITH_NOTHING.items()},
}
BEFORE_LOGGING_IN = {"login", "logout"}
ONWARD = {"start"}  # leads each role to its first page
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


def test_every_page_of_the_desk_says_who_may_open_it() -> None:
    """An address that is added must be listed above; each address there is that of the page."""
    assert pages_of_the_desk().keys() == {*PAGES, *OF_ONE, *ACTS, *BEFORE_LOGGING_IN, *ONWARD}
    nothing = dict.fromkeys(
        (
            "case",
            "person",
            "letter",
            "owed",
            "draft",
            "reading",
            "account",
            "role",
            "approval",
            "pair",
            "union",
            "desk",
        ),
        "0" * 32,
    )
    listed = {**PAGES, **{name: address for name, (address, _) in (OF_ONE | ACTS).items()}}
    for name, address in listed.items():
        assert resolve(address.format(**nothing).partition("?")[0]).url_name == name


@pytest.fixture
def there(wednesday: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """See `things`; made once for all roles, and as they were for each."""
    monkeypatch.setenv("HUIGONG_POLICIES_LOCAL", str(tmp_path / "local"))
    return things()


@each("role", ROLES)
def test_each_role_opens_and_does_its_own_and_nothing_else(role: str, there: dict[str, str]) -> None:
    with transaction.atomic():
        client = at_desk(role, username=f"a-{role}")
        opened = {
            name for name, (address, _) in OF_ONE.items() if lets_in(client.get(address.format(**there)))
        }
        done = {name for name, (address, _) in ACTS.items() if lets_in(client.post(address.format(**there)))}
        refused = {client.get(address.format(**there)).status_code for address, _ in ACTS.values()}
        transaction.set_rollback(True)  # what one role did is not done for the next
    assert opened == {name for name, (_, roles) in OF_ONE.items() if role in roles}
    assert done == {name for name, (_, roles) in ACTS.items() if role in roles}
    assert refused == {405}


def lets_in(response: HttpResponse) -> bool:
    """Whether somebody has come in: also to what has to come first, or to a mistake in what was sent."""
    return response.status_code in {200, 302, 400}


def things() -> dict[str, str]:
    """What the addresses name: a case of the police with an owed letter, its person, the letter of another, a draft,
    a saved reading, and an official with a role."""
    case = Case.objects.get(public_id=lodged())
    owed = OwedLetter.objects.create(
        case=case, party=case.parties.get(is_main=True), move="accept", template="taken-in", region=case.region,
        office=case.accountable_office, values={}, why="虚构的原因", since=timezone.now(),
    )  # fmt: skip
    letter = issued(at_desk("police"), sequence=2).strip("/").rpartition("/")[2]
    by, now, read = principal("policy"), timezone.now(), read_text(PLAN)
    draft = drafts.begin(
        by=by, now=now, read=read, source=b"a draft", region="510421", name="yunzhengfa-2031-12"
    )
    reading = save_reading(by=by, now=now, read=read, source=b"a reading")
    account = official("hrss")
    return {
        "case": case.public_id.hex,
        "person": case.application.person.public_id.hex,
        "owed": owed.public_id.hex,
        "letter": letter,
        "draft": draft.public_id.hex,
        "reading": reading.public_id.hex,
        "account": account.public_id.hex,
        "role": RoleAssignment.objects.get(account=account).public_id.hex,
        "approval": approved().public_id.hex,
        "pair": pair_of_others(8, 9).public_id.hex,
        "union": union_of_others().public_id.hex,
        "desk": desk_of_the_place().desk.hex,
    }


def desk_of_the_place() -> LocalDesk:
    localdesks.put(
        by=principal("administrator"),
        now=timezone.now(),
        region=HERE,
        kind=("police", "station"),
        valid_from=timezone.localdate(),
        name="虚构东街派出所",
        serves="东街",
        contact=Contact(),
        source="虚构的来函",
    )
    return LocalDesk.objects.get()


def approved() -> LookApproval:
    today = timezone.localdate()
    return approvals.approve(
        by=principal("leading"),
        now=timezone.now(),
        post=GRANTS["hrss"],
        purpose="虚构的事由",
        minors=False,
        valid_until=today,
    )


def pair_of_others(*sequences: int) -> PossibleDuplicate:
    """Of two others, since looking at the pair says what for."""
    first, second = (person(each) for each in sequences)
    return PossibleDuplicate.objects.create(
        first=first, second=second, likely=90, evidence="姓名相同", found_at=timezone.now()
    )


def union_of_others() -> UnitedRecord:
    pair = pair_of_others(6, 7)
    return records.unite(
        by=principal("clerk"),
        now=timezone.now(),
        pair_id=pair.public_id.hex,
        keep_id=pair.first.public_id.hex,
        reason="虚构的理由",
    )


def pages_of_the_desk() -> dict[str, URLPattern]:
    return {str(page.name): page for part in urlpatterns for page in part.url_patterns}


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
    nothing = defaultdict(lambda: "0" * 32)
    listed = {*PAGES.values(), "/desk/", *(address for address, _ in (OF_ONE | ACTS).values())}
    for address in (address.format_map(nothing) for address in sorted(listed)):
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
    assert client.post("/desk/people/", {"sought": "虚构一", "why": "核实申请材料"}).status_code == 403
