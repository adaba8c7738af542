"""What a terminal would obey stands as it is spelt, whichever command prints it and wherever it was written."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from huigong.kernel import takeaways
from huigong.portals.cli import plain
from huigong.portals.cli.main import main
from tests.unit.kernel.test_takeaways import sign

HIDES, TURNS, CLEARS = "\x1b[8m", "\u202e", "\x9b2J"
HOSTILE = f"虚构{HIDES}{TURNS}{CLEARS}"
COMMANDS = Path(plain.__file__).parent


def obeyed(text: str) -> str:
    return "".join(re.findall(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text))


@pytest.mark.parametrize(
    "words",
    [
        [HOSTILE],
        ["verify", HOSTILE],
        ["read", HOSTILE],
        ["reconcile", HOSTILE, "--out", HOSTILE],
        ["pack", "check", "--packs", HOSTILE],
    ],
)
def test_a_name_in_a_refusal_is_only_a_name(words: list[str], capsys: Any) -> None:
    with suppress(SystemExit):  # of words that the command does not know
        assert main(words) == 2
    told = capsys.readouterr()
    assert obeyed(told.out + told.err) == ""


def test_a_document_that_is_read_moves_no_cursor(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "文件.txt"
    file.write_text(
        f"虚构市关于{TURNS}做好服务的通知\n一、{TURNS}[red]加强服务\n由市{TURNS}人社局负责。\n",
        encoding="utf-8",
    )
    main(["read", str(file)])
    told = capsys.readouterr()
    assert "虚构市" in told.out + told.err
    assert obeyed(told.out + told.err) == ""


def test_lines_and_tabs_of_our_own_stay(capsys: Any) -> None:
    with plain.guarded():
        print("一\t二\n三")
        plain.tell("一\n二")
        plain.console().print(plain.escape("[red]一\n二"))
    assert capsys.readouterr().out == "一\t二\n三\n一\\n二\n[red]一\\n二\n"


def test_every_console_is_made_where_this_is_thought_of() -> None:
    """One that a command makes for itself would write past the guard or lose its colours."""
    own = [
        path.name
        for path in COMMANDS.glob("*.py")
        if path.name != "plain.py"
        and re.search(r"\bConsole\((?!file=plain)|rich\.markup", path.read_text("utf-8"))
    ]
    assert own == []


def test_a_signed_file_says_nothing_to_the_terminal_through_a_pipe_either(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text(takeaways.as_json(sign({"姓名": HOSTILE})), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "huigong", "verify", str(file), "--show"], capture_output=True, check=False
    )
    assert done.returncode == 1
    assert obeyed(done.stdout.decode()) == ""
