"""One's own papers: kept here before there is a case, and taken from here into one."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from huigong.files.places import Place
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.requests import Request
from huigong.portals.shared.uploads import panels, senders
from huigong.portals.worker.papers import PURPOSE, holder_of
from huigong.portals.worker.views.entry import workers_only

MOST_PAPERS = 30


@takes_files
@workers_only
def papers(request: Request) -> HttpResponse:
    """The papers, and a field for more."""
    viewer = request.principal
    place = Place(
        owner=senders.owner_of(request),
        purpose=PURPOSE,
        holder=holder_of(viewer),
        most=MOST_PAPERS,
        person=viewer.person_id or "",
    )
    if request.method != "POST":
        return render(request, "worker/papers.html", {"panel": panels.show(request, place)})
    answer = panels.handle(request, place)
    if isinstance(answer, HttpResponse):
        return answer
    panel = panels.show(request, place, mistakes=answer)
    return render(request, "worker/papers.html", {"panel": panel}, status=400)
