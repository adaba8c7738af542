"""No orphan: whatever becomes of officials and offices, each open task has a live owner or stands on the alarm list."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huigong.casework.access import DOES
from huigong.casework.accountability import exists
from huigong.casework.actions import cases
from huigong.casework.actions import tasks as tasking
from huigong.casework.models import Case, Task
from huigong.casework.queries import owners
from huigong.casework.queries.owners import Why, unowned
from huigong.directory.models import Account, RoleAssignment
from huigong.directory.principals import Grant, Principal
from huigong.kernel.errors import DomainError
from tests.unit.casework.desk import (
    CITY,
    FAR,
    HERE,
    HOUSING,
    HRSS,
    INSPECTOR,
    LEADING_GROUP,
    NOW,
    PERMIT,
    POLICE,
    POLICE_OFFICER,
    TODAY,
    applicant,
    lodge,
    worker,
)

pytestmark = pytest.mark.django_db
ADMINISTRATOR = Principal("admin", "管理员甲", (Grant("administrator", CITY),))
SAFETY, EMERGENCY = f"{HERE}/work-safety", f"{HERE}/emergency"
LAST_DAY = date(2018, 12, 31)  # of the work safety office; the emergency office took its work over


def official(username: str, office: str = HRSS, *, region: str = HERE) -> Account:
    account = Account.objects.create_user(
        username, kind="official", display_name=f"虚构{username}", opened_at=NOW
    )
    give(account, office, region=region)
    return account


def give(account: Account, office: str, *, region: str = HERE) -> None:
    RoleAssignment.objects.get_or_create(
        account=account,
        role="case-officer",
        region=region,
        office=office,
        defaults={"valid_from": date(2016, 1, 1)},
    )


def seen(viewer: Principal = LEADING_GROUP, today: date = TODAY) -> list[tuple[str, str, str, int, str]]:
    return [
        (row.why, row.office_id, row.holder, row.tasks, row.heir.name if row.heir else "")
        for row in unowned(viewer, today=today)
    ]


def test_an_untaken_task_is_the_offices_as_long_as_somebody_is_there() -> None:
    lodge()
    assert seen() == [("empty", HRSS, "", 1, "")], "somebody must be appointed"
    zhao = official("zhao")
    assert seen() == []
    RoleAssignment.objects.filter(account=zhao).update(valid_until=TODAY)
    assert seen() == [], "the last day of the role is a day of the role"
    assert seen(today=TODAY + timedelta(days=1)) == [("empty", HRSS, "", 1, "")]


def test_the_work_of_a_leaver_goes_to_who_has_least() -> None:
    made = [lodge(applicant(number)) for number in (1, 2, 3)]
    zhao, qian, _sun = official("zhao"), official("qian"), official("sun")
    for case, holder in zip(made, (zhao, zhao, qian), strict=True):
        Task.objects.filter(case=case).update(assignee=holder)
    assert seen() == []
    Account.objects.filter(pk=zhao.pk).update(is_active=False)
    assert seen() == [("left", HRSS, "虚构zhao", 2, "虚构sun")]


def test_who_moved_to_another_office_has_left_this_one() -> None:
    lodge()
    zhao = official("zhao")
    official("qian")
    Task.objects.update(assignee=zhao)
    RoleAssignment.objects.filter(account=zhao).update(office=POLICE)
    assert seen() == [("left", HRSS, "虚构zhao", 1, "虚构qian")]


def test_the_work_of_a_merged_office_goes_to_its_heir() -> None:
    lodge()
    Case.objects.update(accountable_office=SAFETY)
    Task.objects.update(office=SAFETY)
    official("zhao", SAFETY)
    assert seen(today=LAST_DAY) == []
    day_after = LAST_DAY + timedelta(days=1)
    assert seen(today=day_after) == [("gone", SAFETY, "", 1, "")]
    official("qian", EMERGENCY)
    (alarm,) = unowned(LEADING_GROUP, today=day_after)
    assert alarm.heir is not None
    assert (alarm.heir.office_id, alarm.heir.name) == (EMERGENCY, "虚构qian")


def test_an_empty_post_goes_one_level_up_where_nobody_else_is() -> None:
    lodge()
    official("boss", f"{CITY}/hrss", region=CITY)
    assert seen() == [("empty", HRSS, "", 1, "虚构boss")]
    official("wide", "", region=CITY)
    assert seen() == [], "who may decide for every office of the city is a live owner"


def test_an_office_that_was_asked_needs_somebody_too() -> None:
    case = lodge()
    official("zhao")
    tasking.ask_support(by=INSPECTOR, now=NOW, case_id=case.public_id.hex, office=HOUSING, question="请核实")
    assert [(why, office) for why, office, *_ in seen()] == [("empty", HOUSING)]


def test_who_sees_the_list() -> None:
    lodge()
    far = Principal("far", "管理员乙", (Grant("administrator", FAR),))
    assert len(seen(ADMINISTRATOR)) == len(seen(LEADING_GROUP)) == 1
    assert len(seen(INSPECTOR)) == 1, "of the own office"
    assert seen(far) == seen(POLICE_OFFICER) == []
    with pytest.raises(DomainError) as refused:
        unowned(worker(applicant(2)), today=TODAY)
    assert refused.value.code == "access.denied"


def test_the_same_questions_for_any_number_of_tasks(django_assert_max_num_queries) -> None:
    for number in range(1, 9):
        lodge(applicant(number))
        Task.objects.filter(assignee=None).update(assignee=official(f"o{number}"))
        Account.objects.update(is_active=number % 2 == 0)
        if number in (2, 8):
            with django_assert_max_num_queries(4):
                unowned(LEADING_GROUP, today=TODAY)


def test_the_night_counts_the_tasks(caplog: pytest.LogCaptureFixture) -> None:
    lodge(applicant(1))
    lodge(applicant(2))
    assert owners.log_unowned(today=TODAY) == 2
    assert HRSS in caplog.text


OFFICES = (HRSS, POLICE, SAFETY)
NAMES = ("zhao", "qian", "sun")
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("close", "reopen", "end", "give", "take", "refer", "year")),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    max_size=8,
)


class World:
    """Three officials, three cases, and whatever a reorganisation does to them."""

    def __init__(self) -> None:
        self.today = TODAY
        self.accounts = [official(name, office) for name, office in zip(NAMES, OFFICES, strict=True)]
        self.cases = [
            lodge(applicant(1)),
            lodge(applicant(2), service=PERMIT),
            lodge(applicant(3)),
        ]
        Case.objects.filter(pk=self.cases[2].pk).update(accountable_office=SAFETY)
        Task.objects.filter(case=self.cases[2]).update(office=SAFETY)

    def change(self, what: str, who: int, which: int) -> None:
        account, case = self.accounts[who], self.cases[which]
        match what:
            case "close":
                Account.objects.filter(pk=account.pk).update(is_active=False)
            case "reopen":
                Account.objects.filter(pk=account.pk).update(is_active=True)
            case "end":
                RoleAssignment.objects.filter(account=account).delete()
            case "give":
                give(account, OFFICES[which])
            case "take":
                Task.objects.filter(case=case, status="open").update(assignee=account)
            case "refer":
                self.refer(case, OFFICES[who])
            case "year":
                self.today = max(self.today, LAST_DAY + timedelta(days=who))

    def refer(self, case: Case, office: str) -> None:
        case.refresh_from_db()
        by = Principal("any", "经办人", (Grant("case-officer", CITY, case.accountable_office),))
        try:
            cases.refer(by=by, now=NOW, case_id=case.public_id.hex, to_office=office, reason="改组")
        except DomainError:
            return  # the same office: nothing to hand over


def has_live_owner(task: Task, today: date) -> bool:
    """The same question, asked of one task at a time and in the words of the law."""
    if not exists(task.office, today):
        return False
    needs = DOES[Task.Kind(task.kind)]

    def may(account: Account) -> bool:
        return account.is_active and Principal.for_account(account, on=today).can(
            needs, region=task.case.region, office=task.office
        )

    return any(map(may, Account.objects.all())) and (task.assignee is None or may(task.assignee))


@pytest.fixture
def world() -> World:
    return World()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=CHANGES)
def test_no_reorganisation_leaves_an_orphan_unseen(world: World, changes: list[tuple[str, int, int]]) -> None:
    with transaction.atomic():
        world.today = TODAY
        for change in changes:
            world.change(*change)
            check_owners(world)
        transaction.set_rollback(True)  # the next reorganisation begins with the same world


def check_owners(world: World) -> None:
    """Each case has its task, and the alarm list names exactly what has no live owner."""
    told = {(row.office_id, row.holder): row for row in unowned(LEADING_GROUP, today=world.today)}
    tasks = Task.objects.filter(status="open", case__is_open=True).select_related("case", "assignee")
    assert {task.case_id for task in tasks if task.kind == "decide"} == {case.pk for case in world.cases}
    lost = Counter(
        (task.office, str(task.assignee) if task.assignee else "")
        for task in tasks
        if not has_live_owner(task, world.today)
    )
    assert {key: row.tasks for key, row in told.items()} == dict(lost)
    for row in told.values():
        check_heir(row, world.today)


def check_heir(row: owners.Unowned, today: date) -> None:
    """Whoever is proposed could do it at once; where nobody is, nobody of that office is there."""
    if row.heir is None:
        assert row.why in (Why.EMPTY, Why.GONE)
        return
    assert exists(row.heir.office_id, today)
    account = Account.objects.get(public_id=row.heir.account_id)
    assert account.is_active
    assert Principal.for_account(account, on=today).can(
        DOES[row.kind], region=row.region, office=row.heir.office_id
    )
