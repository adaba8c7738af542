"""What places say reaches the files once it is committed: never before, never without, and a failure takes nothing back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from huigong.directory import offices
from huigong.directory.models import LocalOffice
from huigong.kernel.packs import local
from tests.unit.directory.test_local_offices import HRSS, TODAY, change


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUIGONG_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "local"


def is_said() -> bool:
    return offices.book().get(HRSS, TODAY).said is not None


@pytest.mark.django_db
def test_it_is_drawn_after_the_commit_and_not_before(
    folder: Path, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as drawing:
        change()
        assert not is_said()
    (draw,) = drawing
    draw()
    assert is_said()


@pytest.mark.django_db
def test_what_is_rolled_back_is_never_drawn(folder: Path, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True) as drawing, transaction.atomic():
        change()
        transaction.set_rollback(True)
    assert drawing == []
    assert not is_said()


@pytest.mark.django_db(transaction=True)
def test_a_drawing_that_fails_takes_nothing_back_and_is_made_up_by_the_next_look(folder: Path) -> None:
    folder.parent.mkdir()
    folder.write_text("in the way")
    change()
    assert LocalOffice.objects.count() == 1
    assert not is_said()
    folder.unlink()
    local.look()
    assert is_said()
