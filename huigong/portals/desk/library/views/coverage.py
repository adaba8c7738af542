"""Coverage: what became of every clause of the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from huigong.catalogue import queries
from huigong.catalogue.coverage import ClauseCoverage, Later
from huigong.catalogue.services import catalogue
from huigong.policy.documents import ROLES, PackDocument
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.bars import Part, bar
from huigong.portals.desk.parts.looking import place_name
from huigong.portals.shared.requests import Request

FATES = {
    "services": _("有事项"),
    "duties": _("只有分工或目标"),
    "nothing": _("没有可办的事"),
    "open": _("还没处理"),
}
BARS = {"services": "bar-used", "duties": "bar-near", "nothing": "bar-no", "open": "bar-late"}


@dataclass(frozen=True)
class Line:
    """A clause with what it became; `later` names services that a norm of a later day made possible,
    `offices` are the names printed, by role."""

    coverage: ClauseCoverage
    fate: str
    services: tuple[tuple[str, str], ...]
    later: tuple[tuple[str, Later], ...]
    offices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Total:
    """A document with the number of its clauses of each fate, in the order of `FATES`."""

    document: PackDocument
    region: str
    clauses: int
    counts: tuple[int, ...]
    parts: tuple[Part, ...]


@officials_only
def show(request: Request) -> HttpResponse:
    viewer = request.principal
    covered = queries.clause_coverage(viewer).clauses
    totals = totals_of(covered)
    document_id, chosen = request.GET.get("document", ""), request.GET.get("show", "")
    inside = [clause for clause in covered if clause.document.id == document_id] or covered
    lines = [line(clause) for clause in inside if chosen not in FATES or fate(clause) == chosen]
    context = {
        "totals": totals,
        "sums": [sum(total.counts[place] for total in totals) for place in range(len(FATES))],
        "all": len(covered),
        "fates": FATES.values(),
        "tabs": [
            ("", _("全部"), len(inside), chosen not in FATES),
            *(
                (name, label, sum(1 for clause in inside if fate(clause) == name), chosen == name)
                for name, label in FATES.items()
            ),
        ],
        "wanted": document_id,
        "chosen": chosen,
        "groups": by_document(lines),
    }
    return page(request, "desk/library/coverage.html", "coverage", context)


def fate(clause: ClauseCoverage) -> str:
    """One of `FATES`; what a policy officer must still settle comes before everything else."""
    if clause.problem:
        return "open"
    if clause.services:
        return "services"
    return "nothing" if clause.nothing_to_decide else "duties"


def line(coverage: ClauseCoverage) -> Line:
    known = catalogue()
    return Line(
        coverage=coverage,
        fate=fate(coverage),
        services=tuple((service_id, known.name_of(service_id)) for service_id in coverage.services),
        later=tuple((known.name_of(later.adoption.service_id), later) for later in coverage.later),
        offices=tuple(
            (role.label, "、".join(coverage.clause.offices(word)))
            for word, role in ROLES.items()
            if coverage.clause.offices(word)
        ),
    )


def by_document(lines: Sequence[Line]) -> list[tuple[PackDocument, str, list[Line]]]:
    grouped: dict[str, list[Line]] = {}
    for each in lines:
        grouped.setdefault(each.coverage.document.id, []).append(each)
    return [
        (held[0].coverage.document, place_name(held[0].coverage.document.region), held)
        for held in grouped.values()
    ]


def totals_of(clauses: Sequence[ClauseCoverage]) -> list[Total]:
    documents = {clause.document.id: clause.document for clause in clauses}
    return [
        total(document, [clause for clause in clauses if clause.document.id == name])
        for name, document in documents.items()
    ]


def total(document: PackDocument, clauses: Sequence[ClauseCoverage]) -> Total:
    counts = {name: sum(1 for clause in clauses if fate(clause) == name) for name in FATES}
    return Total(
        document=document,
        region=place_name(document.region),
        clauses=len(clauses),
        counts=tuple(counts.values()),
        parts=bar(*((BARS[name], count) for name, count in counts.items())),
    )
