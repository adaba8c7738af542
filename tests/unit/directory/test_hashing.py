"""No password is hashed or compared while a transaction is open: on SQLite every other writer would wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection

from huigong.directory.actions import accounts, logins
from huigong.directory.models import Account
from huigong.directory.principals import SYSTEM, Grant, Principal

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
FIRST, SECOND = "three small grey herons", "four large white storks"
POLICE = Grant("case-officer", "510400", "510400/police")
pytestmark = pytest.mark.django_db
worked: list[int] = []


class WatchfulHasher(MD5PasswordHasher):
    """A cheap hasher that notes how many blocks of a transaction are open when it works."""

    algorithm = "watchful"

    def encode(self, password: str, salt: str) -> str:
        worked.append(len(connection.savepoint_ids))
        return super().encode(password, salt)


@pytest.fixture
def watched(settings: Any) -> Iterator[list[int]]:
    """The depth each time that a password was hashed or compared, beyond the blocks of the test itself."""
    settings.PASSWORD_HASHERS = [f"{__name__}.WatchfulHasher"]
    worked.clear()
    yield worked
    worked.clear()


@pytest.fixture
def outside() -> int:
    """The depth at which no transaction of an action is open."""
    return len(connection.savepoint_ids)


def official() -> Account:
    return accounts.create_official(
        by=SYSTEM, now=NOW, username="xugou", display_name="虚构甲", password=FIRST, grants=[POLICE]
    )


def test_opening_an_account(watched: list[int], outside: int) -> None:
    official()
    logins.open_official(by=SYSTEM, now=NOW, username="second", display_name="虚构乙", grant=POLICE)
    assert watched == [outside, outside]


def test_changing_and_resetting(watched: list[int], outside: int) -> None:
    account = official()
    himself = Principal.for_account(account, on=NOW.date())
    logins.change_password(by=himself, now=NOW, account=account, current=FIRST, new=SECOND)
    logins.reset_password(by=SYSTEM, now=NOW, account=account)
    logins.forget_second_factor(by=SYSTEM, now=NOW, account=account)
    assert len(watched) >= 5
    assert set(watched) == {outside}


def test_a_refused_opening_leaves_nothing(watched: list[int]) -> None:
    official()
    wrong = Grant("case-officer", "510400", "610000/police")
    with pytest.raises(Exception, match="对不上"):
        logins.open_official(by=SYSTEM, now=NOW, username="second", display_name="虚构乙", grant=wrong)
    assert Account.objects.count() == 1
