"""Only who has the task decides; whoever decides what nobody has, has it from then on."""

from __future__ import annotations

import pytest

from huigong.casework.actions import cases, tasks
from huigong.casework.models import Case, Task
from huigong.directory.actions import accounts
from huigong.directory.models import Account
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.kernel.errors import DomainError
from tests.unit.casework.desk import HOUSING, NOW, PERMIT, POLICE, TODAY, lodge
from tests.unit.registry.someone import CITY

pytestmark = pytest.mark.django_db


def account(name: str) -> Account:
    return accounts.create_official(
        by=SYSTEM, now=NOW, username=name, display_name=f"虚构{name}",
        password="three small grey herons", grants=[Grant("case-officer", CITY, POLICE)],
    )  # fmt: skip


def principal(of: Account) -> Principal:
    return Principal.for_account(of, on=TODAY)


@pytest.fixture
def case() -> Case:
    return lodge(service=PERMIT)


def task_of(case: Case) -> Task:
    return Task.objects.get(case=case, kind=Task.Kind.DECIDE, status=Task.Status.OPEN)


def take(case: Case, by: Account) -> None:
    tasks.assign(by=principal(by), now=NOW, task_id=task_of(case).public_id.hex, account_id=by.public_id.hex)


def test_a_colleague_does_not_decide_what_somebody_holds(case: Case) -> None:
    first, second = account("first"), account("second")
    take(case, first)
    with pytest.raises(DomainError) as refused:
        cases.accept(by=principal(second), now=NOW, case_id=case.public_id.hex)
    assert refused.value.code == "case.with_colleague" and "虚构first" in str(refused.value)
    take(case, second)
    cases.accept(by=principal(second), now=NOW, case_id=case.public_id.hex)


def test_whoever_decides_what_nobody_has_has_it_from_then_on(case: Case) -> None:
    first = account("first")
    cases.accept(by=principal(first), now=NOW, case_id=case.public_id.hex)
    assert task_of(case).assignee == first


def test_who_can_no_longer_do_it_holds_up_nobody(case: Case) -> None:
    first, second = account("first"), account("second")
    take(case, first)
    Account.objects.filter(pk=first.pk).update(is_active=False)
    cases.accept(by=principal(second), now=NOW, case_id=case.public_id.hex)
    assert task_of(case).assignee == second


def test_handing_it_on_stays_open_to_others(case: Case) -> None:
    first, second = account("first"), account("second")
    take(case, first)
    cases.refer(
        by=principal(second), now=NOW, case_id=case.public_id.hex, to_office=HOUSING, reason="不归这里管"
    )


def test_time_waits_for_no_holder(case: Case) -> None:
    take(case, account("first"))
    cases.withdraw(
        by=Principal("clerk", "窗口甲", (Grant("clerk", CITY),)), now=NOW, case_id=case.public_id.hex
    )
