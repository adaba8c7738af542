"""What the ids of obligations mean, for `declarations.lock`: from what one runs, and whether it comes again, never change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from huigong.declarations import Released, Section, Shelf, Term
from huigong.kernel.packs import Report
from huigong.obligations.declaring.reading import read_shelf

OBLIGATIONS: Final = Section("obligations", "义务", (Term("anchor", "起算的事"), Term("comes", "次数")))


def released(shelf: Shelf) -> Iterator[Released]:
    """Each version that is written whole; what a region below adds means the same."""
    for written in shelf.written:
        if not written.inherits:
            comes = "照写的日子" if written.entry["due"] else "反复" if written.entry["every"] else "一次"
            says = {"anchor": written.entry["anchor"], "comes": comes}
            place = written.entry.spot("id").place
            yield Released(OBLIGATIONS.name, written.file.pack, written.id, says, place=place)


def declares(folder: Path) -> Iterator[Released]:
    """What the obligations below a policies folder mean today."""
    return released(read_shelf(folder, Report()))
