"""Killed between the printed letter and the commit: neither move nor letter nor number, and then both."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.architecture.house import ROOT


@contextmanager
def killed_once(data: Path) -> Iterator[subprocess.Popen[str]]:
    """The program of `killed`, after its first process was killed; it goes on when it is sent a line."""
    others = ("HUIGONG_D", "DJANGO", "DATABASE_URL")  # a database of its own, whatever this run is on
    kept = {name: value for name, value in os.environ.items() if not name.startswith(others)}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.unit.correspondence.killed"],
        cwd=ROOT,
        env={**kept, "HUIGONG_DATA": str(data)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdout
        assert program.stdout.readline() == f"{signal.SIGKILL:d}\n"
        yield program


def rows(data: Path, question: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(next(data.glob("*.sqlite3")))
    try:
        return connection.execute(question).fetchall()
    finally:
        connection.close()


@pytest.fixture
def data(tmp_path: Path, tables: Path | None) -> Path:
    """A folder of data whose database has its tables."""
    folder = tmp_path / "data"
    folder.mkdir()
    if tables:
        shutil.copy(tables, folder / "huigong.sqlite3")
    return folder


def test_nothing_of_it_is_left_and_the_next_one_is_number_one(data: Path) -> None:
    with killed_once(data) as program:
        assert rows(data, "SELECT status FROM casework_case") == [("lodged",)]
        for table in (
            "notices_notice",
            "notices_noticeseries",
            "files_storedfile",
            "correspondence_owedletter",
        ):
            assert rows(data, f"SELECT count(*) FROM {table}") == [(0,)], table
        left = [path for path in (data / "files").rglob("*") if path.is_file()]
        assert left, "the bytes came first; the sweep removes what no row names"
        program.communicate("go on\n")
    assert program.returncode == 0
    assert rows(data, "SELECT status FROM casework_case") == [("accepted",)]
    ((number,),) = rows(data, "SELECT number FROM notices_notice")
    assert str(number).endswith("〔2016〕1号")
