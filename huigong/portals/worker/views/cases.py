"""Following one's cases."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huigong.casework.ownshapes import OwnCasePage
from huigong.casework.procedures.terms import Phase
from huigong.casework.queries import own
from huigong.catalogue.citations import cite
from huigong.correspondence import queries as letters
from huigong.feedback import queries as ratings
from huigong.portals.shared.grades import in_words
from huigong.portals.shared.requests import Request
from huigong.portals.worker import casesections, findings, several, standing
from huigong.portals.worker.against import begun
from huigong.portals.worker.keeping import how_long, keep, load
from huigong.portals.worker.offering import requests_of
from huigong.portals.worker.offers import elsewhere, offers
from huigong.portals.worker.views.entry import registered_only, visit_of, workers_only
from huigong.portals.worker.views.form import filling_of
from huigong.registry import queries as registry


@workers_only
def cases(request: Request) -> HttpResponse:
    """All of one's cases, the newest first."""
    rows = own.for_person(request.principal, today=timezone.localdate())
    context = {"rows": rows, "drafts": several.sheets(load(request.session)), "kept": how_long()}
    context["requests"] = requests_of(request)
    return render(request, "worker/cases.html", context)


@registered_only
def case(request: Request, public_id: str) -> HttpResponse:
    """Where one case stands, who has it, by when they must answer, and what the viewer may do with it."""
    page = own.own_page(request.principal, public_id, today=timezone.localdate())
    context = {
        "case": page,
        "row": page.row,
        "offers": offers(page),
        "elsewhere": elsewhere(page),
        "rating": ratings.own(request.principal, public_id, now=timezone.now()),
        "grades": in_words(),
        "sections": tuple(casesections.drawn(request.principal, public_id, on=timezone.localdate())),
        "letters": letters.own(request.principal, public_id, on=timezone.localdate()),
        "basis": cite(page.decision.clause) if page.decision and page.decision.clause else "",
        **_promise(page),
    }
    return render(request, "worker/case.html", context)


@require_POST
@registered_only
def go_against(request: Request, public_id: str, service_id: str) -> HttpResponse:
    """On to a service by which the decision is answered; its form has what the case knows already.

    What one person said does not go into the visit of another, their helper included.
    """
    today = timezone.localdate()
    told = own.against(request.principal, public_id, service_id, today=today)
    visit = visit_of(request)
    if not visit.region:
        visit = keep(request.session, lambda kept: kept.at(told.region))
    same = told.person_id == standing.applicant(request).person_id
    if same and (filling := filling_of(request, visit, service_id)):
        keep(request.session, lambda kept: begun(kept, filling, told))
    return redirect("worker:service", service_id)


@registered_only
def receipt(request: Request, public_id: str) -> HttpResponse:
    """The receipt, to be printed or kept; `?fresh=1` right after lodging."""
    viewer = request.principal
    page = own.own_page(viewer, public_id, today=timezone.localdate())
    person = registry.own(viewer, now=timezone.now())
    context = {
        "row": page.row,
        "form": page.form,
        "office": page.office,
        "waiting": page.waiting,
        "person": page.for_whom or (person.name if person else ""),
        "agent": person.name if person and page.for_whom else "",
        "fresh": "fresh" in request.GET,
        **_promise(page),
    }
    return render(request, "worker/receipt.html", context)


def _promise(page: OwnCasePage) -> dict[str, object]:
    """`findings.promise` of the case's own place, wherever the visitor looks now; the time is told only where no clock
    runs, of an open case that an office has to answer."""
    told = findings.promise(page.region, page.row.service_id, page.row.opened_on)
    waits = page.row.phase in (Phase.RECEIVED, Phase.WORKING)
    return told if waits else {**told, "promise": ()}
