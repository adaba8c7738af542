"""Rows sealed by a process beside: the same as in one's own, and nothing lost where it dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from huigong.audit.beside import Beside, Kept, seal_row
from huigong.audit.sealing import Sealer
from tests.architecture.house import ROOT

KEY = "8f" * 32
FIELDS = (Kept("test.name", indexed=True), Kept("test.address", indexed=False))
ROWS = [(f"虚构{number}", f"某街道{number}号") for number in range(1200)] + [("没有住址", "")]


def test_every_row_comes_back_as_it_would_be_sealed_here() -> None:
    sealer = Sealer(KEY)
    with Beside(KEY, FIELDS) as beside:
        for row in ROWS:
            beside.give(row)
        sealed = beside.take()
    assert list(sealed) == ROWS
    for row in (ROWS[0], ROWS[-1]):
        name, address, index = sealed[row]
        assert name and sealer.unseal(name, context="test.name") == row[0]
        assert address == "" if not row[1] else sealer.unseal(str(address), context="test.address") == row[1]
        assert index == sealer.blind_index(row[0], context="test.name")


def test_an_empty_text_is_not_sealed_and_has_no_index() -> None:
    assert seal_row(Sealer(KEY), FIELDS, ("", "")) == ("", "", None)


def test_what_a_process_that_died_did_not_seal_is_missing_and_nothing_else() -> None:
    with Beside(KEY, FIELDS) as beside:
        os.kill(beside.pid, signal.SIGKILL)
        for row in ROWS:
            beside.give(row)
        assert beside.take() == {}


def test_it_ends_with_the_caller_however_that_ends() -> None:
    lines = (
        "from huigong.audit.beside import Beside, Kept",
        f"beside = Beside({KEY!r}, [Kept('test.name', True)])",
        "print(beside.pid, flush=True)",
        "input()",
    )
    with subprocess.Popen(
        [sys.executable, "-c", "\n".join(lines)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as caller:
        assert caller.stdout
        pid = int(caller.stdout.readline())
        caller.kill()
    until = time.monotonic() + 60
    while _runs(pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _runs(pid)


def _runs(pid: int) -> bool:
    """Whether the process is there and is no mere entry that nobody has waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
