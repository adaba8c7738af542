"""The policy library: every document of the packs, and how the documents hang together.

    library().clause("220000/2015-implementation#（八）").summary

A region with errors (unknown keys, references to documents or systems that do not exist)
is set aside; what is merely unsettled is listed by `Library.problems()`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from huigong.kernel import packs
from huigong.kernel.packs import (
    Kept,
    PackError,
    PackFile,
    Place,
    Report,
    Shape,
    files,
    place_in,
    region_of,
    shared_file,
)
from huigong.kernel.packs.files import said_of_itself
from huigong.kernel.packs.kinds import text
from huigong.policy.documents import LEVELS, PackClause, PackDocument, PackDuty, PackTarget, System
from huigong.policy.library import Library, Lineage, LineageLink
from huigong.policy.packfile import WrittenDocument, check_references, read_document

__all__ = [
    "Library",
    "Lineage",
    "LineageLink",
    "PackClause",
    "PackDocument",
    "PackDuty",
    "PackTarget",
    "System",
    "library",
    "load_library",
    "read_library",
]

Stamp = tuple[int, int]
CHANGED = ".changed"  # replaced after each addition to a local folder
SYSTEM = Shape("系统", {"id": text(), "name": text(), "english": text()}, named="id")


def stamp_of(local: Path) -> Stamp:
    """What tells one state of a local folder from the next; one call to the file system."""
    try:
        seen = os.stat(local / CHANGED)
    except OSError:
        return 0, 0
    return seen.st_mtime_ns, seen.st_ino


def load_library(policies_folder: Path, local: Path | None = None) -> Library:
    """Every `<region>/<slug>/document.yaml`; raises `PackError` for anything wrong in a confirmed one.

    Documents of the `local` folder join those of the packs; one that is in both is read from
    the packs. A draft or local document with an error is set aside and does not stop the rest.
    """
    report = Report()
    whole = read_library(policies_folder, report)
    report.refuse()
    return whole if local is None else _joined(whole, local)


def read_library(folder: Path, report: Report) -> Library:
    """The documents that are well formed; what is wrong with confirmed ones is put into the report.

    Raises `PackError` where the systems cannot be read.
    """
    systems = _systems(folder, report)
    report.refuse()
    loaded = [_load(file) for file in files(folder, "*/document.yaml", drafts=True)]
    _check(loaded, [pack.file.document for pack in loaded if not pack.draft], systems, set())
    for pack in loaded:
        if not pack.draft:
            report.errors.extend(pack.report)
    return _library(folder, systems, loaded, [pack for pack in loaded if pack.draft])


def _joined(shipped: Library, local: Path) -> Library:
    """The library with the documents of a local folder that the packs do not have."""
    known = {*shipped.documents, *shipped.drafts}
    written = files(local, "*/document.yaml", drafts=True)
    loaded = [_load(file, local=True) for file in written if file.document not in known]
    confirmed = {*shipped.documents, *(pack.file.document for pack in loaded if not pack.draft)}
    _check(loaded, confirmed, shipped.systems, known)
    more = _library(local, shipped.systems, loaded, loaded)
    return replace(
        shipped,
        documents=_ordered({**shipped.documents, **more.documents}),
        drafts=_ordered({**shipped.drafts, **more.drafts}),
        set_aside=(*shipped.set_aside, *more.set_aside),
        places={**shipped.places, **more.places},
        basis_places={**shipped.basis_places, **more.basis_places},
    )


@dataclass
class _Loaded:
    """A document's file as it was read, with what is wrong with it."""

    file: PackFile
    raw: object
    written: WrittenDocument | None
    report: Report

    @property
    def draft(self) -> bool:
        return said_of_itself(self.raw)


def _load(file: PackFile, *, local: bool = False) -> _Loaded:
    report = Report()
    raw = file.read(report)
    written = None if report else read_document(raw, file, report, local=local)
    return _Loaded(file, raw, written, report)


def _check(
    loaded: Iterable[_Loaded], confirmed: Collection[str], systems: Iterable[System], known: set[str]
) -> None:
    """Notes references to what is not there; a confirmed document rests on confirmed ones only."""
    every = {*known, *confirmed, *(pack.file.document for pack in loaded)}
    ids = [system.id for system in systems]
    for pack in loaded:
        targets = every if pack.draft else confirmed
        check_references(pack.raw, documents=targets, systems=ids, report=pack.report)


def _library(
    folder: Path, systems: tuple[System, ...], loaded: Iterable[_Loaded], apart: Iterable[_Loaded]
) -> Library:
    """The documents without mistakes; of the ones `apart`, their mistakes too."""
    read = [pack.written for pack in loaded if pack.written is not None and not pack.report]
    documents = {pack.document.id: pack.document for pack in read}
    return Library(
        folder,
        _ordered({key: document for key, document in documents.items() if document.verified}),
        systems,
        _ordered({key: document for key, document in documents.items() if not document.verified}),
        tuple(error for pack in apart for error in pack.report),
        {clause.ref: pack.place(clause) for pack in read for clause in pack.document.clauses},
        {
            (pack.document.id, basis): pack.basis_place(basis)
            for pack in read
            for basis in pack.document.basis
        },
    )


def _ordered(documents: Mapping[str, PackDocument]) -> dict[str, PackDocument]:
    ranks = list(LEVELS)
    ordered = sorted(documents.values(), key=lambda document: (ranks.index(document.level), document.id))
    return {document.id: document for document in ordered}


def _serving(folder: Path, report: Report) -> Library:
    """The library without the documents of regions that are set aside."""
    whole = read_library(folder, report)
    aside = {region_of(error.file) for error in report}
    if "100000" in aside:
        report.refuse()
    served = {key: document for key, document in whole.documents.items() if document.region not in aside}
    return replace(whole, documents=served)


def _systems(folder: Path, report: Report) -> tuple[System, ...]:
    file = shared_file(folder, "systems.yaml")
    raw = file.read(report)
    if not report and not isinstance(raw, list):
        report.add(PackError("policy.systems", what="系统的表应当是一个列表", place=Place(file.name)))
    listed = raw if isinstance(raw, list) else []
    entries = [
        SYSTEM.read(row, report=report, place=place_in(listed, index)) for index, row in enumerate(listed)
    ]
    return tuple(System(**entry) for entry in entries if entry is not None)


shipped = Kept(_serving)
"""The library of the installed packs alone, read once; another folder may be named."""


def library() -> Library:
    """The library of the installed packs and of what was confirmed on this deployment.

    Read once a process; the local folder again when a document has been added to it.
    """
    local = packs.local_folder()
    return _with_local(packs.folder(), local, stamp_of(local))


@lru_cache(maxsize=4)
def _with_local(folder: Path, local: Path, stamp: Stamp) -> Library:
    return _joined(shipped(folder), local)
