"""What an administrator does on the desk, and what an official does with their own account."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from huigong.audit.models import AuditEvent
from huigong.casework.actions import applications, tasks
from huigong.casework.models import Case, Task
from huigong.directory.actions import accounts
from huigong.directory.models import Account, RoleAssignment
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.kernel.errors import DomainError
from huigong.kernel.identity import mask_resident_id
from huigong.registry.actions import households
from tests.unit.portals.desk.staff import (
    CITY,
    PASSWORD,
    PERMIT,
    POLICE,
    at_desk,
    lodged,
    official,
    person,
    principal,
)
from tests.unit.registry.someone import CLERK, HERE, resident_number

LIST, NEW = "/desk/accounts/", "/desk/accounts/new/"
OWN = "four tall white storks"
TODAY = f"{timezone.localdate():%Y-%m-%d}"
WANTED = {
    "username": "wang-mei",
    "display_name": "虚构王",
    "resident_number": resident_number(41),
    "region": CITY,
    "role": "case-officer",
    "office": f"{CITY}/police",
    "valid_from": TODAY,
    "valid_until": "",
}


def log_in(username: str, password: str) -> tuple[Client, Any]:
    client = Client()
    return client, client.post("/desk/login/", {"login": username, "password": password})


def test_a_new_official_gets_in_once_and_chooses_a_password() -> None:
    made = at_desk("administrator").post(NEW, WANTED)
    password = made.context["password"]
    assert made.content.decode().count(password) == 1
    client, _ = log_in("wang-mei", password)
    for address in ("/desk/", "/desk/tasks/", "/desk/me/"):
        assert client.get(address).headers["Location"] == "/desk/me/password/"
    typed = {"current": password, "new": OWN, "again": OWN}
    assert client.post("/desk/me/password/", typed).headers["Location"] == "/desk/"
    assert client.get("/desk/tasks/").status_code == 200, "the session goes on"
    assert log_in("wang-mei", OWN)[0].get("/desk/tasks/").status_code == 200
    assert log_in("wang-mei", password)[0].get("/desk/tasks/").status_code == 302


@pytest.mark.parametrize(("wrong", "field"), [
    ({"username": "Wang Mei"}, "username"),
    ({"username": "administrator"}, "username"),
    ({"display_name": " "}, "display_name"),
    ({"display_name": "\u202e<b>\u200b=1+1"}, "display_name"),
    ({"display_name": "\u200b"}, "display_name"),
    ({"display_name": "虚构7"}, "display_name"),
    ({"resident_number": ""}, "resident_number"),
    ({"resident_number": "999999198005170019"}, "resident_number"),
    ({"role": "emperor"}, "role"),
    ({"role": ""}, "role"),
    ({"office": "210700/police"}, "office"),
    ({"valid_from": "2019-01-01"}, "valid_from"),
    ({"valid_from": "soon"}, "valid_from"),
    ({"valid_from": "2030-02-30"}, "valid_from"),
    ({"valid_until": "9999-12-31"}, "valid_until"),
])  # fmt: skip
def test_a_mistake_is_said_beside_its_field_and_nothing_is_lost(wrong: dict[str, str], field: str) -> None:
    page = at_desk("administrator").post(NEW, {**WANTED, **wrong})
    assert page.status_code in (400, 409)
    forms = (page.context["account_form"], page.context["role_form"])
    assert [name for form in forms for name in form.errors] == [field]
    assert 'value="虚构王"' in page.content.decode() or "display_name" in wrong
    assert not Account.objects.filter(username="wang-mei").exists()


@pytest.mark.parametrize("region", ["没有的县", "999999", "", "<b>"])
def test_a_region_that_is_none_is_said_and_the_own_one_stays(region: str) -> None:
    page = at_desk("administrator").get(NEW, {"region": region})
    assert page.status_code == 400
    assert page.context["where"].errors["region"]
    assert page.context["region"] == CITY


@pytest.mark.parametrize("region", ["没有的县", "全国", f"{CITY}\x00", "999999", "", " ", None])
def test_no_role_is_given_where_the_region_was_not_understood(region: str | None) -> None:
    wanted = {**WANTED, "office": ""} | {"region": region}
    typed = {name: value for name, value in wanted.items() if value is not None}
    client, account = at_desk("administrator"), official("police")
    for address in (NEW, f"{LIST}{account.public_id.hex}/role/"):
        assert client.post(address, typed).status_code == 400
    assert not Account.objects.filter(username="wang-mei").exists()
    assert RoleAssignment.objects.filter(account=account).count() == 1


def test_no_account_is_opened_beyond_ones_own_region() -> None:
    page = at_desk("administrator").post(NEW, {**WANTED, "region": "210700", "office": ""})
    assert page.status_code == 403
    assert not Account.objects.filter(username="wang-mei").exists()


def test_a_county_is_chosen_by_name_and_its_offices_are_offered() -> None:
    page = at_desk("administrator").get(NEW, {"region": "米易县"})
    offered = [value for value, _ in page.context["role_form"].fields["office"].choices]
    assert "510421/police" in offered
    assert all(value.startswith("510421/") for value in offered if value)


def test_the_list_shows_who_holds_what_in_ones_region_and_finds_by_name() -> None:
    official("police", "leading", username="here")
    accounts.create_official(
        by=SYSTEM, now=timezone.now(), username="far", display_name="虚构远", password=PASSWORD,
        grants=[Grant("clerk", "210700")],
    )  # fmt: skip
    client = at_desk("administrator")
    page = client.get(LIST)
    assert [row.username for row, _ in page.context["officials"]] == ["administrator", "here"]
    assert "经办人" in page.content.decode()
    assert [row.username for row, _ in client.get(LIST, {"named": "HER"}).context["officials"]] == ["here"]
    assert "没有这样的账号" in client.get(LIST, {"named": "nobody"}).content.decode()
    assert client.get(LIST, {"page": "-3' or 1"}).status_code == 200


def test_a_transferred_officer_loses_the_old_office_and_gets_the_new() -> None:
    account = official("police")
    client, address = at_desk("administrator"), f"{LIST}{account.public_id.hex}/"
    old = RoleAssignment.objects.get(account=account).public_id.hex
    assert client.post(f"{address}role/{old}/", {"last_day": ""}).headers["Location"] == address
    given = client.post(f"{address}role/", {**WANTED, "office": "510400/hrss"})
    assert given.headers["Location"] == address
    held = Principal.for_account(account, on=timezone.localdate()).grants
    assert held == (Grant("case-officer", CITY, "510400/hrss"),)


@pytest.mark.parametrize("day", ["2001-01-01", "morgen", "2030-02-30"])
def test_a_last_day_that_cannot_be_is_said_at_the_role(day: str) -> None:
    account = official("police")
    role = RoleAssignment.objects.get(account=account).public_id.hex
    client, address = at_desk("administrator"), f"{LIST}{account.public_id.hex}/"
    page = client.post(f"{address}role/{role}/", {"last_day": day})
    assert page.status_code == 400
    ((_, form, opened),) = page.context["lines"]
    assert opened and form.errors["last_day"]
    assert RoleAssignment.objects.get(account=account).valid_until is None


def test_a_closed_official_is_out_at_once_and_back_when_reopened() -> None:
    account = official("police")
    theirs, _ = log_in("police", PASSWORD)
    assert theirs.get("/desk/tasks/").status_code == 200
    client, address = at_desk("administrator"), f"{LIST}{account.public_id.hex}/"
    client.post(f"{address}close/")
    assert theirs.get("/desk/tasks/").status_code == 302
    assert log_in("police", PASSWORD)[0].get("/desk/tasks/").status_code == 302
    client.post(f"{address}reopen/")
    assert log_in("police", PASSWORD)[0].get("/desk/tasks/").status_code == 200


@pytest.mark.parametrize("act", ["password", "second-factor"])
def test_a_reset_ends_the_sessions_and_the_new_password_is_for_once(act: str) -> None:
    account = official("police")
    theirs, _ = log_in("police", PASSWORD)
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    page = at_desk("administrator").post(f"{LIST}{account.public_id.hex}/{act}/")
    assert theirs.get("/desk/tasks/").status_code == 302
    if act == "second-factor":
        client, _ = log_in("police", page.context["password"])
        assert client.get("/desk/tasks/").headers["Location"] == "/desk/me/password/"
    verbs = AuditEvent.objects.order_by("-pk").values_list("verb", flat=True)
    assert "directory.account.password_reset" in verbs[:2]


def test_a_one_time_password_that_is_too_old_is_told_so() -> None:
    password = at_desk("administrator").post(NEW, WANTED).context["password"]
    Account.objects.filter(username="wang-mei").update(password_valid_until=timezone.now())
    client, page = log_in("wang-mei", password)
    assert "已经过期" in page.content.decode()
    assert client.get("/desk/me/password/").headers["Location"].startswith("/desk/login/")
    assert "已经过期" not in log_in("wang-mei", "not this one")[1].content.decode()


def test_an_administrator_is_shown_no_way_to_manage_themselves() -> None:
    client = at_desk("administrator")
    own = Account.objects.get(username="administrator").public_id.hex
    main = client.get(f"{LIST}{own}/").content.decode().split("<main")[1]
    assert "<form" not in main
    assert "/role/" not in main
    assert client.post(f"{LIST}{own}/close/").status_code == 403


def test_accounts_that_are_not_ones_to_manage() -> None:
    far = accounts.create_official(
        by=SYSTEM, now=timezone.now(), username="far", display_name="虚构远", password=PASSWORD,
        grants=[Grant("clerk", "210700")],
    )  # fmt: skip
    client = at_desk("administrator")
    for public_id in (far.public_id.hex, "0" * 32):
        for address in (f"{LIST}{public_id}/", f"{LIST}{public_id}/role/"):
            assert client.get(address).status_code == 404
        assert client.post(f"{LIST}{public_id}/close/").status_code == 404
    assert client.post(f"{LIST}{far.public_id.hex}/explode/").status_code == 404
    police = at_desk("police")
    own = Account.objects.get(username="police").public_id.hex
    for address in (f"{LIST}{own}/", f"{LIST}{own}/role/"):
        assert police.get(address).status_code == 403
    assert police.post(f"{LIST}{own}/role/", WANTED).status_code == 403


def test_ones_own_page_shows_roles_and_changes_the_password() -> None:
    official("police")
    client, _ = log_in("police", PASSWORD)
    other, _ = log_in("police", PASSWORD)
    page = client.get("/desk/me/")
    assert [line.role.office for line in page.context["roles"]] == [POLICE]
    done = client.post("/desk/me/password/", {"current": PASSWORD, "new": OWN, "again": OWN})
    assert done.headers["Location"] == "/desk/me/"
    assert client.get("/desk/me/").status_code == 200
    assert other.get("/desk/me/").status_code == 302, "a session elsewhere ends"


@pytest.mark.parametrize(("wrong", "field"), [
    ({"current": "not this one"}, "current"),
    ({"new": "short", "again": "short"}, "new"),
    ({"again": "another one here"}, "again"),
    ({"new": PASSWORD, "again": PASSWORD}, "new"),
    ({"new": "", "again": ""}, "new"),
])  # fmt: skip
def test_a_password_is_refused_beside_its_field_and_never_shown(wrong: dict[str, str], field: str) -> None:
    client = at_desk("police")
    page = client.post("/desk/me/password/", {"current": PASSWORD, "new": OWN, "again": OWN, **wrong})
    assert page.status_code == 400
    assert next(iter(page.context["form"].errors)) == field
    assert OWN not in page.content.decode()


def test_the_current_password_is_not_guessed_at_an_unlocked_desk() -> None:
    client = at_desk("police")
    tries = [
        client.post("/desk/me/password/", {"current": f"wrong {n}", "new": OWN, "again": OWN}).status_code
        for n in range(7)
    ]
    assert tries == [400] * 6 + [429]


def test_a_name_is_kept_as_on_the_card_without_what_nobody_sees() -> None:
    at_desk("administrator").post(NEW, {**WANTED, "display_name": " 虚\u200b构\u202e王 "})
    assert Account.objects.get(username="wang-mei").display_name == "虚构王"


def administrator(username: str) -> Client:
    """Another administrator at the desk."""
    official("administrator", username=username)
    return log_in(username, PASSWORD)[0]


def said_whose(account: Account, number: str, *, by: str = "administrator") -> Any:
    """An administrator writes down whose an account is."""
    return at_desk(by).post(f"{LIST}{account.public_id.hex}/whose/", {"resident_number": number})


def test_whose_an_account_is_stands_on_both_pages_masked_and_in_the_trail() -> None:
    account, number = official("police"), resident_number(42)
    page = f"{LIST}{account.public_id.hex}/"
    own = log_in("police", PASSWORD)[0]
    assert "回避查不到" in administrator("first").get(page).content.decode()
    assert "还没有写明" in own.get("/desk/me/").content.decode()
    assert said_whose(account, number).headers["Location"] == page
    for body in (administrator("other").get(page), own.get("/desk/me/")):
        assert mask_resident_id(number) in body.content.decode()
        assert number not in body.content.decode()
    event = AuditEvent.objects.get(verb="directory.account.said_whose")
    assert event.subject == f"directory.Account:{account.public_id}"
    assert number not in repr(event.data)


@pytest.mark.parametrize(("by", "status"), [("auditor", 403), ("clerk", 403)])
def test_nobody_but_an_administrator_says_whose_an_account_is(by: str, status: int) -> None:
    account = official("police")
    assert said_whose(account, resident_number(42), by=by).status_code == status
    account.refresh_from_db()
    assert account.resident_number == ""


def test_an_administrator_does_not_say_whose_the_own_account_is() -> None:
    client = at_desk("administrator")
    account = Account.objects.get(username="administrator")
    number = {"resident_number": resident_number(42)}
    assert client.post(f"{LIST}{account.public_id.hex}/whose/", number).status_code == 403


@pytest.mark.parametrize("whose", [1, 2], ids=["own", "of the household"])
def test_an_official_decides_no_own_or_relative_s_case_and_does_nothing_for_them_at_the_counter(
    whose: int,
) -> None:
    case_id, me, other = lodged(), person(whose), person(2 if whose == 1 else 1)
    members = [(me.public_id.hex, "户主"), (other.public_id.hex, "配偶")]
    households.form(by=CLERK, now=timezone.now(), region=HERE, members=members, valid_from=date(2016, 1, 1))
    account = official("police", "clerk")
    accounts.say_whose(by=SYSTEM, now=timezone.now(), account=account, resident_number=me.resident_number)
    desk = log_in("police", PASSWORD)[0]
    refused = desk.post(f"/desk/cases/{case_id}/accept/")
    assert refused.status_code == 403 and "您不能办这个办件" in refused.content.decode()
    assert Case.objects.get().status == "lodged"
    task = Task.objects.get()
    with pytest.raises(DomainError) as unfit:
        tasks.assign(
            by=principal("police"), now=timezone.now(), task_id=task.public_id.hex,
            account_id=account.public_id.hex,
        )  # fmt: skip
    assert unfit.value.code == "task.assignee_unfit" and "回避" in unfit.value.why
    for row in (me, other):
        for act, given in (("papers", {"paper": "居民身份证"}), ("slip", {"paper": "居民身份证"})):
            page = desk.post(f"/desk/people/{row.public_id.hex}/{act}/", given)
            assert page.status_code == 403 and "回避" in page.content.decode(), act
    with pytest.raises(DomainError) as barred:
        applications.lodge(
            by=Principal(str(account.public_id), "虚构窗口", (Grant("clerk", CITY),)), now=timezone.now(), key="x",
            person_id=me.public_id.hex, service_id=PERMIT, region=HERE, answers={},
        )  # fmt: skip
    assert barred.value.code == "person.own_matter"
