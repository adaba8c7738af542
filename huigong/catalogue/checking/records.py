"""Checks the registers that packs declare: that they fit together, that each clause exists, that nothing released has changed."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clause
from huigong.kernel.packs import Place, Report
from huigong.records import checking


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Notes what is wrong with the kinds of record below `folder`."""
    library, offices = check.library, check.offices
    if (
        check.catalogue is None or library is None or offices is None
    ):  # what is wrong with them was told already
        return

    def clause(reference: str, place: Place) -> None:
        require_clause(library, reference, place, report)

    lines = frozenset(line.id for line in offices.lines())
    checking.check(folder, report, parameters=check.catalogue.parameters, lines=lines, clause=clause)
