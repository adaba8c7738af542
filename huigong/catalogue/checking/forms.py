"""Checks the forms of the packs: that they can be put together, that every clause exists, that nothing released has changed."""

from __future__ import annotations

from pathlib import Path

from huigong.catalogue.checking.references import require_clause
from huigong.catalogue.parameters import ParameterBook
from huigong.forms.locking import check_locks
from huigong.forms.shelf import Book, read_book
from huigong.kernel.packs import Report
from huigong.policy.packs import Library


def check(folder: Path, library: Library, parameters: ParameterBook, report: Report) -> int:
    """Notes what is wrong with the forms below `folder`; how many forms there are."""
    before = len(report.errors)
    book = read_book(folder, report, parameters=parameters)
    _clauses(book, library, report)
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
