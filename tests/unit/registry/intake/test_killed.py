"""The command killed at every step of a file: nobody of it is seen, until all are; and it is told once."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from huigong.demo.county import REGION
from tests.architecture.house import ROOT
from tests.unit.registry.intake.killed import POINTS, TABLES
from tests.unit.registry.intake.sheets import HEAD, row, xlsx

PEOPLE = 40


def test_nobody_is_seen_before_all_are_and_the_same_command_takes_it_up(
    tmp_path: Path, tables: Path | None
) -> None:
    data, file = tmp_path / "data", tmp_path / "花名册.xlsx"
    data.mkdir()
    if tables:
        shutil.copy(tables, data / "huigong.sqlite3")
    # A column that nobody reads makes the file large enough to be sealed by a process beside.
    rows = [[*row(number, 现居住地=REGION), secrets.token_hex(15_000)] for number in range(1, PEOPLE + 1)]
    file.write_bytes(xlsx(rows, head=(*HEAD, "照片")))
    others = ("HUIGONG_D", "DJANGO", "DATABASE_URL")  # a database of its own, whatever this run is on
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.registry.intake.killed", str(file)],
        cwd=ROOT,
        env={**kept, "HUIGONG_DATA": str(data)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    tried, *before, after, answer, last = told
    assert tried["new"] == PEOPLE
    assert len(before) + 1 == len(POINTS) and {each.pop("signal") for each in (*before, after)} == {
        signal.SIGKILL
    }
    assert all(not any(each.values()) for each in before)
    whole = {**dict.fromkeys(TABLES, PEOPLE), "employer": 1, "importbatch": 1, "event": 1}
    assert after == whole, "killed between the commit and the answer: they are there"
    assert (answer["new"], answer["unchanged"]) == (0, PEOPLE)
    assert last == {"code": 0, **whole}
