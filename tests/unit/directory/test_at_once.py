"""Many windows at the same moment: one account of a name, one of a phone, one role of a kind, and a refusal in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from itertools import cycle

import pytest
from django.db import connection

from huigong.audit.models import AuditEvent
from huigong.directory import localoffices as known
from huigong.directory import offices
from huigong.directory.actions import accounts, localdays, localoffices, roles
from huigong.directory.models import Account, LocalDay, LocalOffice, RoleAssignment
from huigong.directory.offices import Contact
from huigong.directory.principals import NATION, SYSTEM, Grant, Principal
from huigong.kernel.errors import DomainError

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
PASSWORD = "correct-horse-battery"
WINDOWS = 6

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite has one writer, and its test database lives in the memory of one connection",
    ),
]


def at_once(action: Callable[[], object]) -> Counter[object]:
    """What each window was told: what the action returned, or the code of its refusal."""

    def window(_: int) -> object:
        try:
            return action()
        except DomainError as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(WINDOWS) as pool:
        return Counter(pool.map(window, range(WINDOWS)))


def new_official() -> Account:
    return accounts.create_official(
        by=SYSTEM, now=NOW, username="xugou", display_name="虚构甲", password=PASSWORD
    )


def test_one_user_name_is_taken_once_and_the_others_are_told() -> None:
    told = at_once(new_official)
    assert told == Counter({Account.objects.get(): 1, "account.username_taken": WINDOWS - 1})
    assert AuditEvent.objects.count() == 1


def test_one_number_has_one_account() -> None:
    new_official()
    names = iter("abcdef")

    def numbered() -> str:
        accounts.create_official(
            by=SYSTEM, now=NOW, username=next(names), display_name="虚构甲", password=PASSWORD,
            resident_number="999999198005170012", grants=[Grant("clerk", "510411")],
        )  # fmt: skip
        return "opened"

    assert at_once(numbered) == Counter({"opened": 1, "account.number_taken": WINDOWS - 1})


def test_one_role_is_given_once() -> None:
    account, role = new_official(), Grant("clerk", "510411")
    told = at_once(lambda: roles.assign_role(by=SYSTEM, now=NOW, account=account, grant=role))
    assert told == Counter({RoleAssignment.objects.get(): WINDOWS})
    assert AuditEvent.objects.filter(verb="directory.role.assigned").count() == 1


def test_one_phone_opens_one_account() -> None:
    told = at_once(lambda: accounts.worker_account(now=NOW, phone="13800000000"))
    assert told == Counter({Account.objects.get(): WINDOWS})


def test_a_role_is_withdrawn_once() -> None:
    account = new_official()
    role = roles.assign_role(by=SYSTEM, now=NOW, account=account, grant=Grant("clerk", "510411"))
    told = at_once(lambda: roles.withdraw_role(by=SYSTEM, now=NOW, assignment=role))
    assert told == Counter({None: 1, "role.over": WINDOWS - 1})


HERE = "510411"
HRSS, CIVIL = f"{HERE}/hrss", f"{HERE}/civil"
ADMINISTRATOR = Principal("admin", "虚构管", (Grant("administrator", NATION),))


@pytest.mark.usefixtures("local_folder")
def test_of_pages_that_were_open_at_once_one_is_kept_and_the_others_are_told() -> None:
    seen, names = known.newest_of(ADMINISTRATOR, HRSS), cycle(["虚构甲局", "虚构乙局", "虚构丙局"])

    def change() -> None:
        localoffices.change(
            by=ADMINISTRATOR, now=NOW, office_id=HRSS, valid_from=date(2026, 3, 2), name=next(names),
            contact=Contact(), source="来函", seen=seen,
        )  # fmt: skip

    assert at_once(change) == Counter({None: 1, "office.said_meanwhile": WINDOWS - 1})
    assert LocalOffice.objects.count() == 1


@pytest.mark.usefixtures("local_folder")
def test_two_offices_are_not_closed_into_each_other_at_once() -> None:
    pairs = cycle([(HRSS, CIVIL), (CIVIL, HRSS)])

    def close() -> None:
        closing, heir = next(pairs)
        localoffices.close(
            by=ADMINISTRATOR, now=NOW, office_id=closing, last_day=date(2026, 3, 1), successor=heir, source="方案",
        )  # fmt: skip

    told = at_once(close)
    assert told.pop(None) == WINDOWS // 2, "the same again says nothing more"
    assert told.keys() <= {"office.heir_back", "office.no_heir"}, "as the book stood that the window has read"
    closed = LocalOffice.objects.get()
    assert offices.book().in_charge(closed.office, date(2026, 3, 2)) is not None


@pytest.mark.usefixtures("local_folder")
def test_one_day_off_is_said_once() -> None:
    said = {"day": date(2026, 3, 5), "working": False, "note": "虚构节", "source": "通知"}
    assert at_once(lambda: localdays.put(by=ADMINISTRATOR, now=NOW, **said)) == Counter({None: WINDOWS})
    assert LocalDay.objects.count() == 1
