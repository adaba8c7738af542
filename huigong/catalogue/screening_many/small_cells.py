"""Hides counts that would identify somebody, and those from which they could be computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from huigong.kernel.packs import Place, Report, Shape, shared_file
from huigong.kernel.packs.kinds import flag, number, text

FILE = "disclosure.yaml"
SMALL_CELLS = Shape("小格子", {"smallest_cell": number(), "reason": text(), "verified": flag(True)})


@dataclass(frozen=True)
class SmallCells:
    """The smallest number of people that may be shown, and why."""

    smallest: int
    reason: str


def read_small_cells(policies_folder: Path) -> SmallCells:
    """What `policies/disclosure.yaml` says; raises `PackError`."""
    report = Report()
    raw = shared_file(policies_folder, FILE).read(report)
    entry = SMALL_CELLS.require(raw, report=report, place=Place(FILE))
    return SmallCells(entry["smallest_cell"], entry["reason"])


def hidden(counts: Sequence[int], smallest: int) -> frozenset[int]:
    """Places of the counts to hide, where their sum is shown too.

    Zero identifies nobody and is shown. What is hidden is together at least `smallest`, so
    the sum less the shown does not give it away; the next smallest count goes with it until
    then, and a zero where no other count is left.
    """
    away = {place for place, count in enumerate(counts) if 0 < count < smallest}
    others = sorted(
        (place for place in range(len(counts)) if place not in away), key=lambda place: counts[place]
    )
    others = [place for place in others if counts[place]] + [place for place in others if not counts[place]]
    while away and others and (len(away) < 2 or sum(counts[place] for place in away) < smallest):
        away.add(others.pop(0))
    return frozenset(away)
