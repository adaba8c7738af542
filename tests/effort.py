"""How often a property is tried with every change, and how often before a release."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).resolve().parents[1]
PRODUCT, POLICIES = ROOT / "huigong", ROOT / "policies"
RELEASE = "release"
"""The profile of a run with `--all`; see `tests/conftest.py`."""


def before_a_release() -> bool:
    """Whether this run is to do all that can be done."""
    return settings.get_current_profile_name() == RELEASE


def examples(with_every_change: int, *, release: int) -> int:
    """How many examples a test of this run makes. New ones are made in each run, so many runs see many."""
    return release if before_a_release() else with_every_change


def some_of(many: int) -> tuple[int, int]:
    """Of a long row of cases, which is the first that is tried and how far the next ones are apart: every one before
    a release, and with every change one of `many`.

    Which ones depends on the product and its packs: of the same the same are tried, and after a change others.
    """
    if before_a_release():
        return 0, 1
    return _digest() % many, many


@functools.cache
def _digest() -> int:
    files = sorted(
        path for top in (PRODUCT, POLICIES) for path in top.rglob("*") if path.suffix in (".py", ".yaml")
    )
    return int.from_bytes(hashlib.sha256(b"".join(path.read_bytes() for path in files)).digest()[:8])
