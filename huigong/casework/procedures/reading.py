"""Procedures and bars that packs declare: `policies/<region>/<document>/procedures/*.yaml`.

One file holds one procedure, or `bars:` with what may not run at the same time. The keys are
those of `terms`; a length is written `参数:名称`; a clause that begins with `#` is in the same
document. `takes:` takes moves of the standard procedure that leave a case where it is
(`转办`, `暂停`), each with the statuses from which it is possible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from huigong.casework.procedures.bars import Bar
from huigong.casework.procedures.making import bar_of, procedure_of
from huigong.casework.procedures.shapes import BARS, PROCEDURE
from huigong.casework.procedures.terms import Procedure
from huigong.kernel.packs import Entry, PackError, Place, Report, files


@dataclass(frozen=True)
class Read:
    """What the packs declare, each with what the file says, which knows the places; and what could not be read."""

    procedures: tuple[tuple[Procedure, Entry], ...]
    bars: tuple[tuple[Bar, Entry], ...]
    errors: tuple[PackError, ...]


def read_procedures(folder: Path) -> Read:
    """Everything below the policies folder; a procedure that cannot be read is left out, with all that is wrong told."""
    report = Report()
    procedures: list[tuple[Procedure, Entry]] = []
    bars: list[tuple[Bar, Entry]] = []
    for file in files(folder, "*/procedures/*.yaml"):
        before = len(report.errors)
        raw = file.read(report)
        if len(report.errors) > before:
            continue
        if isinstance(raw, Mapping) and "bars" in raw:
            bars += [(bar_of(entry, document=file.document), entry) for entry in _bars(raw, report)]
        elif (entry := PROCEDURE.read(raw, report=report, place=Place(file.name))) is not None:
            procedure = procedure_of(entry, region=file.region, document=file.document, source=file.name)
            procedures.append((procedure, entry))
    return Read(tuple(procedures), tuple(bars), tuple(report))


def _bars(raw: object, report: Report) -> tuple[Entry, ...]:
    entry = BARS.read(raw, report=report)
    return () if entry is None else entry["bars"]
