"""A change of the sealing key brings the files along."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from huigong.audit import resealing
from huigong.files import queries
from tests.unit.files.handing import NOW, OFFICER, WORKER, keep, stored

pytestmark = pytest.mark.django_db(transaction=True)
OLD, NEW = "11" * 32, "22" * 32


def test_afterwards_the_old_key_opens_nothing_and_is_not_needed(settings: Any, folder: Path) -> None:
    settings.SEALING_KEY = OLD
    file = keep()
    before = stored(folder)
    settings.SEALING_KEY = f"{NEW},{OLD}"
    assert resealing.left_over()["文件内容"] == 1
    list(resealing.reseal(by=OFFICER, now=NOW))
    assert not resealing.left_over()
    assert len(stored(folder)) == len(before) and not set(stored(folder)) & set(before)
    settings.SEALING_KEY = NEW
    assert b"".join(queries.opened(WORKER, file.public_id, now=NOW).chunks)
    assert b"".join(queries.opened(WORKER, file.public_id, now=NOW, small=True).chunks)


def test_what_does_not_open_is_left_and_counted(settings: Any, folder: Path) -> None:
    settings.SEALING_KEY = OLD
    file = keep()
    (folder / file.key[:2] / file.key).write_bytes(b"changed")
    settings.SEALING_KEY = f"{NEW},{OLD}"
    batches = [batch for batch in resealing.reseal(by=OFFICER, now=NOW) if batch.table == "文件内容"]
    assert [(batch.resealed, batch.broken) for batch in batches] == [(0, 1)]
    assert resealing.left_over()["文件内容"] == 1
