"""One-time passwords, one's own password, a lost second factor; ending roles at once; nobody manages themselves."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator

from huigong.audit.models import AuditEvent
from huigong.directory import queries
from huigong.directory.actions import accounts, logins, roles
from huigong.directory.models import Account, RoleAssignment
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.kernel.errors import DomainError

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 9 o'clock in Shanghai
TODAY = date(2026, 3, 2)
OWN = "three small grey herons"
POLICE = Grant("case-officer", "510400", "510400/police")
HRSS = Grant("case-officer", "510400", "510400/hrss")
ADMINISTRATOR = Principal("admin", "虚构管", (Grant("administrator", "510400"),))


def opened(username: str = "xugou") -> tuple[Account, str]:
    return logins.open_official(
        by=ADMINISTRATOR, now=NOW, username=username, display_name="虚构甲", grant=POLICE
    )


def himself(account: Account) -> Principal:
    return Principal.for_account(account, on=TODAY)


def verbs() -> list[str]:
    return [verb.removeprefix("directory.") for verb in AuditEvent.objects.values_list("verb", flat=True)]


def code_of(raised: pytest.ExceptionInfo[DomainError]) -> str:
    return raised.value.code


def test_a_new_account_has_a_password_for_once_and_its_role() -> None:
    account, password = opened()
    assert account.check_password(password)
    assert account.password_valid_until == NOW + timedelta(days=3)
    assert himself(account).grants == (POLICE,)
    assert password not in str(list(AuditEvent.objects.values()))


def test_an_official_replaces_the_one_time_password() -> None:
    account, password = opened()
    logins.change_password(by=himself(account), now=NOW, account=account, current=password, new=OWN)
    account.refresh_from_db()
    assert account.check_password(OWN)
    assert account.password_valid_until is None
    assert verbs()[-1] == "account.password_changed"


@pytest.mark.parametrize(("current", "new", "code"), [
    ("not this one", OWN, "account.password_wrong"),
    ("", "short", "account.password_weak"),
    ("", "", "account.password_same"),
])  # fmt: skip
def test_a_password_that_cannot_be_taken(current: str, new: str, code: str) -> None:
    account, password = opened()
    with pytest.raises(DomainError) as refused:
        logins.change_password(
            by=himself(account), now=NOW, account=account, current=current or password, new=new or password
        )
    assert code_of(refused) == code
    assert account.check_password(password)


@pytest.mark.parametrize(
    "like", ["{username}-2026-2026", "{bare}_zhong_2031", "ok {upper} 2031!", "2031年的{name}密码"]
)
def test_a_password_made_of_the_user_name_is_refused_and_the_rule_is_named(like: str) -> None:
    account, password = opened()
    username, name = account.username, account.display_name
    bare = re.sub(r"\W", "", username)
    new = like.format(username=username, bare=bare, upper=username.upper(), name=name).ljust(14, "x")
    with pytest.raises(DomainError) as refused:
        logins.change_password(by=himself(account), now=NOW, account=account, current=password, new=new)
    assert code_of(refused) == "account.password_weak"
    assert "密码里有用户名或姓名" in refused.value.what


def test_nobody_changes_the_password_of_another() -> None:
    account, password = opened()
    with pytest.raises(DomainError) as refused:
        logins.change_password(by=ADMINISTRATOR, now=NOW, account=account, current=password, new=OWN)
    assert code_of(refused) == "access.denied"


def test_a_reset_password_works_once_more_for_three_days() -> None:
    account, first = opened()
    second = logins.reset_password(by=ADMINISTRATOR, now=NOW, account=account)
    assert not account.check_password(first)
    assert account.check_password(second)
    assert account.password_valid_until == NOW + timedelta(days=3)
    assert verbs()[-1] == "account.password_reset"


def test_a_lost_second_factor_goes_with_the_password() -> None:
    account, first = opened()
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=account, type=kind, data={})
    assert queries.has_second_factor(account)
    logins.forget_second_factor(by=ADMINISTRATOR, now=NOW, account=account)
    assert not Authenticator.objects.filter(user=account).exists()
    assert not account.check_password(first)
    assert verbs()[-2:] == ["account.password_reset", "account.second_factor_forgotten"]


def test_a_closed_account_can_be_opened_again_with_its_role() -> None:
    account, _ = opened()
    accounts.close_account(by=ADMINISTRATOR, now=NOW, account=account)
    assert himself(account).grants == ()
    accounts.reopen_account(by=ADMINISTRATOR, now=NOW, account=account)
    assert himself(account).grants == (POLICE,)
    assert verbs()[-2:] == ["account.closed", "account.reopened"]


@pytest.mark.parametrize(
    ("began", "kept"), [(TODAY, []), (date(2026, 2, 1), [date(2026, 3, 1)])], ids=["today", "before"]
)
def test_a_transferred_officer_loses_the_old_office_at_once(began: date, kept: list[date]) -> None:
    account, _ = opened()
    assignment = RoleAssignment.objects.get()
    assignment.valid_from = began
    assignment.save()
    roles.withdraw_role(by=ADMINISTRATOR, now=NOW, assignment=assignment)
    roles.assign_role(by=ADMINISTRATOR, now=NOW, account=account, grant=HRSS)
    assert himself(account).grants == (HRSS,)
    ended = RoleAssignment.objects.filter(office=POLICE.office).values_list("valid_until", flat=True)
    assert list(ended) == kept
    assert verbs()[-2:] == ["role.withdrawn", "role.assigned"]


def test_a_role_that_is_over_cannot_be_withdrawn_into_a_shorter_one() -> None:
    opened()
    assignment = RoleAssignment.objects.get()
    roles.end_role(by=ADMINISTRATOR, now=NOW, assignment=assignment)
    with pytest.raises(DomainError) as refused:
        roles.withdraw_role(by=ADMINISTRATOR, now=NOW + timedelta(days=9), assignment=assignment)
    assert code_of(refused) == "role.over"
    assert RoleAssignment.objects.get().valid_until == TODAY


def test_nobody_manages_their_own_account() -> None:
    account = accounts.create_official(
        by=SYSTEM, now=NOW, username="admin", display_name="虚构管", password=OWN,
        grants=[Grant("administrator", "510400")],
    )  # fmt: skip
    by, assignment = himself(account), RoleAssignment.objects.get()
    for act in (
        lambda: roles.assign_role(by=by, now=NOW, account=account, grant=Grant("clerk", "510411")),
        lambda: roles.end_role(by=by, now=NOW, assignment=assignment),
        lambda: roles.withdraw_role(by=by, now=NOW, assignment=assignment),
        lambda: accounts.close_account(by=by, now=NOW, account=account),
        lambda: logins.reset_password(by=by, now=NOW, account=account),
        lambda: logins.forget_second_factor(by=by, now=NOW, account=account),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        assert code_of(refused) == "account.own"


def test_a_role_of_another_account_is_not_found() -> None:
    account, _ = opened()
    other, _ = opened("other")
    foreign = RoleAssignment.objects.get(account=other).public_id
    for public_id in (foreign, "nonsense"):
        with pytest.raises(DomainError) as refused:
            queries.assignment_of(ADMINISTRATOR, account, public_id)
        assert code_of(refused) == "role.not_found"


def test_a_list_of_officials_by_a_part_of_the_name_with_the_roles_of_the_day() -> None:
    account, _ = opened()
    opened("other")
    found = queries.officials(ADMINISTRATOR, named="xug")
    (row,) = queries.with_roles(ADMINISTRATOR, found, on=TODAY)
    assert (row.username, [role.office for role in row.roles]) == (account.username, ["510400/police"])
    assert [role.state_on(TODAY - timedelta(days=1)) for role in row.roles] == ["later"]
