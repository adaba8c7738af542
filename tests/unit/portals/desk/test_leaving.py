"""An official who leaves or moves: what they have in hand, who else can do it, and no day in two offices or in none."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from huigong.casework.actions import tasks
from huigong.casework.models import Task
from huigong.casework.queries.posts import empty_posts
from huigong.directory import queries
from huigong.directory.actions import accounts
from huigong.directory.models import Account, RoleAssignment
from huigong.directory.principals import SYSTEM, Grant, Principal
from tests.unit.portals.desk.staff import HRSS, POLICE, accepted, at_desk, official, principal
from tests.unit.registry.someone import CITY, HERE

pytestmark = pytest.mark.usefixtures("wednesday")


def holding() -> Account:
    """A police officer who has the decision of one case in hand."""
    account, case_id = official("police", username="leaver"), accepted()
    task = Task.objects.get(case__public_id=case_id, kind="decide")
    viewer = Principal.for_account(account, on=timezone.localdate())
    tasks.assign(by=viewer, now=timezone.now(), task_id=task.public_id.hex, account_id=viewer.account_id)
    return account


def test_the_page_says_what_a_leaver_has_in_hand_and_that_nobody_else_can_do_it() -> None:
    account, client = holding(), at_desk("administrator")
    address = f"/desk/accounts/{account.public_id.hex}/"
    page = client.get(address)
    (post,) = page.context["in_hand"]
    assert (post.office, post.tasks, post.able) == (POLICE, 1, 0)
    assert "没有别人能接" in page.content.decode()
    official("police", username="colleague")
    page = client.get(address)
    assert page.context["in_hand"][0].able == 1
    assert "另有 1 人能接" in page.content.decode()


def test_a_post_is_empty_when_the_last_one_leaves_and_not_before() -> None:
    account, today = holding(), timezone.localdate()
    assert empty_posts(principal("administrator"), today=today) == ()
    accounts.close_account(by=SYSTEM, now=timezone.now(), account=account)
    (post,) = empty_posts(principal("administrator"), today=today)
    assert (post.office, post.tasks) == (POLICE, 1)
    official("hrss", username="another-office")
    assert len(empty_posts(principal("administrator"), today=today)) == 1
    elsewhere = Principal("far", "虚构远", (Grant("administrator", "220100"),))
    assert empty_posts(elsewhere, today=today) == (), "another county's posts are told to nobody"
    assert empty_posts(principal("auditor"), today=today) == ()
    official("police", username="successor")
    assert empty_posts(principal("administrator"), today=today) == ()


def moved(account: Account, *, start: int, office: str = HRSS) -> tuple[int, list[str]]:
    """Sends the form of a move that begins in so many days; the status, and the mistakes."""
    (row,) = RoleAssignment.objects.filter(account=account)
    day = timezone.localdate() + timedelta(days=start)
    said = {
        "region": HERE,
        "role": "case-officer",
        "office": office,
        "valid_from": day.isoformat(),
        "instead": row.public_id.hex,
    }
    page = at_desk("administrator").post(f"/desk/accounts/{account.public_id.hex}/role/", said)
    return page.status_code, list(page.context["role_form"].errors) if page.context else []


@pytest.mark.parametrize("start", [0, 1, 30])
def test_a_move_leaves_no_day_in_two_offices_and_none_in_neither(start: int) -> None:
    account, today = holding(), timezone.localdate()
    RoleAssignment.objects.filter(account=account).update(valid_from=today - timedelta(days=9))
    assert moved(account, start=start) == (302, [])
    for ahead in range(40):
        held = Principal.for_account(account, on=today + timedelta(days=ahead))
        assert [grant.office for grant in held.grants] == [POLICE if ahead < start else HRSS], ahead


def test_the_tasks_of_a_mover_stay_with_the_old_office() -> None:
    account = holding()
    moved(account, start=0)
    task = Task.objects.get(kind="decide", status="open")
    assert task.office == POLICE
    assert [post.office for post in empty_posts(principal("administrator"), today=timezone.localdate())] == [
        POLICE
    ]


def test_a_move_to_where_somebody_is_already_changes_nothing() -> None:
    account = holding()
    (row,) = RoleAssignment.objects.filter(account=account)
    said = {
        "region": CITY,
        "role": "case-officer",
        "office": POLICE,
        "valid_from": timezone.localdate().isoformat(),
        "instead": row.public_id.hex,
    }
    page = at_desk("administrator").post(f"/desk/accounts/{account.public_id.hex}/role/", said)
    assert page.status_code in {400, 409}
    assert RoleAssignment.objects.get(account=account).valid_until is None


def test_the_form_says_which_role_it_takes_the_place_of() -> None:
    account, client = holding(), at_desk("administrator")
    (row,) = queries.roles_of(SYSTEM, account)
    page = client.get(f"/desk/accounts/{account.public_id.hex}/role/", {"instead": row.public_id})
    assert "调到另一个部门" in page.content.decode()
    assert (
        client.get(f"/desk/accounts/{account.public_id.hex}/role/", {"instead": "0" * 32}).status_code == 404
    )
