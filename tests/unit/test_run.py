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


@pytest.mark.parametrize("held", run.IN_USE)
def test_a_demo_leaves_the_folder_of_an_installation_alone(tmp_path: Path, held: str) -> None:
    (tmp_path / held).touch()
    with pytest.raises(SystemExit, match="HUIGONG_DATA"), run.only_one_demo(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [held]


def test_a_demo_knows_its_own_folder_again(tmp_path: Path) -> None:
    with run.only_one_demo(tmp_path):
        (tmp_path / run.IN_USE[0]).touch()
    with run.only_one_demo(tmp_path):
        pass


def test_a_demo_takes_no_database_key_or_sender_of_an_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    # What the test sets and the demo takes away comes back afterwards.
    monkeypatch.setattr(os, "environ", dict(os.environ))
    for name in (
        "DATABASE_URL",
        "HUIGONG_FILES",
        "HUIGONG_AUDIT_HEADS",
        "HUIGONG_SEALING_KEY",
        "HUIGONG_HOSTS",
    ):
        monkeypatch.setitem(os.environ, name, "real")
    kept = {"HUIGONG_DATA": "/demo", "HUIGONG_POLICIES": "/packs", "PATH": os.environ["PATH"]}
    for name, value in kept.items():
        monkeypatch.setitem(os.environ, name, value)
    run.leave_installation_alone()
    assert "real" not in os.environ.values()
    assert {name: os.environ[name] for name in kept} == kept


INSTALLS = """
import sys, pathlib, time, run
run.VENV, run.ROOT = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
def install(lock):
    with (run.ROOT / "installed").open("a") as file:
        file.write("began ")
        file.flush()
        time.sleep(0.5)
        file.write("ended ")
run.install = install
run.prepare("some.lock")
"""


def test_two_commands_of_a_fresh_checkout_install_once_and_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "some.lock").write_text("django==5.2")
    program = [sys.executable, "-c", INSTALLS, str(tmp_path / ".venv"), str(tmp_path)]
    both = [subprocess.Popen(program, cwd=run.ROOT, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [command.wait(timeout=60) for command in both] == [0, 0]
    assert (tmp_path / "installed").read_text() == "began ended "


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
