"""Checks the forms of the packs: that they can be put together, that every clause and service exists, that nothing released has changed."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking import buttons
from huigong.catalogue.checking.references import require_clause
from huigong.catalogue.loading import ReadPacks
from huigong.forms.locking import check_locks
from huigong.forms.services import FormsOfServices, read_services
from huigong.forms.shelf import Book, read_book
from huigong.kernel.packs import PackError, Place, Report
from huigong.kernel.packs.errors import guess
from huigong.policy.packs import Library


def check(folder: Path, library: Library, packs: ReadPacks, report: Report) -> int:
    """Notes what is wrong with the forms below `folder`; how many forms there are."""
    before = len(report.errors)
    book = read_book(folder, report, parameters=packs.book)
    _clauses(book, library, report)
    buttons.check_forms(book, report)
    _services(read_services(folder, Report()), packs, report)
    if len(report.errors) == before:
        check_locks(book, folder, report)
    return len(book.ids)


def _clauses(book: Book, library: Library, report: Report) -> None:
    for written in book.written:
        form = book.form(written.id, on=written.since, region=written.file.region)
        for clause in form.clauses:
            require_clause(library, clause, written.entry.spot("clauses").place, report)
        for _, asked in form.walk():
            for clause in asked.clauses:
                require_clause(library, clause, asked.place or written.entry.place, report)


def _services(forms: FormsOfServices, packs: ReadPacks, report: Report) -> None:
    """Every service that a form names is there, no version of it is older than its form, and none has a form and a
    reason for having none."""
    known = {service.id for service in packs.services}
    for naming in forms.named:
        for service_id in naming.services:
            if service_id not in known:
                _told(
                    report, naming.place, f"没有叫“{service_id}”的事项", guess(service_id, sorted(known))[1]
                )
            if service_id in forms.without:
                _told(report, naming.place, f"“{service_id}”有表，又写着不用填表", "请去掉一处")
    for service_id in forms.without:
        if service_id not in known:
            _told(
                report,
                forms.places[service_id],
                f"没有叫“{service_id}”的事项",
                guess(service_id, sorted(known))[1],
            )
    for service in packs.services:
        if service.form and forms.since(service.form) > service.valid_from:
            what = f"“{service.id}”从{service.valid_from}起就有，它的表“{service.form}”那时还没有"
            _told(report, service.place, what, "请把表的 from 提前，或者写一个更早的版本")


def _told(report: Report, place: Place, what: str, do: str) -> None:
    report.add(PackError("form.service", what=what, do=do, place=place))
