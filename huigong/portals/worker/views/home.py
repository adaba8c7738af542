"""The first page by life event, the page of one, and how people's data is used."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from huigong.portals.shared.everybody import same_for_everybody
from huigong.portals.shared.requests import Request
from huigong.portals.worker import guide
from huigong.portals.worker.keeping import how_long, tell_of_the_end, unmark
from huigong.portals.worker.offering import kinds_of, offering, where
from huigong.portals.worker.places import place_name
from huigong.portals.worker.views.entry import visit_of


@same_for_everybody
def home(request: Request) -> HttpResponse:
    """Why people come, as tiles; what is urgent first."""
    visit, ended = visit_of(request), tell_of_the_end(request)
    context = {
        "place": place_name(visit.region),
        "started": bool(visit.answers),
        "events": guide.events(),
        "kinds": kinds_of(visit.region, timezone.localdate()),
        "kept": how_long(),
    }
    response = render(request, "worker/home.html", context)
    if ended:
        unmark(response)
    return response


@same_for_everybody
def event(request: Request, event_id: str) -> HttpResponse:
    """One life event: what can be sent at once, the questions, and every service that may help."""
    visit = visit_of(request).toward(event_id)
    wanted = guide.event_of(visit)
    if wanted is None:
        raise Http404
    today = timezone.localdate()
    context = {
        "event": wanted,
        "place": place_name(visit.region),
        "at_once": guide.at_once(visit, wanted, today),
        "services": guide.services_of(visit, wanted, today),
        "offering": offering(where(request), today, event=event_id),
    }
    return render(request, "worker/event.html", context)


@same_for_everybody
def about(request: Request) -> HttpResponse:
    """What is done with what a worker tells us, in plain words."""
    return render(request, "worker/about.html", {"kept": how_long()})
