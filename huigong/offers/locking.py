"""What the kinds of offers of the packs mean, for `declarations.lock`: no version that a round may have begun under goes,
and what an offer says of itself keeps its meaning."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from huigong.declarations import Released, Section
from huigong.forms.locking import TERMS, meanings
from huigong.kernel.packs import Report
from huigong.offers.attributes import read_attributes
from huigong.offers.shelf import Book, read_book

VERSIONS: Final = Section("offers", "名额种类的版本")
FIELDS: Final = Section("offer_fields", "名额的字段", TERMS)
SECTIONS: Final = (VERSIONS, FIELDS)


def versions(folder: Path) -> Iterator[Released]:
    """Each kind with the first day of its version; a later file without it would leave its rounds without a rule."""
    return _versions(read_book(folder, Report()))


def fields(folder: Path) -> Iterator[Released]:
    """What each field of an offer means."""
    return _fields(read_book(folder, Report()))


def released(book: Book) -> Iterator[Released]:
    """Both, of a book that was read already."""
    yield from _versions(book)
    yield from _fields(book)


def _versions(book: Book) -> Iterator[Released]:
    for written in book.shelf.written:
        since = written.since.isoformat()
        yield Released(VERSIONS.name, written.file.pack, written.id, members=(since,))


def _fields(book: Book) -> Iterator[Released]:
    for written in book.shelf.written:
        desk = book.desk.of_fields(written)
        for each in read_attributes(written.entry, desk):
            yield from meanings(FIELDS.name, written.file.pack, written.id, each.field)
