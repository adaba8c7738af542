"""What a worker is entitled to: everything at a glance, then one service in full."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huigong.casework.queries import own
from huigong.catalogue.identity import needed_for
from huigong.portals.shared.dear import dear
from huigong.portals.shared.everybody import same_for_everybody
from huigong.portals.shared.requests import Request
from huigong.portals.worker import findings, guide, having, several, standing, turning
from huigong.portals.worker.keeping import how_long, is_begun, mark_started
from huigong.portals.worker.offering import offering, where
from huigong.portals.worker.places import place_name
from huigong.portals.worker.views.entry import bound_to_person, to_place, visit_of, with_cases
from huigong.portals.worker.views.form import with_what_a_form_said


@dear
def results(request: Request) -> HttpResponse:
    """Yes, perhaps, not yet; each with amount, reason and where to go. `?all=no` lists every no."""
    visit = with_cases(request)
    if guide.needs_place(visit):
        return to_place(request)
    today = timezone.localdate()
    rounds = several.rounds(visit, today)
    context = {
        "rounds": [
            (each, [(member, several.findings_of(visit, member, today)) for member in each.others])
            for each in rounds
        ],
        "findings": findings.findings(visit, today, whole=request.GET.get("all", "")),
        "event": guide.event_of(visit),
        "place": place_name(visit.region),
        "today": today,
        "of_one": several.meant(visit),
        "kept": how_long(),
    }
    return render(request, "worker/results.html", context)


@dear
def services(request: Request) -> HttpResponse:
    """Every service of the place, without any answers."""
    visit = visit_of(request)
    if not visit.region:
        return to_place(request)
    context = {
        "kinds": guide.services_by_kind(visit, timezone.localdate()),
        "offering": offering(visit.region, timezone.localdate()),
        "place": place_name(visit.region),
    }
    return render(request, "worker/services.html", context)


@same_for_everybody
def service(request: Request, service_id: str) -> HttpResponse:
    """One service: what, how much, where, which papers, by when, what if refused, which clauses.

    Without a place, what the country says of it. `?from=` is the service whose form has led here: what that was told is
    not asked again.
    """
    with_what_a_form_said(request, service_id)
    visit = with_cases(request)
    finding = findings.finding(visit, service_id, timezone.localdate())
    context = {
        "finding": finding,
        "service": finding.service,
        "place": place_name(visit.region),
        "of_one": several.meant(visit),
        "answers": is_begun(request.session),  # the same page for everybody holds no form
        "offering": offering(where(request), timezone.localdate(), service=service_id),
        "begun": visit.sheet(service_id) in visit.drafts,
        "needed": needed_for(finding.service),
        "for_whom": own.for_whom(standing.applicant(request), finding.case.case_id) if finding.case else (),
    }
    return render(request, "worker/service.html", context)


@require_POST
@bound_to_person
def had(request: Request, service_id: str) -> HttpResponse:
    """Somebody to whom a service is offered has what it gives: one more answer, which stands with the others to be changed."""
    several.as_meant(request)
    today = timezone.localdate()
    turning.keep_turned(request, lambda kept: having.as_had(kept, service_id, today))
    messages.success(request, _("记下了，这一项不用再办。点错了的，在“核对我的回答”里改回来。"))
    response = redirect(f"{reverse('worker:results')}#held")
    mark_started(response)
    return response
