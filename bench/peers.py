"""Other people's programs to measure beside, each in an environment that is thrown away."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path


def install(folder: Path, *packages: str) -> str:
    """A throwaway environment with `packages`; gives its Python."""
    print(f"installing {packages[0]} into a throwaway environment", file=sys.stderr)
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return python
