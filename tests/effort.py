"""How often a property is tried with every change, and how often before a release."""

from __future__ import annotations

from hypothesis import settings

RELEASE = "release"
"""The profile of a run with `--all`; see `tests/conftest.py`."""


def before_a_release() -> bool:
    """Whether this run is to do all that can be done."""
    return settings.get_current_profile_name() == RELEASE


def examples(with_every_change: int, *, release: int) -> int:
    """How many examples a test of this run makes. New ones are made in each run, so many runs see many."""
    return release if before_a_release() else with_every_change
