"""The policy library: every document of the packs, and how the documents hang together.

    library().clause("220000/2015-implementation#（八）").summary

Loading refuses a library with errors (unknown keys, references to documents or systems
that do not exist); what is merely unsettled is listed by `Library.problems()`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
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
    """All documents by id, in the order nation, province, city, then id."""

    folder: Path
    documents: dict[str, PackDocument]
    systems: tuple[System, ...]

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

    def problems(self) -> tuple[Problem, ...]:
        """What a policy officer should still settle; never an error that would falsify an answer."""
        found: list[Problem] = []
        for document in self.documents.values():
            file = f"{document.id}/document.yaml"
            if document.known_by == "text" and document.issued_on is None:
                found.append(Problem(file, 0, "没有发文日期。", "查到后请补上。"))
            if document.known_by == "text" and not any(clause.duties for clause in document.clauses):
                found.append(Problem(file, 0, "没有任何分工。", "请由使用地区确定牵头和配合单位。"))
            if document.known_by == "citation":
                found.append(Problem(file, 0, "只由引用得知。", "取得文本后请用 huigong read 读入并补全。"))
            for clause in document.clauses:
                if not clause.systems:
                    found.append(Problem(file, 0, f"{clause.number}没有对应的系统。", "请核对 systems。"))
                if not clause.verified:
                    found.append(Problem(file, 0, f"{clause.number}尚未核实。", "核实后请改 verified。"))
        return tuple(found)


def load_library(policies_folder: Path) -> Library:
    """Read every `<region>/<slug>/document.yaml`; raises `policy.pack_invalid` listing all errors."""
    folder = Path(policies_folder)
    systems = _systems(folder / "systems.yaml")
    readers = [
        PackReader(path, f"{path.parts[-3]}/{path.parts[-2]}")
        for path in sorted(folder.glob("*/*/document.yaml"))
        if REGION_FOLDER.fullmatch(path.parts[-3])
    ]
    documents = {reader.id: reader.document() for reader in readers}
    for reader in readers:
        _check_references(reader, documents, systems)
    _refuse_errors([problem for reader in readers if reader.problems for problem in reader.located()])
    rank = {"nation": 0, "province": 1, "city": 2, "county": 3}
    ordered = sorted(documents.values(), key=lambda document: (rank[document.level], document.id))
    return Library(folder, {document.id: document for document in ordered}, systems)


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
    reader: PackReader, documents: dict[str, PackDocument], systems: tuple[System, ...]
) -> None:
    document = documents[reader.id]
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
def _cached(folder: Path) -> Library:
    return load_library(folder)


def library() -> Library:
    """The library of the installed packs, read once a process."""
    return _cached(packs.folder())
