"""The policy library: every document of the packs, and how the documents hang together.

    library().clause("220000/2015-implementation#（八）").summary

A region with errors (unknown keys, references to documents or systems that do not exist)
is set aside; what is merely unsettled is listed by `Library.unsettled()`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from huigong.kernel.errors import NotFound
from huigong.kernel.packs import (
    Kept,
    PackError,
    Place,
    Report,
    Shape,
    files,
    place_in,
    region_of,
    shared_file,
)
from huigong.kernel.packs.errors import guess
from huigong.kernel.packs.kinds import text
from huigong.policy.documents import LEVELS, PackClause, PackDocument, PackDuty, PackTarget, System
from huigong.policy.packfile import check_references, read_document

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

SYSTEM = Shape("系统", {"id": text(), "name": text(), "english": text()}, named="id")


@dataclass(frozen=True)
class LineageLink:
    """One step of descent. `relation` is `basis` or `cites`; `depth` 1 is direct."""

    document: PackDocument
    relation: str
    depth: int


@dataclass(frozen=True)
class Lineage:
    """What a document rests on (nearest first) and what rests on it."""

    document: PackDocument
    rests_on: tuple[LineageLink, ...]
    carried_by: tuple[LineageLink, ...]


@dataclass(frozen=True)
class Library:
    """All documents by id, in the order nation, province, city, then id.

    `places` has where each clause stands, by its reference; `basis_places` where a document
    names one that it rests on.
    """

    folder: Path
    documents: dict[str, PackDocument]
    systems: tuple[System, ...]
    places: dict[str, Place]
    basis_places: dict[tuple[str, str], Place]

    def document(self, document_id: str) -> PackDocument:
        """Raises `policy.document_unknown` with the nearest id."""
        try:
            return self.documents[document_id]
        except KeyError:
            raise NotFound(
                "policy.document_unknown",
                what=f"资料库里没有文件“{document_id}”。",
                do=guess(document_id, self.documents)[1],
            ) from None

    def clause(self, ref: str) -> PackClause:
        """The clause `<region>/<slug>#<number>`; raises `policy.clause_unknown`."""
        document = self.document(ref.split("#", 1)[0])
        for clause in document.clauses:
            if clause.ref == ref:
                return clause
        raise NotFound(
            "policy.clause_unknown",
            what=f"“{document.title}”里没有“{ref.partition('#')[2]}”。",
            why="资料包没有收录这一条。" if document.clauses else "资料包还没有收录这份文件的条款。",
            do=guess(ref, [clause.ref for clause in document.clauses])[1],
        )

    def coverage(self, system: str) -> dict[str, tuple[PackClause, ...]]:
        """For one system, the clauses of every document that has some, by document id."""
        if system not in {known.id for known in self.systems}:
            raise NotFound(
                "policy.system_unknown",
                what=f"没有编号为“{system}”的系统。",
                do=guess(system, [known.id for known in self.systems])[1],
            )
        found = {
            document.id: tuple(clause for clause in document.clauses if system in clause.systems)
            for document in self.documents.values()
        }
        return {document_id: clauses for document_id, clauses in found.items() if clauses}

    def lineage(self, document_id: str) -> Lineage:
        """Basis documents and citations upward, and everything that rests on this one, downward."""
        document = self.document(document_id)
        upward = {
            each.id: [(target, "basis") for target in each.basis]
            + [(target, "cites") for target in each.cites]
            for each in self.documents.values()
        }
        downward = defaultdict[str, list[tuple[str, str]]](list)
        for source, links in upward.items():
            for target, relation in links:
                downward[target].append((source, relation))
        return Lineage(document, self._walk(document_id, upward), self._walk(document_id, downward))

    def _walk(self, start: str, links: Mapping[str, list[tuple[str, str]]]) -> tuple[LineageLink, ...]:
        found: list[LineageLink] = []
        seen, layer, depth = {start}, [start], 1
        while layer:
            reached = []
            for source in layer:
                for target, relation in links[source]:
                    if target not in seen and target in self.documents:
                        seen.add(target)
                        reached.append(target)
                        found.append(LineageLink(self.documents[target], relation, depth))
            layer, depth = reached, depth + 1
        return tuple(found)

    def unsettled(self) -> tuple[PackError, ...]:
        """What a policy officer should still settle; never an error that would falsify an answer."""
        return tuple(
            PackError("policy.unsettled", what=what, do=do, place=Place(f"{document.id}/document.yaml", 0))
            for document in self.documents.values()
            for what, do in _unsettled(document)
        )


def _unsettled(document: PackDocument) -> Iterator[tuple[str, str]]:
    if document.known_by == "text" and document.issued_on is None:
        yield "没有发文日期", "查到后请补上"
    if document.known_by == "text" and not any(clause.duties for clause in document.clauses):
        yield "没有任何分工", "请由使用地区确定牵头和配合单位"
    if document.known_by == "citation":
        yield "只由引用得知", "取得文本后请用 huigong read 读入并补全"
    for clause in document.clauses:
        if not clause.systems:
            yield f"{clause.number}没有对应的系统", "请核对 systems"
        if not clause.verified:
            yield f"{clause.number}尚未核实", "核实后请改 verified"


def load_library(policies_folder: Path) -> Library:
    """Every `<region>/<slug>/document.yaml`; raises `PackError` for anything wrong in any."""
    report = Report()
    found = read_library(policies_folder, report)
    report.refuse()
    return found


def read_library(folder: Path, report: Report) -> Library:
    """The documents that are well formed; what is wrong with others is put into the report.

    Raises `PackError` where the systems cannot be read.
    """
    systems = _systems(folder, report)
    report.refuse()
    loaded = {file: file.read(report) for file in files(folder, "*/document.yaml")}
    documents, known = [file.document for file in loaded], [system.id for system in systems]
    read = []
    for file, raw in loaded.items():
        if raw is not None:
            written = read_document(raw, file, report)
            check_references(raw, documents=documents, systems=known, report=report)
            read += [written] if written else []
    ordered = sorted(read, key=lambda one: (LEVELS.index(one.document.level), one.document.id))
    return Library(
        folder,
        {one.document.id: one.document for one in ordered},
        systems,
        {clause.ref: one.place(clause) for one in read for clause in one.document.clauses},
        {(one.document.id, basis): one.basis_place(basis) for one in read for basis in one.document.basis},
    )


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


library = Kept(_serving)
"""The library of the installed packs, read once a process; another folder may be named."""
