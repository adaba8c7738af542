"""Who looked at my record, when, of which office and what for."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from huigong.audit import queries
from huigong.portals.shared.requests import Request
from huigong.portals.shared.views import before
from huigong.portals.worker.sittings import sittings
from huigong.portals.worker.views.entry import registered_only


@registered_only
def looks(request: Request) -> HttpResponse:
    """The looks at one's own record by sitting, newest first, a page at a time."""
    viewer = request.principal
    some = queries.looks_at(viewer, viewer.person_id or "", before=before(request))
    context = {"sittings": sittings(some.rows), "older": some.older, "first": "before" not in request.GET}
    return render(request, "worker/looks.html", context)
