"""The night's routines: one that fails keeps none of the others from running."""

from __future__ import annotations

from datetime import datetime

import pytest

from huigong.audit.models import AuditEvent
from huigong.kernel import routines
from huigong.kernel.routines import Routine, Turn
from huigong.portals.cli.main import main
from huigong.registry.actions import people
from tests.unit.casework.desk import CLERK, NOW
from tests.unit.registry.someone import new_person

pytestmark = pytest.mark.django_db


def fails(_now: datetime) -> int:
    raise RuntimeError("虚构的故障")


def test_a_failing_routine_is_told_and_the_trail_is_sealed_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    people.register(by=CLERK, now=NOW, **vars(new_person(1)))
    nights = {"broken": Routine("broken", fails, Turn.FORGET), **routines._KNOWN}
    monkeypatch.setattr(routines, "_KNOWN", nights)
    assert main(["sweep"]) == 1
    told = capsys.readouterr().out
    assert "没有做成的：broken" in told and "到期处理 0 件" in told
    assert not AuditEvent.objects.filter(sequence__isnull=True).exists()


def test_a_good_night_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep"]) == 0
    assert "到期结束的代办授权 0 条" in capsys.readouterr().out
