"""The policy library: every document of the packs, and how the documents hang together.

    library().clause("220000/2015-implementation#（八）").summary

Loading refuses a library with errors (unknown keys, references to documents or systems
that do not exist); what is merely unsettled is listed by `Library.problems()`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from huigong.kernel import packs
from huigong.kernel.errors import NotFound, Unavailable
from huigong.policy.documents import PackClause, PackDocument, PackDuty, PackTarget, System
from huigong.policy.packfile import PackReader, Problem, load_yaml, near

__all__ = [
    "Library",
    "Lineage",
    "LineageLink",
    "PackClause",
    "PackDocument",
    "PackDuty",
    "PackTarget",
    "Problem",
    "System",
    "library",
    "load_library",
]

Stamp = tuple[int, int]
CHANGED = ".changed"  # replaced after each addition to a local folder
REGION_FOLDER = re.compile(r"\d{6}")


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

    `drafts` are the documents that nobody has confirmed; no other part of the library knows
    them. `set_aside` is what is wrong with drafts and local documents that could not be used.
    """

    folder: Path
    documents: dict[str, PackDocument]
    systems: tuple[System, ...]
    drafts: dict[str, PackDocument] = field(default_factory=dict)
    set_aside: tuple[Problem, ...] = ()

    def document(self, document_id: str) -> PackDocument:
        """Raises `policy.document_unknown` with the nearest id."""
        try:
            return self.documents[document_id]
        except KeyError:
            raise NotFound(
                "policy.document_unknown",
                what=f"资料库里没有文件“{document_id}”。",
                do=near(document_id, self.documents),
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
            do=near(ref, [clause.ref for clause in document.clauses]),
        )

    def coverage(self, system: str) -> dict[str, tuple[PackClause, ...]]:
        """For one system, the clauses of every document that has some, by document id."""
        if system not in {known.id for known in self.systems}:
            raise NotFound(
                "policy.system_unknown",
                what=f"没有编号为“{system}”的系统。",
                do=near(system, [known.id for known in self.systems]),
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
        downward: dict[str, list[tuple[str, str]]] = {each: [] for each in self.documents}
        for source, links in upward.items():
            for target, relation in links:
                downward[target].append((source, relation))
        return Lineage(document, self._walk(document_id, upward), self._walk(document_id, downward))

    def _walk(self, start: str, links: dict[str, list[tuple[str, str]]]) -> tuple[LineageLink, ...]:
        found: list[LineageLink] = []
        seen, layer, depth = {start}, [start], 1
        while layer:
            reached = []
            for source in layer:
                for target, relation in links[source]:
                    if target not in seen:
                        seen.add(target)
                        reached.append(target)
                        found.append(LineageLink(self.documents[target], relation, depth))
            layer, depth = reached, depth + 1
        return tuple(found)

    def unsettled_drafts(self) -> tuple[Problem, ...]:
        """Every draft, with what its reader was not sure of."""
        return tuple(problem for draft in self.drafts.values() for problem in _doubts(draft))

    def problems(self) -> tuple[Problem, ...]:
        """What a policy officer should still settle; never an error that would falsify an answer."""
        found: list[Problem] = [*self.set_aside, *self.unsettled_drafts()]
        for document in self.documents.values():
            found += _doubts(document)
            file = f"{document.id}/document.yaml"
            if document.known_by == "text" and document.issued_on is None:
                found.append(Problem(file, 0, "没有发文日期。", "查到后请补上。"))
            if document.known_by == "text" and not any(clause.duties for clause in document.clauses):
                found.append(Problem(file, 0, "没有任何分工。", "请由使用地区确定牵头和配合单位。"))
            if document.known_by == "citation":
                found.append(Problem(file, 0, "只由引用得知。", "取得文本后请用 huigong read 读入并补全。"))
            for clause in document.clauses:
                if not clause.summary:
                    found.append(Problem(file, 0, f"{clause.number}还没有概述。", "请用自己的话写一句。"))
                if not clause.systems:
                    found.append(Problem(file, 0, f"{clause.number}没有对应的系统。", "请核对 systems。"))
                if not clause.verified:
                    found.append(Problem(file, 0, f"{clause.number}尚未核实。", "核实后请改 verified。"))
        return tuple(found)


def stamp_of(local: Path) -> Stamp:
    """What tells one state of a local folder from the next; one call to the file system."""
    try:
        seen = os.stat(local / CHANGED)
    except OSError:
        return 0, 0
    return seen.st_mtime_ns, seen.st_ino


def load_library(policies_folder: Path, local: Path | None = None) -> Library:
    """Read every `<region>/<slug>/document.yaml`; raises `policy.pack_invalid` listing all errors.

    Documents of the `local` folder join those of the packs; one that is in both is read from
    the packs. A draft or local document with an error is set aside and does not stop the rest.
    """
    folder = Path(policies_folder)
    systems = _systems(folder / "systems.yaml")
    readers = _readers(folder)
    shipped = {reader.id for reader in readers}
    joined = [reader for reader in _readers(local, local=True) if reader.id not in shipped] if local else []
    read = {reader.id: reader.document() for reader in readers}
    unread = _read_apart(joined, read)
    joined = [reader for reader in joined if reader.id in read]
    confirmed = {document_id for document_id, document in read.items() if document.verified}
    for reader in (*readers, *joined):
        targets = confirmed if reader.id in confirmed else read.keys()
        _check_references(reader, read[reader.id], targets, systems)
    apart = [reader for reader in readers if reader.id not in confirmed] + joined
    _refuse_errors(_located(reader for reader in readers if reader.id in confirmed))
    broken = {reader.id for reader in apart if reader.problems}
    usable = {document_id: document for document_id, document in read.items() if document_id not in broken}
    return Library(
        folder,
        _ordered(document for document in usable.values() if document.verified),
        systems,
        _ordered(document for document in usable.values() if not document.verified),
        (*unread, *_located(apart)),
    )


def _read_apart(readers: Iterable[PackReader], read: dict[str, PackDocument]) -> list[Problem]:
    """Read local documents into `read`; those that are no YAML at all come back as problems."""
    unread = []
    for reader in readers:
        try:
            read[reader.id] = reader.document()
        except Unavailable as error:
            unread.append(Problem(str(reader.path), 0, error.what, error.why))
    return unread


def _readers(folder: Path, *, local: bool = False) -> list[PackReader]:
    return [
        PackReader(path, f"{path.parts[-3]}/{path.parts[-2]}", local=local)
        for path in sorted(folder.glob("*/*/document.yaml"))
        if REGION_FOLDER.fullmatch(path.parts[-3])
    ]


def _located(readers: Iterable[PackReader]) -> list[Problem]:
    return [problem for reader in readers if reader.problems for problem in reader.located()]


def _ordered(documents: Iterable[PackDocument]) -> dict[str, PackDocument]:
    rank = {"nation": 0, "province": 1, "city": 2, "county": 3}
    ordered = sorted(documents, key=lambda document: (rank[document.level], document.id))
    return {document.id: document for document in ordered}


def _doubts(document: PackDocument) -> list[Problem]:
    file = f"{document.id}/document.yaml"
    found = (
        [] if document.verified else [Problem(file, 0, "是草稿，还没有核对。", "逐条核对以后删去 verified。")]
    )
    found += [Problem(file, 0, f"存疑：{doubt}") for doubt in document.doubts]
    return found + [
        Problem(file, 0, f"{clause.number}存疑：{doubt}")
        for clause in document.clauses
        for doubt in clause.doubts
    ]


def _systems(path: Path) -> tuple[System, ...]:
    rows = load_yaml(path)
    try:
        return tuple(System(id=row["id"], name=row["name"], english=row["english"]) for row in rows)
    except (KeyError, TypeError) as error:
        raise Unavailable(
            "policy.pack_invalid",
            what=f"{path} 的内容不合格。",
            why=f"每一行要有 id、name、english（{error}）。",
            do="请照其他行的样子补全。",
        ) from error


def _check_references(
    reader: PackReader, document: PackDocument, documents: Collection[str], systems: tuple[System, ...]
) -> None:
    for key, targets in (("basis", document.basis), ("cites", document.cites)):
        for index, target in enumerate(targets):
            if target not in documents:
                reader.wrong((key, index), f"资料库里没有文件“{target}”。", near(target, documents))
            elif target == reader.id:
                reader.wrong((key, index), "文件不能以自己为依据。")
    known = [system.id for system in systems]
    for row, clause in enumerate(document.clauses):
        for index, system in enumerate(clause.systems):
            if system not in known:
                reader.wrong(("clauses", row, "systems", index), f"没有系统“{system}”。", near(system, known))


def _refuse_errors(problems: list[Problem]) -> None:
    if not problems:
        return
    more = f"（共 {len(problems)} 处，先列前 10 处）" if len(problems) > 10 else ""
    raise Unavailable(
        "policy.pack_invalid",
        what=f"政策资料包有错误{more}。",
        why="\n" + "\n".join(str(problem) for problem in problems[:10]),
        do="\n请按提示改好后再试。",
    )


@lru_cache(maxsize=4)
def _cached(folder: Path, local: Path, stamp: Stamp) -> Library:
    return load_library(folder, local)


def library() -> Library:
    """The library of the installed packs and of what was confirmed on this deployment.

    Read once a process, and again when a document has been added to the local folder.
    """
    local = packs.local_folder()
    return _cached(packs.folder(), local, stamp_of(local))
