"""What `huigong pack check` asks of kinds of offers."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clause
from huigong.declarations import Written, locking
from huigong.declarations.addresses import check_address
from huigong.forms.shelf import read_book as read_forms
from huigong.kernel.packs import Report, place_in
from huigong.kernel.packs.references import full_reference
from huigong.offers.locking import SECTIONS, released
from huigong.offers.reading import Desk
from huigong.offers.shelf import read_book
from huigong.policy.packs import Library


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Each kind can be read, is offered by offices that there are, and rests on clauses that there are."""
    if check.catalogue is None:
        return
    forms = read_forms(folder, Report(), parameters=check.catalogue.parameters, facts=check.catalogue.facts)
    desk = Desk(check.catalogue.facts, check.catalogue.parameters.declarations, forms.library, forms.codes)
    lines = [line.id for line in check.offices.lines()] if check.offices else None

    def beside(written: Written) -> None:
        if lines is not None:
            for address in written.entry["offered_by"]:
                check_address(address, lines=lines, places=())
        if check.library is not None:
            _check_clauses(written, check.library)

    before = len(report.errors)
    read = read_book(folder, report, desk=desk, beside=beside)
    if len(report.errors) == before:
        locking.check(folder, SECTIONS, released(read), report)


def _check_clauses(written: Written, library: Library) -> None:
    for number, clause in enumerate(written.entry["clauses"]):
        place = place_in(written.entry.raw["clauses"], number) or written.entry.place
        require_clause(library, full_reference(clause, written.file.document), place, written.entry.report)
