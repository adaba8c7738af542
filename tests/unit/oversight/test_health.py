"""How the installation fares: each sign on both sides, and only for administrators."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from huigong.audit.actions import record, verify
from huigong.directory.principals import SYSTEM
from huigong.files import backup
from huigong.kernel.errors import DomainError
from huigong.kernel.health import State
from huigong.oversight.health import signs
from tests.unit.portals.desk.staff import GRANTS, principal

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture(autouse=True)
def disk(settings: Any, tmp_path: Path) -> None:
    settings.DATA_FOLDER = tmp_path


def state(what: str) -> State:
    (sign,) = [each for each in signs(principal("administrator"), now=NOW) if each.what == what]
    assert bool(sign.do) == (sign.state is not State.FINE), "what is not fine says what to do"
    return sign.state


def told(verb: str, *, before: timedelta, subject: str = "x") -> None:
    with transaction.atomic():
        record(by=SYSTEM, now=NOW - before, verb=verb, subject=subject)


def test_events_that_nobody_seals_are_an_alarm() -> None:
    assert state("审计记录的封存") is State.FINE
    told("x.y", before=timedelta(seconds=10))
    assert state("审计记录的封存") is State.FINE
    told("x.y", before=timedelta(minutes=5))
    assert state("审计记录的封存") is State.ALARM


@pytest.mark.parametrize(("hours", "wanted"), [(47, State.FINE), (49, State.ALARM)])
def test_nights_without_routines_are_an_alarm(hours: int, wanted: State) -> None:
    assert state("夜里的例行任务") is State.ALARM, "it never ran"
    verify(now=NOW - timedelta(hours=hours))
    assert state("夜里的例行任务") is wanted


@pytest.mark.parametrize(("days", "wanted"), [(6, State.FINE), (8, State.LOOK)])
def test_an_old_backup_is_to_be_looked_at(days: int, wanted: State) -> None:
    assert state("备份") is State.LOOK, "there is none"
    told(backup.VERB, before=timedelta(days=days), subject=backup.SUBJECT)
    assert state("备份") is wanted


@pytest.mark.parametrize(
    ("free", "wanted"), [(4, State.ALARM), (5, State.LOOK), (14, State.LOOK), (15, State.FINE)]
)
def test_a_disk_that_fills(free: int, wanted: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=100, free=free))
    assert state("磁盘") is wanted


def test_a_sign_that_cannot_be_looked_at_is_an_alarm_among_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(folder: Path) -> None:
        raise FileNotFoundError(folder)

    before = {each.what for each in signs(principal("administrator"), now=NOW)}
    monkeypatch.setattr(shutil, "disk_usage", gone)
    assert state("看不到的一项") is State.ALARM
    assert state("备份") is State.LOOK
    seen = signs(principal("administrator"), now=NOW)
    assert {each.what for each in seen} == (before - {"磁盘"}) | {"看不到的一项"}
    assert any("files.health.disk" in each.says for each in seen)


def test_two_keys_at_once_are_to_be_looked_at(settings: Any) -> None:
    assert state("加密密钥") is State.FINE
    settings.SEALING_KEY = f"{'22' * 32},{settings.SEALING_KEY}"
    assert state("加密密钥") is State.LOOK


def test_a_login_without_a_second_factor_is_an_alarm(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED, settings.DEMO = True, True
    assert state("登录安全") is State.FINE
    settings.SECOND_FACTOR_REQUIRED = False
    assert state("登录安全") is State.ALARM


@pytest.mark.parametrize("role", [role for role in GRANTS if role != "administrator"])
def test_nobody_else_is_told(role: str) -> None:
    with pytest.raises(DomainError):
        signs(principal(role), now=NOW)
