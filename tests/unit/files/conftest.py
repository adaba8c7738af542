"""A folder of its own for each test's files, and purposes that exist for the test."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huigong.files import access
from huigong.kernel.registries import Registry
from tests.unit.files.handing import CASE, DRAFT, may_see


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES = str(tmp_path / "files")
    return tmp_path / "files"


@pytest.fixture(autouse=True)
def purposes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A draft that lapses after ten days, and a case that keeps what it has."""
    monkeypatch.setattr(access, "_purposes", Registry("purpose of files"))
    access.register(DRAFT, may_see, says="草稿", lapses=timedelta(days=10))
    access.register(CASE, may_see, says="办件材料")
