"""Where the policy packs are, for every folder above."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[2]
VARIABLE = "HUIGONG_POLICIES"
LOCAL_VARIABLE = "HUIGONG_POLICIES_LOCAL"
DATA_VARIABLE = "HUIGONG_DATA"


def folder() -> Path:
    """The folder named by HUIGONG_POLICIES, else the one beside the checkout, else the one inside the package.

    Read from the environment and not from a framework's settings, so that rules,
    offices and calendars are at hand where there is neither framework nor database.
    """
    return _folder(os.environ.get(VARIABLE, ""))


@lru_cache(maxsize=8)
def _folder(named: str) -> Path:
    if named:
        return Path(named).expanduser().resolve()
    beside = PACKAGE.parent / "policies"
    return beside if beside.is_dir() else PACKAGE / "policies"


def local_folder() -> Path:
    """Where documents lie that were confirmed on this deployment; it need not exist.

    HUIGONG_POLICIES_LOCAL names it, else it is `policies` in the data folder.
    """
    if named := os.environ.get(LOCAL_VARIABLE):
        return Path(named).expanduser().resolve()
    return data_folder() / "policies"


def data_folder() -> Path:
    """Where this deployment keeps what is its own: HUIGONG_DATA, else `var` beside the checkout."""
    data = os.environ.get(DATA_VARIABLE)
    return Path(data).expanduser().resolve() if data else PACKAGE.parent / "var"
