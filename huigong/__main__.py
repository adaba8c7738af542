"""`python -m huigong`, and the command `huigong` of an installed package: every word of every folder."""

from __future__ import annotations

import sys

from huigong.demo.commands import COMMANDS as DEMO
from huigong.portals.cli import main as shell

COMMANDS = {**shell.COMMANDS, **DEMO}


def main(argv: list[str] | None = None) -> int:
    return shell.main(argv, commands=COMMANDS)


if __name__ == "__main__":
    sys.exit(main())
