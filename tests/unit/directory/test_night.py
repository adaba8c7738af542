"""The night draws what places keep: a lost file is there again in the morning."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import OperationalError, transaction

from huigong.directory import offices
from huigong.kernel.packs import local
from huigong.kernel.routines import nightly
from huigong.portals.cli.looking import Looking
from tests.unit.directory.test_local_offices import HRSS, NOW, TODAY, change

pytestmark = pytest.mark.django_db


def test_a_lost_file_is_drawn_in_the_night(local_folder: Path) -> None:
    change()
    (local_folder / "offices.json").unlink()
    (routine,) = (each for each in nightly() if each.name == "local")
    assert routine.run(now=NOW) >= 1
    assert offices.book().get(HRSS, TODAY).said is not None
    assert routine.run(now=NOW) == 0


def test_what_another_machine_said_counts_here_at_the_next_look(
    local_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Looking().once()
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr(transaction, "on_commit", lambda act, **_how: None)
        change(name="虚构新局")
    assert offices.book().get(HRSS, TODAY).name != "虚构新局"
    Looking().once()
    assert offices.book().get(HRSS, TODAY).name == "虚构新局"


def test_a_look_at_a_database_that_is_down_ends_nothing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def down() -> int:
        raise OperationalError("down")

    monkeypatch.setattr(local, "look", down)
    Looking().once()
    assert "could not be read" in caplog.text
