"""A change of the sealing key that is killed many times: nobody is lost, nobody is doubled, and the old key can go."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.house import ROOT

ENOUGH = 10


def test_killed_again_and_again_it_is_taken_up_where_it_was(tmp_path: Path, tables: Path | None) -> None:
    data = tmp_path / "data"
    data.mkdir()
    if tables:
        shutil.copy(tables, data / "huigong.sqlite3")
    others = ("HUIGONG_D", "DJANGO", "DATABASE_URL")  # a database of its own, whatever this run is on
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    program = subprocess.run(
        [sys.executable, "-m", "tests.unit.audit.rekeyed"],
        cwd=ROOT,
        env={**kept, "HUIGONG_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert program.returncode == 0, program.stderr
    assert int(program.stdout.splitlines()[-1]) >= ENOUGH, "too few were killed to show anything"
