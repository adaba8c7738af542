"""What the fields and code lists of the packs mean, for `declarations.lock` (`huigong.declarations.locking`).

A pack's fields, options and shared fields are written there with type, unit, code list and privacy when they are
released. A field is retired (`until`) and not deleted, and privacy only grows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from huigong.declarations.locking import Released, Section, Term
from huigong.declarations.privacy import Secrecy
from huigong.forms.declaring import read_field
from huigong.forms.fields import Field
from huigong.forms.shelf import Book
from huigong.kernel.packs import Report
from huigong.kernel.regions import NATION

TERMS: Final = (
    Term("type", "类型"),
    Term("unit", "单位"),
    Term("codes", "代码表"),
    Term("privacy", "隐私等级", order={each.value: each.label for each in Secrecy}),
)
"""What a declared field means, whatever it is a field of."""
FIELDS: Final = Section("fields", "字段", TERMS)
CODES: Final = Section("codes", "代码表")
SECTIONS: Final = (FIELDS, CODES)


def released(book: Book) -> Iterator[Released]:
    """What every id of the packs' forms, shared fields and code lists means, retired ones included, each version by itself."""
    for written in book.written:
        folder = written.file.pack
        for asked in _fields(book, written.entry["parts"], folder):
            yield from meanings(FIELDS.name, folder, written.id, asked)
    for raw in book.library.values():
        shared = _read(book, raw, "")
        if shared is not None:
            yield from meanings(FIELDS.name, _folder_of(shared), "fields", shared)
    for listed in book.codes.values():
        for code in listed.codes:
            folder = Path(code.place.file).parent.parent.as_posix()
            yield Released(CODES.name, folder, listed.id, members=(code.code,))


def meanings(section: str, folder: str, above: str, asked: Field) -> Iterator[Released]:
    """What a field means, and each column of its rows: ids are `form.field.column`."""
    path = f"{above}.{asked.id}"
    says = {
        "type": asked.kind.value,
        "unit": asked.unit,
        "codes": asked.code_list,
        "privacy": asked.privacy.value,
    }
    yield Released(section, folder, path, says, place=asked.place)
    for column in asked.fields:
        yield from meanings(section, folder, path, column)


def _folder_of(shared: Field) -> str:
    return shared.place.file.rpartition("/")[0] if shared.place else NATION


def _fields(book: Book, parts: Any, folder: str) -> Iterator[Field]:
    for part in parts:
        for raw in part["fields"] if isinstance(part["fields"], list) else ():
            asked = _read(book, raw, folder)
            if asked is not None:
                yield asked


def _read(book: Book, raw: Any, document: str) -> Field | None:
    """The field alone, on a day after all: its codes do not matter here."""
    desk = book.desk(on=date.max, region=NATION, report=Report(), document=document)
    read = read_field(raw, desk)
    return read.field if read else None
