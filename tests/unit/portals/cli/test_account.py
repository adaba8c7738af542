"""Accounts from the shell: opened once, with a password nobody keeps, closed without losing history."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from huigong.directory import queries
from huigong.directory.principals import SYSTEM
from huigong.kernel.errors import DomainError
from huigong.portals.cli import account

pytestmark = pytest.mark.django_db
LI = ["li", "--name", "虚构李", "--role", "case-officer", "--region", "510400", "--office", "510400/police"]


def opened(capsys: pytest.CaptureFixture[str]) -> str:
    """The password that was shown."""
    assert account.run(["add", *LI]) == 0
    found = re.search(r"一次性密码：(\S+)", capsys.readouterr().out)
    assert found
    return found.group(1)


def test_the_shown_password_lets_the_official_in(capsys: pytest.CaptureFixture[str]) -> None:
    request = RequestFactory().post("/desk/login/")
    assert authenticate(request, username="li", password=opened(capsys)) is not None


def test_a_name_is_given_once(capsys: pytest.CaptureFixture[str]) -> None:
    opened(capsys)
    with pytest.raises(DomainError, match="li"):
        account.run(["add", *LI])


@pytest.mark.parametrize("verb", ["add", "role"])
def test_an_office_that_is_none_is_refused_with_the_few_that_are_most_like_it(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody with such a role would see no case, and nothing would say why."""
    if verb == "role":
        opened(capsys)
    wrong = [*LI[:-1], "510400/education"]
    words = wrong if verb == "add" else [wrong[0], *wrong[3:]]
    with pytest.raises(DomainError) as refused:
        account.run([verb, *words])
    assert "510400/education" in refused.value.what
    told = str(refused.value.do)
    assert told.index("510400/edu ") < 30 and told.count("510400/") == 5, "not all hundred and forty"
    capsys.readouterr()
    account.run(["list"])
    assert "education" not in capsys.readouterr().out


def test_a_second_role_is_listed_and_a_closed_account_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    opened(capsys)
    account.run(["role", "li", "--role", "leading-group-officer", "--region", "510400"])
    account.run(["close", "li"])
    capsys.readouterr()
    account.run(["list"])
    listed = capsys.readouterr().out
    assert "经办人 510400 510400/police；农民工办人员 510400" in listed
    assert "已停用" in listed
    assert not queries.official_named(SYSTEM, "li").is_active


def test_an_unknown_name_says_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DomainError, match="huigong account list"):
        account.run(["close", "nobody"])


def test_a_reset_password_is_another_and_for_once(capsys: pytest.CaptureFixture[str]) -> None:
    first = opened(capsys)
    for verb in ("password", "lost-phone"):
        assert account.run([verb, "li"]) == 0
        assert first not in capsys.readouterr().out
    li = queries.official_named(SYSTEM, "li")
    assert li.password_valid_until is not None
    assert not li.check_password(first)


def test_a_role_is_ended_once_and_an_account_comes_back_without_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    opened(capsys)
    assert account.run(["end", "li", "--role", "case-officer"]) == 0
    assert account.run(["end", "li", "--role", "case-officer"]) == 1
    account.run(["close", "li"])
    account.run(["reopen", "li"])
    li = queries.official_named(SYSTEM, "li")
    assert li.is_active
    assert queries.roles_of(SYSTEM, li) == ()
