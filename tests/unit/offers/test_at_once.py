"""Fifty at the same moment for the last place: one has it, and without the condition in the update more would."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.unit.offers import rush


def program(word: str, folder: Path, packs: Path, tables: Path) -> int:
    """What `rush` prints, over a file of SQLite of its own."""
    folder.mkdir()
    shutil.copy(tables, folder / "huigong.sqlite3")
    env = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.offers.rush", word],
        env={**env, "HUIGONG_DATA": str(folder), "HUIGONG_POLICIES": str(packs)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return int(json.loads(done.stdout))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="its own test is below")
def test_one_of_fifty_has_the_last_place_on_sqlite(
    tmp_path: Path, packs_with_offers: Path, tables: Path
) -> None:
    told = {
        word: program(word, tmp_path / word, packs_with_offers, tables) for word in ("guarded", "unguarded")
    }
    assert told == {"guarded": 1, "unguarded": rush.PEOPLE}


@pytest.mark.skipif(connection.vendor == "sqlite", reason="its own test is above")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("packs")
def test_one_of_fifty_has_the_last_place_on_postgresql() -> None:
    assert rush.guarded() == 1
    assert rush.unguarded() == rush.PEOPLE
