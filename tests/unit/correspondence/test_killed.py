"""Killed between the printed letter and the commit: neither move nor letter nor number, and then both."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.architecture.house import ROOT


def run(what: str, data: Path) -> int:
    others = ("HUIGONG_D", "DJANGO", "DATABASE_URL")  # a database of its own, whatever this run is on
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.unit.correspondence.killed", what],
        cwd=ROOT,
        env={**kept, "HUIGONG_DATA": str(data)},
        check=False,
        capture_output=True,
    )
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()[-2000:]
    return done.returncode


def rows(data: Path, question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(next(data.glob("*.sqlite3")))
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


@pytest.fixture
def data(tmp_path: Path, transactional_db: None) -> Path:
    """A folder of data whose database has the tables of this run's: that saves migrating once more."""
    folder = tmp_path / "data"
    folder.mkdir()
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        with closing(sqlite3.connect(folder / "huigong.sqlite3")) as copy:
            connection.connection.backup(copy)
    return folder


def test_nothing_of_it_is_left_and_the_next_one_is_number_one(data: Path) -> None:
    assert run("die", data) == -signal.SIGKILL
    assert rows(data, "SELECT status FROM casework_case") == [("lodged",)]
    for table in ("notices_notice", "notices_noticeseries", "files_storedfile", "correspondence_owedletter"):
        assert rows(data, f"SELECT count(*) FROM {table}") == [(0,)], table
    left = [path for path in (data / "files").rglob("*") if path.is_file()]
    assert left, "the bytes came first; the sweep removes what no row names"
    assert run("go", data) == 0
    assert rows(data, "SELECT status FROM casework_case") == [("accepted",)]
    ((number,),) = rows(data, "SELECT number FROM notices_notice")
    assert str(number).endswith("〔2016〕1号")
