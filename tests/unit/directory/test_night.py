"""The night draws what places keep: a lost file is there again in the morning."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.directory import offices
from huigong.kernel.routines import nightly
from tests.unit.directory.test_local_offices import HRSS, NOW, TODAY, change

pytestmark = pytest.mark.django_db


def test_a_lost_file_is_drawn_in_the_night(local_folder: Path) -> None:
    change()
    (local_folder / "offices.json").unlink()
    (routine,) = (each for each in nightly() if each.name == "local")
    assert routine.run(now=NOW) >= 1
    assert offices.book().get(HRSS, TODAY).said is not None
    assert routine.run(now=NOW) == 0
