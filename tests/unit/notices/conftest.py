"""An invented notice, read from a pack, and a folder that keeps what is issued."""

from __future__ import annotations

from pathlib import Path

import pytest

from huigong.kernel.registries import Registry
from huigong.notices import keeping
from huigong.notices.templates import Template
from tests.unit.notices.shelf import Shelf, book_of, pack


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Template:
    folder = tmp_path / "packs"
    monkeypatch.setenv("HUIGONG_POLICIES", str(pack(folder)))
    return book_of(folder).templates[0]


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    folder = tmp_path / "shelf"
    folder.mkdir()
    made = Shelf(folder)
    monkeypatch.setattr(keeping, "_keepers", Registry("keeper of letters"))
    keeping.register(made)
    return made
