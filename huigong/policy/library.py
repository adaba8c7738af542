"""The documents of the packs, and how they hang together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from huigong.kernel.errors import NotFound
from huigong.kernel.packs import PackError, Place
from huigong.kernel.packs.errors import guess
from huigong.policy.documents import PackClause, PackDocument, System


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
    `places` has where each clause stands, by its reference; `basis_places` where a document
    names one that it rests on.
    """

    folder: Path
    documents: dict[str, PackDocument]
    systems: tuple[System, ...]
    drafts: dict[str, PackDocument] = field(default_factory=dict)
    set_aside: tuple[PackError, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    basis_places: Mapping[tuple[str, str], Place] = field(default_factory=dict)

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
        covering = {
            document.id: tuple(clause for clause in document.clauses if system in clause.systems)
            for document in self.documents.values()
        }
        return {document_id: clauses for document_id, clauses in covering.items() if clauses}

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
        walked: list[LineageLink] = []
        seen, layer, depth = {start}, [start], 1
        while layer:
            reached = []
            for source in layer:
                for target, relation in links[source]:
                    if target not in seen and target in self.documents:
                        seen.add(target)
                        reached.append(target)
                        walked.append(LineageLink(self.documents[target], relation, depth))
            layer, depth = reached, depth + 1
        return tuple(walked)

    def unsettled_drafts(self) -> tuple[PackError, ...]:
        """Every draft, with what its reader was not sure of."""
        return tuple(_to_settle(draft, told) for draft in self.drafts.values() for told in _doubts(draft))

    def problems(self) -> tuple[PackError, ...]:
        """What a policy officer should still settle; never an error that would falsify an answer."""
        documents = self.documents.values()
        own = (
            _to_settle(document, told)
            for document in documents
            for told in (*_doubts(document), *_unsettled(document))
        )
        return (*self.set_aside, *self.unsettled_drafts(), *own)


def _to_settle(document: PackDocument, told: tuple[str, str]) -> PackError:
    place = Place(f"{document.id}/document.yaml", 0)
    return PackError("policy.unsettled", what=told[0], do=told[1], place=place)


def _doubts(document: PackDocument) -> Iterator[tuple[str, str]]:
    if not document.verified:
        yield "是草稿，还没有核对", "逐条核对以后删去 verified"
    for doubt in document.doubts:
        yield f"存疑：{doubt}", ""
    for clause in document.clauses:
        yield from ((f"{clause.number}存疑：{doubt}", "") for doubt in clause.doubts)


def _unsettled(document: PackDocument) -> Iterator[tuple[str, str]]:
    if document.known_by == "text" and document.issued_on is None:
        yield "没有发文日期", "查到后请补上"
    if document.known_by == "text" and not any(clause.duties for clause in document.clauses):
        yield "没有任何分工", "请由使用地区确定牵头和配合单位"
    if document.known_by == "citation":
        yield "只由引用得知", "取得文本后请用 huigong read 读入并补全"
    for clause in document.clauses:
        if not clause.summary:
            yield f"{clause.number}还没有概述", "请用自己的话写一句"
        if not clause.systems:
            yield f"{clause.number}没有对应的系统", "请核对 systems"
        if not clause.verified:
            yield f"{clause.number}尚未核实", "核实后请改 verified"
