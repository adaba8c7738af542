"""The first page, and how people's data is used."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from huigong.portals.shared.requests import Request
from huigong.portals.worker import guide
from huigong.portals.worker.keeping import tell_of_the_end, unmark
from huigong.portals.worker.places import place_name
from huigong.portals.worker.views.entry import visit_of


def home(request: Request) -> HttpResponse:
    """What this is, and one big button."""
    visit, ended = visit_of(request), tell_of_the_end(request)
    context = {
        "place": place_name(visit.region),
        "started": bool(visit.answers),
        "urgent": guide.urgent(visit, timezone.localdate()),
    }
    response = render(request, "worker/home.html", context)
    if ended:
        unmark(response)
    return response


def about(request: Request) -> HttpResponse:
    """What is done with what a worker tells us, in plain words."""
    return render(request, "worker/about.html", {"days": settings.ANSWERS_KEPT.days})
