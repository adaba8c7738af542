"""The machine's clock goes back after acceptance: every move still works or says why not, never a crash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from huigong.casework.actions import cases, clocks, tasks
from huigong.casework.models import Case, Clock
from huigong.casework.queries import cases as pages
from huigong.casework.queries import own
from huigong.casework.timekeeping import day_of
from huigong.catalogue.entries import LimitKind
from tests.unit.audit.trail import is_whole
from tests.unit.casework.desk import (
    HOUSING,
    HOUSING_OFFICER,
    HRSS,
    NOW,
    PERMIT,
    POLICE_OFFICER,
    TODAY,
    accepted,
    lodge,
    worker,
)

pytestmark = pytest.mark.django_db
Act = Callable[[str, datetime], object]


def approve(case_id: str, now: datetime) -> object:
    return cases.decide(
        by=POLICE_OFFICER,
        now=now,
        case_id=case_id,
        verdict="approved",
        reasons="符合条件",
        clause="居住证暂行条例第二条",
    )


def refuse(case_id: str, now: datetime) -> object:
    return cases.decide(
        by=POLICE_OFFICER,
        now=now,
        case_id=case_id,
        verdict="refused",
        reasons="不符合",
        clause="居住证暂行条例第二条",
    )


def pause(case_id: str, now: datetime) -> object:
    return clocks.pause(
        by=POLICE_OFFICER,
        now=now,
        case_id=case_id,
        reason="查验",
        article="行政许可法第四十五条",
        told_in_writing=day_of(now),
    )


def resume(case_id: str, now: datetime) -> object:
    return clocks.resume(by=POLICE_OFFICER, now=now, case_id=case_id)


def refer(case_id: str, now: datetime) -> object:
    return cases.refer(by=POLICE_OFFICER, now=now, case_id=case_id, to_office=HRSS, reason="不归我管")


def ask(case_id: str, now: datetime) -> object:
    return tasks.ask_support(by=POLICE_OFFICER, now=now, case_id=case_id, office=HOUSING, question="请核实")


def answer(case_id: str, now: datetime) -> object:
    task = Case.objects.get(public_id=case_id).tasks.get(office=HOUSING)
    return tasks.answer_support(by=HOUSING_OFFICER, now=now, task_id=task.public_id.hex, answer="属实")


def close(case_id: str, now: datetime) -> object:
    return cases.close(by=POLICE_OFFICER, now=now, case_id=case_id)


def withdraw(case_id: str, now: datetime) -> object:
    case = Case.objects.get(public_id=case_id)
    return cases.withdraw(by=worker(case.application.person), now=now, case_id=case_id)


@pytest.mark.parametrize("back", [timedelta(days=1), timedelta(days=40)], ids=str)
@pytest.mark.parametrize(
    "acts",
    [
        (approve,),
        (refuse,),
        (withdraw,),
        (pause, resume, approve),
        (pause, refuse),
        (refer, withdraw),
        (ask, answer, approve),
        (approve, close),
    ],
    ids=lambda acts: "-".join(act.__name__ for act in acts),
)
def test_moves_after_acceptance(acts: tuple[Act, ...], back: timedelta) -> None:
    case_id = accepted(PERMIT, by=POLICE_OFFICER).public_id.hex
    for act in acts:
        act(case_id, NOW - back)
    stands(case_id, NOW - back)


@pytest.mark.parametrize("back", [timedelta(days=1), timedelta(days=40)], ids=str)
def test_moves_each_earlier_than_the_last(back: timedelta) -> None:
    case_id = accepted(PERMIT, by=POLICE_OFFICER).public_id.hex
    for number, act in enumerate((pause, resume, ask, answer, approve, close)):
        act(case_id, NOW - back * number)
    stands(case_id, NOW - back * 6)


@pytest.mark.parametrize("back", [timedelta(days=1), timedelta(days=40)], ids=str)
def test_taking_in_and_completing(back: timedelta) -> None:
    case = lodge(service=PERMIT)
    case_id = case.public_id.hex
    cases.request_completion(by=POLICE_OFFICER, now=NOW - back, case_id=case_id, note="请补住处证明")
    cases.complete(by=worker(case.application.person), now=NOW - 2 * back, case_id=case_id, evidence=["合同"])
    cases.accept(by=POLICE_OFFICER, now=NOW - 3 * back, case_id=case_id)
    approve(case_id, NOW - 4 * back)
    stands(case_id, NOW - 4 * back)


def test_a_clock_never_stops_before_it_started() -> None:
    case_id = accepted(PERMIT, by=POLICE_OFFICER).public_id.hex
    approve(case_id, NOW - timedelta(days=3))
    assert {clock.stopped_on for clock in Clock.objects.filter(kind=LimitKind.STATUTORY)} == {TODAY}


def stands(case_id: str, now: datetime) -> None:
    """The pages of the case show, and the trail is whole."""
    case = Case.objects.get(public_id=case_id)
    pages.page(
        POLICE_OFFICER if case.accountable_office != HRSS else worker(case.application.person),
        case_id,
        now=now,
    )
    own.own_page(worker(case.application.person), case_id, today=day_of(now))
    assert is_whole()
