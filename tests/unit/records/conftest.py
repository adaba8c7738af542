"""The plates as the installed packs, and the offices that register them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from huigong.registry.actions import people
from huigong.registry.models import Person
from tests.unit.records.packs import COUNTY, installed
from tests.unit.records.someone import CLERK, NOW
from tests.unit.registry.someone import new_person


@pytest.fixture(scope="session")
def pack() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield installed(Path(folder))


@pytest.fixture
def packs(pack: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HUIGONG_POLICIES", str(pack))
    return pack


@pytest.fixture
def courier(packs: Path, db: None) -> Person:
    """Somebody who lives where the register is complete."""
    return people.register(by=CLERK, now=NOW, **asdict(new_person(1, residence=COUNTY)))
