"""Where the demonstration plays, from `county.yaml` beside this file: the code itself knows no place."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from huigong.kernel.packs import load_file

_PLACE = load_file(Path(__file__).with_name("county.yaml"))
REGION: Final[str] = str(_PLACE["region"])
CITY: Final[str] = str(_PLACE["city"])
PROVINCE: Final[str] = str(_PLACE["province"])
ELSEWHERE: Final[str] = str(_PLACE["elsewhere"])
DOCUMENT: Final[str] = str(_PLACE["document"])
PERMIT_CLAUSE: Final[str] = str(_PLACE["permit"])
PAUSE_ARTICLE: Final[str] = str(_PLACE["pause"])
GROUNDS: Final = {f"{REGION}/{line}": str(clause) for line, clause in _PLACE["grounds"].items()}


def office(line: str) -> str:
    """The county's office of a line: `police`."""
    return f"{REGION}/{line}"
