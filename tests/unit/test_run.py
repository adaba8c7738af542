"""The commands of a checkout keep out of each other's way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import run


def test_a_second_demo_on_the_same_data_is_refused_and_the_first_goes_on(tmp_path: Path) -> None:
    with run.only_one_demo(tmp_path):
        with pytest.raises(SystemExit, match="HUIGONG_DATA"), run.only_one_demo(tmp_path):
            pass
        with run.only_one_demo(tmp_path / "another"):
            pass
    with run.only_one_demo(tmp_path):
        pass


STARTS_A_SERVER = """
import sys, run
run.PYTHON = sys.executable
run.stop_when_told()
with run.started("-c", "import time; time.sleep(60)", env={}) as server:
    print(server.pid, flush=True)
    server.wait()
"""


@pytest.mark.skipif(os.name == "nt", reason="there are no signals to be told by")
@pytest.mark.parametrize("told", ["SIGTERM", "SIGHUP"])
def test_what_a_command_started_stops_with_it(told: str) -> None:
    program = [sys.executable, "-c", STARTS_A_SERVER]
    with subprocess.Popen(program, cwd=run.ROOT, stdout=subprocess.PIPE, text=True) as command:
        assert command.stdout is not None
        server = int(command.stdout.readline())
        command.send_signal(signal.Signals[told])
        assert command.wait(timeout=20) == 128 + signal.Signals[told]
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)


def test_a_word_that_the_demo_does_not_know_starts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        run.demo(["--poeple", "20"])
    assert refused.value.code == 2
    assert "--poeple" in capsys.readouterr().err
