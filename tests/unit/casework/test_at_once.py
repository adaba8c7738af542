"""Many windows at the same moment: one case a request, numbers without gaps, one unbroken trail."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from huigong.casework.actions import cases, clocks, succession
from huigong.casework.actions.applications import AlreadyOpen
from huigong.casework.models import Case, Clock, Decision, Referral
from huigong.casework.timekeeping import reckon
from huigong.directory.actions import localoffices
from huigong.directory.principals import SYSTEM, Grant, Principal
from huigong.messages.models import Message
from tests.unit.audit.trail import is_whole
from tests.unit.casework.between import WRITING, interrupted
from tests.unit.casework.desk import (
    CITY,
    HOUSING,
    HRSS,
    INSPECTOR,
    NOW,
    PERMIT,
    POLICE_OFFICER,
    TODAY,
    accepted,
    applicant,
    lodge,
    on_day,
)
from tests.unit.casework.test_owners import official

WINDOWS = 4

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite has one writer, and its test database lives in the memory of one connection",
    ),
]


def at_once(action: Callable[[int], object]) -> list[object]:
    """The action done by all windows at the same moment, each with a connection of its own."""

    def one(window: int) -> object:
        try:
            return action(window)
        finally:
            connection.close()

    with ThreadPoolExecutor(WINDOWS) as pool:
        return list(pool.map(one, range(WINDOWS)))


def test_one_request_sent_many_times_is_one_case() -> None:
    person = applicant()
    made = at_once(lambda _: lodge(person, key="k").pk)
    assert len(set(made)) == 1
    assert Case.objects.count() == 1
    assert is_whole()


def test_two_tabs_make_one_case_of_one_thing() -> None:
    """Each tab has a key of its own, so only the person tells them apart."""
    person = applicant()

    def tab(window: int) -> object:
        try:
            return lodge(person, key=f"tab {window}").number
        except AlreadyOpen as open_already:
            return open_already.number

    assert len(set(at_once(tab))) == 1
    assert Case.objects.count() == 1


def test_numbers_given_at_once_differ_and_have_no_gaps() -> None:
    people = [applicant(number) for number in range(WINDOWS)]
    numbers = at_once(lambda window: lodge(people[window]).number)
    assert sorted(number[-4:] for number in numbers) == [f"{n:04d}" for n in range(1, WINDOWS + 1)]
    assert is_whole()


def test_a_pause_waits_while_the_due_day_of_its_case_is_mended() -> None:
    case = accepted()
    Clock.objects.update(due_on=NOW.date())
    pause = {"reason": "听证", "article": "行政许可法第四十五条", "told_in_writing": on_day(6, 3).date()}
    others = ThreadPoolExecutor(1)
    sent: list[Future[object]] = []

    def pausing() -> object:
        try:
            return clocks.pause(by=INSPECTOR, now=on_day(6, 6), case_id=case.public_id.hex, **pause)
        finally:
            connection.close()

    def pause_elsewhere() -> None:
        sent.append(others.submit(pausing))
        with pytest.raises(TimeoutError):
            sent[0].result(timeout=0.5)

    with others, interrupted(pause_elsewhere, before=WRITING):
        clocks.recompute_all(by=SYSTEM, now=on_day(6, 8))
    sent[0].result()
    clock = Clock.objects.get(case=case, stopped_on__isnull=True)
    assert clock.due_on == reckon(clock, on=on_day(6, 8).date()).due
    assert is_whole()


@pytest.mark.usefixtures("local_folder")
def test_work_that_several_hand_over_at_once_goes_once() -> None:
    waiting = [lodge(applicant(number)) for number in range(WINDOWS)]
    official("zhao", HOUSING)
    administrator = Principal("admin", "管理员甲", (Grant("administrator", CITY),))
    localoffices.close(
        by=administrator,
        now=NOW,
        office_id=HRSS,
        last_day=TODAY - timedelta(days=1),
        successor=HOUSING,
        source="方案",
    )
    moved = at_once(lambda _: succession.hand_over_closed(now=NOW))
    assert sum(int(str(number)) for number in moved) == len(waiting)
    assert sorted(Referral.objects.values_list("case_id", "to_office")) == [
        (case.pk, HOUSING) for case in waiting
    ]
    assert Message.objects.filter(template="case-handed-on").count() == len(waiting)
    assert is_whole()


def test_one_decision_however_often_it_is_sent() -> None:
    case_id = accepted(PERMIT, by=POLICE_OFFICER).public_id.hex
    words = {"verdict": "approved", "reasons": "符合条件", "clause": "居住证暂行条例第二条"}
    at_once(lambda _: cases.decide(by=POLICE_OFFICER, now=NOW, case_id=case_id, **words))
    assert Decision.objects.count() == 1
    assert is_whole()
