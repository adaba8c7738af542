"""The night's routines: one that fails keeps none of the others from running."""

from __future__ import annotations

from datetime import datetime

import pytest

from huigong.audit.models import AuditEvent
from huigong.casework.actions import cases
from huigong.casework.models import Task
from huigong.casework.queries import orphans
from huigong.kernel import routines
from huigong.kernel.routines import Routine, Turn
from huigong.portals.cli.main import main
from huigong.registry.actions import people
from tests.registries import copied
from tests.unit.casework.desk import (
    CLERK,
    HERE,
    HOUSING,
    INSPECTOR,
    LEADING_GROUP,
    NOW,
    TODAY,
    applicant,
    lodge,
)
from tests.unit.registry.someone import new_person

pytestmark = pytest.mark.django_db


def fails(*, now: datetime) -> int:
    raise RuntimeError("虚构的故障")


def test_a_failing_routine_is_told_and_the_trail_is_sealed_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    people.register(by=CLERK, now=NOW, **vars(new_person(1)))
    nights = copied(routines._KNOWN)
    nights.add("broken", Routine("broken", fails, Turn.FORGET))
    monkeypatch.setattr(routines, "_KNOWN", nights)
    assert main(["sweep"]) == 1
    told = capsys.readouterr().out
    assert "没有做成的：broken" in told and "到期处理 0 件" in told
    assert not AuditEvent.objects.filter(sequence__isnull=True).exists()


def test_a_case_that_nobody_owns_and_an_office_that_is_gone_are_an_alarm(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, second = lodge(), lodge(applicant(2))
    asking = {"office": HOUSING, "question": "他租了房吗"}
    cases.make(move="ask_support", case_id=second.public_id.hex, by=INSPECTOR, now=NOW, form=asking)
    Task.objects.filter(case=first).delete()
    Task.objects.filter(kind=Task.Kind.SUPPORT).update(office=f"{HERE}/no-such-line")
    assert main(["sweep"]) == 1
    assert "有 2 件办件或者协办没有人负责" in capsys.readouterr().out
    named = orphans(LEADING_GROUP, today=TODAY)
    assert [alarm.number for alarm in named] == [first.number, second.number]


def test_a_good_night_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep"]) == 0
    assert "到期结束的代办授权 0 条" in capsys.readouterr().out
