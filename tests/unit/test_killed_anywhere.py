"""Killed at any moment while it applies, decides, takes a file in, unites and seals: nothing that was said is lost, and
nothing that is asked for again is there twice."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from tests import databases, effort
from tests.architecture.house import ROOT


@pytest.mark.timeout(3600)  # before a release every kill
@pytest.mark.django_db(transaction=True)
def test_nothing_acknowledged_is_lost_and_nothing_is_doubled(tmp_path: Path, tables: Path | None) -> None:
    kills, seed = effort.examples(4, release=120), random.randrange(10**6)
    with databases.of_its_own(tmp_path / "data", tables) as surroundings:
        program = subprocess.run(
            [sys.executable, "-m", "tests.unit.killed_anywhere", str(kills), str(seed)],
            cwd=ROOT,
            env=surroundings,
            capture_output=True,
            text=True,
        )
    assert program.returncode == 0, (seed, program.stderr)
    told = json.loads(program.stdout.splitlines()[-1])
    assert told["wrong"] == [], seed
    assert told["killed"] == kills, (seed, "too few were killed to show anything")
    assert told["acknowledged"] > 0
