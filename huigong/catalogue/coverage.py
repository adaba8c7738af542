"""Which clause of the documents became what: services, duties and targets, or why nothing.

A document that was read whole leaves no clause aside. Each is linked to the
services that rest on it, the offices it charges and the targets it sets, or its
pack says `nothing_to_decide` with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huigong.catalogue.entries import Adoption
from huigong.catalogue.services import Catalogue
from huigong.policy.documents import PackClause, PackDocument
from huigong.policy.packs import Library
from huigong.rules.nodes import Cited, Node, walk

_last: list[tuple[Catalogue, Library, CoverageReport]] = []


@dataclass(frozen=True)
class Later:
    """A promise that no service could keep on the document's first day.

    `norm` is the document that made it possible, from `adoption.valid_from`.
    """

    adoption: Adoption
    norm: PackDocument | None


@dataclass(frozen=True)
class ClauseCoverage:
    """One clause: `services` are ids of the services that rest on it, whatever the version; `later` are
    those of them that there was no norm for on the document's first day."""

    document: PackDocument
    clause: PackClause
    services: tuple[str, ...]
    later: tuple[Later, ...] = ()

    @property
    def linked(self) -> bool:
        """Whether a service, a duty or a target comes from it."""
        return bool(self.services or self.clause.duties or self.clause.targets)

    @property
    def nothing_to_decide(self) -> str:
        """Why no service rests on it, as its pack says; empty where one does or nobody has said."""
        return self.clause.nothing_to_decide

    @property
    def problem(self) -> str:
        """What a policy officer must settle, in Chinese; empty where the clause is covered."""
        if self.services and self.nothing_to_decide:
            return "写了 nothing_to_decide，却有事项以它为依据"
        if not self.linked and not self.nothing_to_decide:
            return "没有事项、分工或目标，也没有写 nothing_to_decide 说明原因"
        return ""


@dataclass(frozen=True)
class CoverageReport:
    """Every clause of the documents whose text the packs were written from, in their order."""

    clauses: tuple[ClauseCoverage, ...]

    @property
    def linked(self) -> tuple[ClauseCoverage, ...]:
        """The clauses that gave a service, a duty or a target."""
        return tuple(clause for clause in self.clauses if clause.linked)

    @property
    def nothing_to_decide(self) -> tuple[ClauseCoverage, ...]:
        """The clauses that decide nothing about a person or employer, as their packs state."""
        return tuple(clause for clause in self.clauses if clause.nothing_to_decide)

    @property
    def problems(self) -> tuple[ClauseCoverage, ...]:
        """The clauses nobody has dealt with yet; empty when coverage is complete."""
        return tuple(clause for clause in self.clauses if clause.problem)

    def of(self, document_id: str) -> tuple[ClauseCoverage, ...]:
        """The clauses of one document."""
        return tuple(clause for clause in self.clauses if clause.document.id == document_id)


def coverage(catalogue: Catalogue, library: Library) -> CoverageReport:
    """The coverage of every document known by its text; laws known by some articles are left out.

    Worked out again only for another catalogue or library: each page of a document shows its part.
    """
    for known, documents, report in _last:
        if known is catalogue and documents is library:
            return report
    report = _worked_out(catalogue, library)
    _last[:] = [(catalogue, library, report)]
    return report


def _worked_out(catalogue: Catalogue, library: Library) -> CoverageReport:
    resting, later = _services_by_clause(catalogue), _later_by_clause(catalogue, library)
    return CoverageReport(
        tuple(
            ClauseCoverage(document, clause, resting.get(clause.ref, ()), later.get(clause.ref, ()))
            for document in library.documents.values()
            if document.known_by == "text"
            for clause in document.clauses
        )
    )


def late_adoptions(catalogue: Catalogue, library: Library) -> Iterator[Later]:
    """The promises that there was nothing to keep with when their document began."""
    for adoption in catalogue.adoptions:
        document = library.documents.get(adoption.clauses[0].partition("#")[0])
        first = (document and document.begins) or adoption.promised_from
        if adoption.valid_from > first:
            yield Later(adoption, _norm_of(adoption, first, catalogue, library))


def _norm_of(adoption: Adoption, first: date, catalogue: Catalogue, library: Library) -> PackDocument | None:
    """Of the norms that the service rests on, the latest that began after the promise.

    Where their packs do not know when they began, the deciding one.
    """
    service = catalogue.find(adoption.service_id, adoption.region, adoption.valid_from, unverified=True)
    if service is None:
        return None
    cited = [clause.partition("#")[0] for clause in (*service.clauses, *clauses_in(service.rule))]
    norms = [library.documents[name] for name in dict.fromkeys(cited) if name in library.documents]
    younger = [norm for norm in norms if norm.begins and norm.begins > first]
    deciding = library.documents.get(service.document)
    return max(younger, key=lambda norm: norm.begins or first, default=deciding)


def clauses_in(rule: Node) -> tuple[str, ...]:
    """The clauses that a rule cites."""
    return tuple(node.clause for node in walk(rule) if isinstance(node, Cited) and node.clause)


def _later_by_clause(catalogue: Catalogue, library: Library) -> dict[str, tuple[Later, ...]]:
    by_clause: defaultdict[str, list[Later]] = defaultdict(list)
    for later in late_adoptions(catalogue, library):
        for clause in later.adoption.clauses:
            by_clause[clause].append(later)
    return {clause: tuple(rows) for clause, rows in by_clause.items()}


def _services_by_clause(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    services: defaultdict[str, set[str]] = defaultdict(set)
    for clause, service_id in _links(catalogue):
        services[clause].add(service_id)
    return {clause: tuple(sorted(ids)) for clause, ids in services.items()}


def _links(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for adoption in catalogue.adoptions:
        if catalogue.find(adoption.service_id, adoption.region, adoption.valid_from, unverified=True) is None:
            continue  # nothing to adopt on the day on which it says so
        yield from ((clause, adoption.service_id) for clause in adoption.clauses)
    for service in catalogue.services:
        yield from ((clause, service.id) for clause in service.clauses)
        yield from ((clause, service.id) for clause in clauses_in(service.rule))
