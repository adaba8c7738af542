"""Checks the registers that packs declare: that they fit together, that each clause exists, that nothing released has changed."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clauses
from huigong.declarations import Written
from huigong.kernel.packs import Report
from huigong.records import checking


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Notes what is wrong with the kinds of record below `folder`."""
    library, offices = check.library, check.offices
    if (
        check.catalogue is None or library is None or offices is None
    ):  # what is wrong with them was told already
        return

    def clauses(written: Written) -> None:
        require_clauses(library, written.entry, written.clauses, report)

    lines = frozenset(line.id for line in offices.lines())
    parameters = check.catalogue.parameters
    checking.check(folder, report, parameters=parameters, lines=lines, require_clauses=clauses)
