"""The policy library: outline, comparison of regions, lineage, search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from huigong.catalogue.queries import clause_coverage
from huigong.catalogue.services import catalogue
from huigong.directory import offices
from huigong.directory.principals import Principal
from huigong.kernel import regions
from huigong.policy import queries
from huigong.policy.documents import ROLES, PackClause, PackDocument
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.library import drawing
from huigong.portals.desk.parts.paging import asked
from huigong.portals.shared.requests import Request


@dataclass(frozen=True)
class Holder:
    """One office of a clause: the name as printed, and who answers for it today (empty when unsure)."""

    seen_as: str
    today: str
    sure: bool


@dataclass(frozen=True)
class OutlineClause:
    """A clause with its offices grouped by role, in the order of `ROLES`, and its services (id, name)."""

    clause: PackClause
    roles: tuple[tuple[str, str, tuple[Holder, ...]], ...]
    services: tuple[tuple[str, str], ...] = ()


@officials_only
def documents(request: Request) -> HttpResponse:
    viewer = request.principal
    rows = [(document, regions.find(document.region).name) for document in queries.documents(viewer)]
    readings = queries.saved_readings(viewer)
    pages = asked(request.GET, total=readings.count())
    context = {"rows": rows, "readings": pages.of(readings), "pages": pages}
    return page(request, "desk/library/documents.html", "library", context)


@officials_only
def document(request: Request, document_id: str) -> HttpResponse:
    viewer = request.principal
    document = queries.document(viewer, document_id)
    family = queries.lineage(viewer, document.id)
    context = {
        "document": document,
        "region": regions.find(document.region),
        "chapters": outline(document, services_of(viewer, document)),
        "family": family,
        "targets": sum(len(clause.targets) for clause in document.clauses),
    }
    return page(request, "desk/library/document.html", "library", context)


@officials_only
def reading(request: Request, public_id: str) -> HttpResponse:
    """A user's own copy as the reader understood it."""
    viewer = request.principal
    reading = queries.saved_reading(viewer, public_id)
    chapters: dict[str, list[dict[str, Any]]] = {}
    for clause in reading.structure.get("clauses", ()):
        chapters.setdefault(clause["chapter"] or "", []).append(clause)
    context = {
        "reading": reading,
        "read": reading.structure,
        "chapters": list(chapters.items()),
        "pack": queries.document(viewer, reading.matched_document_id)
        if reading.matched_document_id
        else None,
    }
    return page(request, "desk/library/reading.html", "library", context)


def outline(
    document: PackDocument, services: Mapping[str, tuple[tuple[str, str], ...]]
) -> list[tuple[str, list[OutlineClause]]]:
    """Chapter by chapter, each clause with its offices then and now and the services that rest on it."""
    chapters: dict[str, list[OutlineClause]] = {}
    for clause in document.clauses:
        shown = OutlineClause(clause, holders(clause, document), services.get(clause.ref, ()))
        chapters.setdefault(clause.chapter, []).append(shown)
    return list(chapters.items())


def services_of(viewer: Principal, document: PackDocument) -> dict[str, tuple[tuple[str, str], ...]]:
    """Clause → (id, name) of what rests on it; laws known by some articles are not counted clause by clause."""
    known = catalogue()
    return {
        covered.clause.ref: tuple((service_id, known.name_of(service_id)) for service_id in covered.services)
        for covered in clause_coverage(viewer).of(document.id)
    }


def holders(clause: PackClause, document: PackDocument) -> tuple[tuple[str, str, tuple[Holder, ...]], ...]:
    grouped: dict[str, dict[str, Holder]] = {}
    today = timezone.localdate()
    for duty in clause.duties:
        answer = offices.resolve(
            duty.seen_as, document.region, on=document.issued_on, today=today, topic=duty.topic
        )
        names = "、".join(office.marked for office in answer.now) if not answer.members else ""
        grouped.setdefault(duty.role, {})[f"{duty.seen_as}{duty.topic or ''}"] = Holder(
            duty.seen_as, names, answer.sure
        )
    return tuple(
        (word, role.label, tuple(grouped[word].values())) for word, role in ROLES.items() if word in grouped
    )


@officials_only
def compare(request: Request) -> HttpResponse:
    viewer = request.principal
    chosen = request.GET.getlist("document")
    table = queries.coverage_table(viewer, chosen)
    # Laws hold in every region; only documents that give duties to offices are compared.
    offered = [each for each in queries.documents(viewer) if each.known_by == "text" and each.clauses]
    context = {
        "table": table,
        "heads": [(each, regions.find(each.region).name) for each in table.documents],
        "missing": [
            (each, regions.find(each.region).name, systems)
            for each, systems in zip(table.documents, table.missing, strict=True)
        ],
        "offered": [(each, regions.find(each.region).name, each in table.documents) for each in offered],
    }
    return page(request, "desk/library/compare.html", "compare", context)


@officials_only
def lineage(request: Request) -> HttpResponse:
    viewer = request.principal
    everything = queries.documents(viewer)
    here = request.GET.get("document", "")
    context = {"drawing": drawing.family_tree(everything, here=here), "documents": everything, "here": here}
    return page(request, "desk/library/lineage.html", "lineage", context)


@officials_only
def search(request: Request) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    if not words:
        return redirect("desk:library")
    hits = queries.search(request.principal, words)
    of_readings = sum(hit.ref.startswith("reading:") for hit in hits)
    context = {
        "words": words,
        "hits": hits,
        "today": timezone.localdate(),
        "cut_at": queries.MOST_FOUND if of_readings == queries.MOST_FOUND else None,
    }
    return page(request, "desk/library/search.html", "library", context)
