"""Checks packs the way a policy officer needs it: everything wrong at once, each with its place.

The documents, offices, services and examples are read, every reference is followed,
every example is answered, services are held against the law that they cite, and every
clause must have become something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from huigong.catalogue.checking import (
    audiences,
    bars,
    boxes,
    buttons,
    dates,
    elsewhere,
    events,
    forms,
    identity,
    leads,
    narrowing,
    norms,
    places,
    references,
    reviews,
    worked,
)
from huigong.catalogue.coverage import CoverageReport, Later, coverage, late_adoptions
from huigong.catalogue.examples import Example, read_examples
from huigong.catalogue.loading import ReadPacks, read_packs
from huigong.catalogue.mutation import unnoticed
from huigong.catalogue.services import Catalogue, catalogue_of
from huigong.directory.offices import OfficeBook
from huigong.kernel import usualnames
from huigong.kernel.packs import PackError, Report
from huigong.policy.packs import Library, read_library

T = TypeVar("T")


@dataclass
class PackCheck:
    """What was read and what is wrong with it; the packs may be used when `errors` is empty.

    Attributes:
        adopted_late: promises of a document that no service could keep on the document's first day; they are linked
            from the day on which there was one.
        unnoticed: changes to a rule that no example would notice.
        signed, to_sign_again: versions that a jurist has signed as they are, and those that changed afterwards.
        drafts: what is left to settle in documents that nobody has confirmed, none of which is served.
        forms: how many there are.
        catalogue, library, offices: None where nothing could be made of the packs.
    """

    catalogue: Catalogue | None = None
    library: Library | None = None
    offices: OfficeBook | None = None
    examples: tuple[Example, ...] = ()
    coverage: CoverageReport = field(default_factory=lambda: CoverageReport(()))
    adopted_late: tuple[Later, ...] = ()
    unnoticed: tuple[PackError, ...] = ()
    signed: int = 0
    to_sign_again: tuple[PackError, ...] = ()
    drafts: tuple[PackError, ...] = ()
    forms: int = 0
    errors: list[PackError] = field(default_factory=list)


def check_packs(folder: Path) -> PackCheck:
    """Reads and checks every pack below `folder`; what is wrong is collected, never raised."""
    report = Report()
    library = _read(read_library, folder, report)
    offices = _read(OfficeBook.read, folder, report)
    packs = _read(read_packs, folder, report)
    _read(usualnames.read_names, folder, report)
    check = PackCheck(catalogue_of(packs) if packs else None, library, offices)
    if library is not None:
        check.drafts = (*library.unsettled_drafts(), *library.set_aside)
    if packs is not None and library is not None and offices is not None:
        _check(check, packs, library, offices, folder, report)
    check.errors = sorted(_once(report), key=lambda error: (error.file, error.line, error.column))
    return check


def _read(read: Callable[[Path, Report], T], folder: Path, report: Report) -> T | None:
    """What `read` can make of the packs; None where it can make nothing of them; the reason is then in the report."""
    own = Report()
    result = None
    with own.noting():
        result = read(folder, own)
    report.errors.extend(own)
    return result


def _check(
    check: PackCheck, packs: ReadPacks, library: Library, offices: OfficeBook, folder: Path, report: Report
) -> None:
    catalogue = catalogue_of(packs)
    check.examples = read_examples(folder, report)
    references.check(packs, catalogue, library, offices, report)
    places.check(packs, library, report)
    leads.check(catalogue, library, report)
    worked.check(check.examples, catalogue, offices, report, broken=packs.unreadable)
    narrowing.check(check.examples, catalogue, report)
    norms.check(catalogue, folder, report)
    dates.check(packs, catalogue, library, report)
    bars.check(catalogue, report)
    audiences.check(catalogue, report)
    boxes.check(catalogue, report)
    buttons.check(catalogue, report)
    events.check(catalogue, report)
    identity.check(catalogue, folder, report)
    elsewhere.check(catalogue, folder, report)
    check.forms = forms.check(folder, library, packs, report)
    check.unnoticed = tuple(unnoticed(catalogue, check.examples))
    check.signed, check.to_sign_again = reviews.check(catalogue, folder, report)
    check.coverage = coverage(catalogue, library)
    check.adopted_late = tuple(late_adoptions(catalogue, library))
    for clause in check.coverage.problems:
        place = library.places[clause.clause.ref]
        report.add(PackError("pack.coverage", what=f"{clause.clause.number}{clause.problem}", place=place))


def _once(report: Report) -> Iterator[PackError]:
    """Each error once: several readers read the facts and systems."""
    seen = set()
    for error in report:
        key = (str(error.place), error.what, error.why)
        if key not in seen:
            seen.add(key)
            yield error
