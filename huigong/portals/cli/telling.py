"""What `huigong pack check` asks of the letters and messages of the packs."""

from __future__ import annotations

import os
from pathlib import Path

from huigong.casework import occasions
from huigong.casework.procedures import acts
from huigong.casework.procedures.roles import Role
from huigong.catalogue.checking import PackCheck
from huigong.correspondence import fills
from huigong.correspondence import occasions as letters
from huigong.feedback import rules as ratings
from huigong.kernel.errors import DomainError
from huigong.kernel.packs import PackError, Place, Report
from huigong.lapses import occasions as ends
from huigong.lapses import rules as lapses
from huigong.messages import checking as messages
from huigong.messages import identity
from huigong.notices import checking as notices
from huigong.notices.printing import render
from huigong.notices.samples import samples
from huigong.notices.templates import NoticeBook
from huigong.policy.packs import read_library


def check(folder: Path, check: PackCheck, *, whole: bool) -> None:
    """Adds to a check of packs what is wrong with notices and messages; `whole` prints every notice too."""
    known = _known(folder, check)
    if known is None:  # what is wrong with the documents or services was told already
        return
    report = Report()
    book = notices.check(folder, report, known=known)
    messages.check(
        folder,
        report,
        occasions=(*occasions.ALL, *letters.ALL, *ends.ALL, *identity.ALL),
        matters=frozenset(known.services.values()),
        sign=os.environ.get("HUIGONG_SMS_SIGN", "惠工"),
    )
    ratings.read_rules(folder, report)
    _check_lapses(folder, check, known, report)
    if whole and not report:
        _print_all(book, report)
    check.errors += report.errors


def _check_lapses(folder: Path, check: PackCheck, known: notices.Known, report: Report) -> None:
    """What people are told of ahead is a fact that the packs know, renewed by services that there are."""
    assert check.catalogue is not None
    for lapse in lapses.read_rules(folder, report).lapses:
        unknown = [name for name in lapse.renewed_by if name not in known.services]
        if lapse.fact not in check.catalogue.facts:
            unknown.append(lapse.fact)
        if unknown:
            what = f"到期提醒“{lapse.id}”说了没有登记的：{'、'.join(unknown)}"
            report.add(PackError("lapse.unknown", what=what, place=Place(f"{lapse.region}/lapses.yaml", 0)))


def _known(folder: Path, check: PackCheck) -> notices.Known | None:
    catalogue, procedures = check.catalogue, acts.procedures(folder)
    library = None
    with Report().noting():
        library = read_library(folder, Report())
    if catalogue is None or library is None:
        return None
    return notices.Known(
        clauses=frozenset(clause.ref for row in library.documents.values() for clause in row.clauses),
        measures={name: row.measure for name, row in catalogue.parameters.declarations.items()},
        services={service.id: service.name for service in catalogue.services},
        moves=acts.moves_of(procedures),
        acts=acts.acts_of(procedures),
        fills=fills.NAMES,
        asked=acts.asked_of(procedures),
        roles=tuple(role.value for role in Role),
    )


def _print_all(book: NoticeBook, report: Report) -> None:
    """One process for each notice, so that one that cannot be printed is named."""
    for template in book.templates:
        try:
            render([letter for _, letter in samples(template)])
        except DomainError as error:
            what = f"文书“{template.name}”排不出来"
            report.add(PackError("notice.unprinted", what=what, why=str(error), place=template.place))
