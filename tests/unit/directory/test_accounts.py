"""Accounts and roles: who may give what, from when until when, and what is recorded."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import check_password
from django.db import IntegrityError
from django.db.models.expressions import RawSQL

from huigong.audit.models import AuditEvent
from huigong.audit.queries import events
from huigong.directory import queries
from huigong.directory.actions import accounts, logins, roles
from huigong.directory.models import Account, RoleAssignment
from huigong.directory.permissions import Permission
from huigong.directory.principals import ANONYMOUS, SYSTEM, Grant, Principal
from huigong.kernel.errors import DomainError

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 9 o'clock in Shanghai
TODAY = date(2026, 3, 2)
PASSWORD = "correct-horse-battery"
NUMBER = "999999198005170012"
CITY_ADMINISTRATOR = Principal("admin", "虚构管", (Grant("administrator", "510400"),))


def official(*grants: Grant, username: str = "xugou") -> Account:
    return accounts.create_official(
        by=SYSTEM, now=NOW, username=username, display_name="虚构甲", password=PASSWORD, grants=grants
    )


def test_an_official_starts_with_the_roles_given() -> None:
    account = official(Grant("case-officer", "510400", "510400/hrss"))
    principal = Principal.for_account(account, on=TODAY)
    assert (principal.account_id, principal.name) == (str(account.public_id), "虚构甲")
    assert principal.grants == (Grant("case-officer", "510400", "510400/hrss"),)
    assert check_password(PASSWORD, account.password)
    assert not account.is_staff
    assert not account.is_superuser


def numbered(username: str, *, by: Principal = CITY_ADMINISTRATOR, region: str = "510411") -> Account:
    account, _ = logins.open_official(
        by=by, now=NOW, username=username, display_name="虚构甲", resident_number=NUMBER,
        grant=Grant("clerk", region),
    )  # fmt: skip
    return account


def test_one_number_has_one_account_and_nobody_learns_of_accounts_elsewhere() -> None:
    first = numbered("first")
    with pytest.raises(DomainError) as refused:
        numbered("second")
    assert refused.value.code == "account.number_taken"
    assert list(Account.objects.all()) == [first]
    far = Principal("far", "虚构远", (Grant("administrator", "210700"),))
    assert numbered("third", by=far, region="210700").resident_number_index == first.resident_number_index


def test_a_number_is_looked_up_and_not_read_of_every_official() -> None:
    account, other = official(Grant("clerk", "510411")), official(Grant("clerk", "510411"), username="other")
    accounts.say_whose(by=CITY_ADMINISTRATOR, now=NOW, account=account, resident_number=NUMBER)
    Account.objects.filter(pk=other.pk).update(resident_number=RawSQL("%s", ["of no key"]))
    with pytest.raises(DomainError) as refused:
        numbered("third")
    assert refused.value.code == "account.number_taken"


def test_opening_and_giving_a_role_are_recorded() -> None:
    account = official(Grant("clerk", "510411"))
    recorded = AuditEvent.objects.values_list("verb", "subject", "region")
    subject = f"directory.Account:{account.public_id}"
    assert list(recorded) == [
        ("directory.account.opened", subject, "510411"),
        ("directory.role.assigned", subject, "510411"),
    ]


@pytest.mark.parametrize(("username", "password", "code"), [
    ("xugou", PASSWORD, "account.username_taken"),
    ("other", "short", "account.password_weak"),
])  # fmt: skip
def test_an_account_that_cannot_be_opened(username: str, password: str, code: str) -> None:
    official()
    with pytest.raises(DomainError) as refused:
        accounts.create_official(
            by=SYSTEM, now=NOW, username=username, display_name="虚构乙", password=password
        )
    assert refused.value.code == code


def test_who_may_not_give_a_role_opens_no_account_either() -> None:
    with pytest.raises(DomainError) as refused:
        accounts.create_official(
            by=CITY_ADMINISTRATOR, now=NOW, username="far", display_name="虚构乙", password=PASSWORD,
            grants=[Grant("clerk", "210700")],
        )  # fmt: skip
    assert refused.value.code == "access.denied"
    assert not Account.objects.filter(username="far").exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("grant", "code"),
    [
        (Grant("emperor", "510400"), "role.unknown"),
        (Grant("routine", "510400"), "role.unknown"),
        (Grant("clerk", "510400", "210700/hrss"), "role.region"),
        (Grant("clerk", "51"), "role.region"),
        (Grant("clerk", "999999"), "role.region"),
        (Grant("clerk", "５１０４００"), "role.region"),
        (Grant("administrator", "510400", "510400/hrss"), "role.no_office"),
        (Grant("auditor", "510400", "510400/hrss"), "role.no_office"),
        (Grant("policy-officer", "510400", "510400/hrss"), "role.no_office"),
    ],
)
def test_a_role_that_makes_no_sense_is_refused(grant: Grant, code: str) -> None:
    account = official()
    with pytest.raises(DomainError) as refused:
        roles.assign_role(by=SYSTEM, now=NOW, account=account, grant=grant)
    assert refused.value.code == code


@pytest.mark.parametrize("role", ["clerk", "case-officer", "inspector", "leading-group-officer"])
def test_a_role_with_anything_of_an_office_is_given_for_one(role: str) -> None:
    grant = Grant(role, "510400", "510400/hrss")
    assert roles.assign_role(by=SYSTEM, now=NOW, account=official(), grant=grant).office == "510400/hrss"


def test_the_same_role_twice_is_one() -> None:
    account = official()
    first, second = (
        roles.assign_role(by=SYSTEM, now=NOW, account=account, grant=Grant("clerk", "510411"))
        for _ in range(2)
    )
    assert first == second


def test_an_open_role_that_begins_later_is_said_and_not_given_again() -> None:
    account, role = official(), Grant("clerk", "510411")
    roles.assign_role(by=SYSTEM, now=NOW, account=account, grant=role, valid_from=date(2026, 4, 1))
    with pytest.raises(DomainError) as refused:
        roles.assign_role(by=SYSTEM, now=NOW, account=account, grant=role)
    assert refused.value.code == "role.held"


@pytest.mark.parametrize("act", [roles.end_role, roles.withdraw_role])
def test_a_role_taken_away_meanwhile_is_said_to_be_over(act: Callable[..., object]) -> None:
    official(Grant("clerk", "510411"))
    shown = RoleAssignment.objects.get()
    roles.withdraw_role(by=CITY_ADMINISTRATOR, now=NOW, assignment=RoleAssignment.objects.get())
    with pytest.raises(DomainError) as refused:
        act(by=CITY_ADMINISTRATOR, now=NOW, assignment=shown)
    assert refused.value.code == "role.over"


AUDITOR = Principal("auditor", "虚构审", (Grant("auditor", "510400"),))
FAR_AUDITOR = Principal("far", "虚构远", (Grant("auditor", "210700"),))


def test_the_auditor_of_the_region_sees_everything_done_with_an_account() -> None:
    account, _ = logins.open_official(
        by=CITY_ADMINISTRATOR, now=NOW, username="new", display_name="虚构甲", grant=Grant("clerk", "510411")
    )
    roles.assign_role(
        by=CITY_ADMINISTRATOR, now=NOW, account=account, grant=Grant("clerk", "510421")
    )  # fmt: skip
    logins.reset_password(by=CITY_ADMINISTRATOR, now=NOW, account=account)
    logins.forget_second_factor(by=CITY_ADMINISTRATOR, now=NOW, account=account)
    account.set_password(PASSWORD)
    theirs = Principal.for_account(account, on=TODAY)
    logins.change_password(
        by=theirs, now=NOW, account=account, current=PASSWORD, new="four white storks here"
    )
    accounts.close_account(by=CITY_ADMINISTRATOR, now=NOW, account=account)
    accounts.reopen_account(by=CITY_ADMINISTRATOR, now=NOW, account=account)
    seen = {event.verb.removeprefix("directory.") for event in events(AUDITOR)}
    assert seen == {
        "account.opened", "role.assigned", "account.password_reset", "account.second_factor_forgotten",
        "account.password_changed", "account.closed", "account.reopened",
    }  # fmt: skip
    assert not events(FAR_AUDITOR).exists()


def test_who_moved_away_is_seen_by_the_auditor_of_where_they_are_now() -> None:
    account = official(Grant("clerk", "510411"))
    roles.withdraw_role(by=SYSTEM, now=NOW + timedelta(days=9), assignment=RoleAssignment.objects.get())
    roles.assign_role(by=SYSTEM, now=NOW + timedelta(days=9), account=account, grant=Grant("clerk", "210700"))
    logins.reset_password(by=SYSTEM, now=NOW + timedelta(days=9), account=account)
    assert "directory.account.password_reset" in {event.verb for event in events(FAR_AUDITOR)}
    assert "directory.account.password_reset" not in {event.verb for event in events(AUDITOR)}


def test_an_account_without_roles_is_seen_where_whoever_opened_it_sits() -> None:
    account = accounts.create_official(
        by=CITY_ADMINISTRATOR, now=NOW, username="bare", display_name="虚构甲", password=PASSWORD
    )
    accounts.close_account(by=CITY_ADMINISTRATOR, now=NOW, account=account)
    assert events(AUDITOR).count() == 2


def test_the_database_keeps_one_open_role_of_a_kind() -> None:
    account = official(Grant("clerk", "510411"))
    with pytest.raises(IntegrityError):
        RoleAssignment.objects.create(account=account, role="clerk", region="510411", valid_from=TODAY)


def test_a_role_holds_from_its_first_to_its_last_day() -> None:
    account = official()
    roles.assign_role(
        by=SYSTEM, now=NOW, account=account, grant=Grant("clerk", "510411"),
        valid_from=date(2026, 3, 10), valid_until=date(2026, 3, 20),
    )  # fmt: skip
    held = {
        day: bool(Principal.for_account(account, on=date(2026, 3, day)).grants) for day in (9, 10, 20, 21)
    }
    assert held == {9: False, 10: True, 20: True, 21: False}


def test_an_ended_role_lasts_to_the_end_of_the_day() -> None:
    account = official(Grant("clerk", "510411"))
    roles.end_role(by=CITY_ADMINISTRATOR, now=NOW, assignment=RoleAssignment.objects.get())
    assert Principal.for_account(account, on=TODAY).can(Permission.PERSON_FIND)
    assert not Principal.for_account(account, on=date(2026, 3, 3)).can(Permission.PERSON_FIND)


def test_a_role_cannot_end_before_it_begins() -> None:
    official(Grant("clerk", "510411"))
    with pytest.raises(DomainError) as refused:
        roles.end_role(by=SYSTEM, now=NOW, assignment=RoleAssignment.objects.get(), on=date(2026, 3, 1))
    assert refused.value.code == "role.dates"


def test_a_closed_account_holds_no_role_and_cannot_log_in() -> None:
    account = official(Grant("clerk", "510411"))
    accounts.close_account(by=CITY_ADMINISTRATOR, now=NOW, account=account)
    assert Principal.for_account(account, on=TODAY).grants == ()
    assert ModelBackend().authenticate(None, username="xugou", password=PASSWORD) is None


def test_an_administrator_does_not_close_accounts_that_reach_further() -> None:
    account = official(Grant("clerk", "510411"), Grant("auditor", "510000"))
    with pytest.raises(DomainError) as refused:
        accounts.close_account(by=CITY_ADMINISTRATOR, now=NOW, account=account)
    assert refused.value.code == "access.denied"


def test_a_worker_has_one_account_for_a_phone_however_it_is_written() -> None:
    first = accounts.worker_account(now=NOW, phone="138 0000 0000")
    again = accounts.worker_account(now=NOW, phone="+86-13800000000")
    assert first == again
    assert first.kind == Account.Kind.WORKER
    assert not first.has_usable_password()
    assert "13800000000" not in first.username + first.display_name
    assert Principal.for_account(first, on=TODAY).grants == ()


def test_a_closed_worker_account_is_not_opened_again() -> None:
    account = accounts.worker_account(now=NOW, phone="13800000000")
    accounts.close_account(by=CITY_ADMINISTRATOR, now=NOW, account=account)
    with pytest.raises(DomainError) as refused:
        accounts.worker_account(now=NOW, phone="13800000000")
    assert refused.value.code == "account.closed"


def test_the_trail_does_not_hold_the_phone() -> None:
    accounts.worker_account(now=NOW, phone="13800000000")
    event = AuditEvent.objects.get()
    assert "13800000000" not in f"{event.actor_name}{event.subject}{event.data}"


def test_officials_are_listed_within_the_regions_managed() -> None:
    near = official(Grant("clerk", "510411"), username="near")
    official(Grant("clerk", "210700"), username="far")
    accounts.worker_account(now=NOW, phone="13800000000")
    assert list(queries.officials(CITY_ADMINISTRATOR)) == [near]
    with pytest.raises(DomainError):
        queries.officials(ANONYMOUS)


def test_an_account_is_seen_by_its_owner_and_its_administrator() -> None:
    account = official(Grant("clerk", "510411"))
    owner = Principal.for_account(account, on=TODAY)
    for viewer in (owner, CITY_ADMINISTRATOR):
        assert queries.account_by_public_id(viewer, str(account.public_id)) == account
        (row,) = queries.roles_of(viewer, account)
        assert (row.role_name, row.region, row.valid_until) == ("窗口人员", "510411", None)
    with pytest.raises(DomainError) as refused:
        queries.account_by_public_id(ANONYMOUS, account.public_id)
    assert refused.value.code == "access.denied"


@pytest.mark.parametrize("public_id", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_an_account_that_does_not_exist(public_id: str) -> None:
    with pytest.raises(DomainError) as refused:
        queries.account_by_public_id(SYSTEM, public_id)
    assert refused.value.code == "account.not_found"
