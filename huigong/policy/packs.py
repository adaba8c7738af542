"""The policy library: every document of the packs, and how the documents hang together.

    library().clause("220000/2015-implementation#（八）").summary

A region with errors (unknown keys, references to documents or systems that do not exist)
is set aside; what is merely unsettled is listed by `Library.unsettled()`.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from huigong.kernel.packs import (
    Kept,
    PackError,
    PackFile,
    Place,
    Report,
    Shape,
    files,
    local_folder,
    place_in,
    region_of,
    says_draft,
    shared_file,
)
from huigong.kernel.packs import folder as installed
from huigong.kernel.packs.kinds import text
from huigong.policy.documents import LEVELS, PackClause, PackDocument, PackDuty, PackTarget, System
from huigong.policy.packfile import (
    DOCUMENT,
    DRAFT,
    LOCAL,
    WrittenDocument,
    check_references,
    read_document,
)
from huigong.policy.shelves import Library, Lineage, LineageLink

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
_log = logging.getLogger("huigong.packs")
SYSTEM = Shape("系统", {"id": text(), "name": text(), "english": text()}, named="id")


def load_library(policies_folder: Path) -> Library:
    """Every `<region>/<slug>/document.yaml`; raises `PackError` for anything wrong in any."""
    report = Report()
    found = read_library(policies_folder, report)
    report.refuse()
    return found


def read_library(folder: Path, report: Report) -> Library:
    """The documents that are well formed; what is wrong with others is put into the report.

    A draft with an error is set aside and not reported: nothing is served from it.
    Raises `PackError` where the systems cannot be read.
    """
    systems = _systems(folder, report)
    report.refuse()
    known = [system.id for system in systems]
    loaded = {file: file.read(report) for file in files(folder, "*/document.yaml")}
    confirmed = {file: raw for file, raw in loaded.items() if raw is not None and not says_draft(raw)}
    drafts, aside = {file: raw for file, raw in loaded.items() if says_draft(raw)}, Report()
    ids = {file.document for file in (*confirmed, *(file for file, raw in loaded.items() if raw is None))}
    read = _read(confirmed, report, documents=ids, systems=known, shape=DOCUMENT)
    ids |= {file.document for file in drafts}
    drafted = _read(drafts, aside, documents=ids, systems=known, shape=DRAFT)
    return Library(
        folder,
        _ordered(one.document for one in read),
        systems,
        {clause.ref: one.place(clause) for one in read for clause in one.document.clauses},
        {(one.document.id, basis): one.basis_place(basis) for one in read for basis in one.document.basis},
        _ordered(one.document for one in drafted),
        tuple(aside),
    )


def _read(
    loaded: Mapping[PackFile, object],
    report: Report,
    *,
    documents: Collection[str],
    systems: Collection[str],
    shape: Shape,
) -> list[WrittenDocument]:
    """The documents in which nothing is wrong, not even what they refer to where they are drafts."""
    read = []
    for file, raw in loaded.items():
        before = len(report.errors)
        written = read_document(raw, file, report, shape=shape)
        check_references(raw, documents=documents, systems=systems, report=report)
        if written and (shape is DOCUMENT or len(report.errors) == before):
            read.append(written)
    return read


def _ordered(documents: Iterable[PackDocument]) -> dict[str, PackDocument]:
    """By id, in the order nation, province, city, county, then id."""
    ordered = sorted(documents, key=lambda one: (LEVELS.index(one.level), one.id))
    return {one.id: one for one in ordered}


def _serving(folder: Path, report: Report) -> Library:
    """The library without the documents of regions that are set aside."""
    whole = read_library(folder, report)
    aside = {region_of(error.file) for error in report}
    if "100000" in aside:
        report.refuse()
    served = {key: one for key, one in whole.documents.items() if one.region not in aside}
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
"""The library of the installed packs alone, read once a process; another folder may be named."""


def library(folder: Path | None = None) -> Library:
    """The library of the installed packs and of what was confirmed on this deployment.

    The packs are read once a process, the local folder again after each addition to it.
    Another folder of packs may be named, which then stands alone.
    """
    if folder is not None:
        return shipped(folder)
    local = local_folder()
    return _joined(installed(), local, stamp_of(local))


@lru_cache(maxsize=4)
def _joined(folder: Path, local: Path, stamp: Stamp) -> Library:
    """The packs with the local documents; one that is in both is read from the packs."""
    whole, aside = shipped(folder), Report()
    loaded = {
        file: raw
        for file in files(local, "*/document.yaml")
        if file.document not in whole.documents
        and (raw := file.read(aside)) is not None
        and not says_draft(raw)
    }
    ids = {*whole.documents, *(file.document for file in loaded)}
    systems = [system.id for system in whole.systems]
    read = _read(loaded, aside, documents=ids, systems=systems, shape=LOCAL)
    for error in aside:
        _log.error("local document set aside: %s", error)
    documents = _ordered((*whole.documents.values(), *(one.document for one in read)))
    return replace(whole, documents=documents, set_aside=(*whole.set_aside, *aside))


def stamp_of(local: Path) -> Stamp:
    """What tells one state of a local folder from the next; one call to the file system."""
    try:
        seen = os.stat(local / CHANGED)
    except OSError:
        return 0, 0
    return seen.st_mtime_ns, seen.st_ino
