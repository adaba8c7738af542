"""Choosing the place of work."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huigong.kernel import placenames, regions
from huigong.kernel.sentences import listed
from huigong.portals.shared import allowances
from huigong.portals.shared.addresses import network_of
from huigong.portals.shared.requests import Request
from huigong.portals.shared.views import safe_next
from huigong.portals.worker import guide
from huigong.portals.worker.places import chosen, place_name, province_tiles, with_local_rules
from huigong.portals.worker.turning import keep_turned
from huigong.portals.worker.views.entry import bound_to_person, visit_of

SEARCHES = allowances.Allowance("place.search", most=300, seconds=60)


@require_http_methods(["GET", "POST"])
@bound_to_person
def choose(request: Request) -> HttpResponse:
    """Provinces, then what is below `?in=`; `?name=` searches; a POST takes the place and goes on to `next`."""
    if request.method == "POST":
        return _take(request)
    above = regions.find(request.GET.get("in", regions.NATION))
    words = request.GET.get("name", "").strip()
    if words:
        allowances.require(SEARCHES, network_of(request))
    onward = safe_next(request, default="")
    onward_too = f"&{urlencode({'next': onward})}" if onward else ""
    place = placenames.read(words)
    context = {
        "onward": onward,
        "at": place_name(visit_of(request).region),
        "onward_too": onward_too,
        "above": None if above.code == regions.NATION else above,
        "below": regions.children(above.code),
        "provinces": province_tiles(onward_too),
        "near": ()
        if words or above.code != regions.NATION
        else with_local_rules(guide.regions_with_rules(), timezone.localdate()),
        "words": words[: placenames.LONGEST],
        "too_long": len(words) > placenames.LONGEST,
        "place": place,
        "named": [row for row in place.found if row not in place.inherited],
        "former": listed(dict.fromkeys(each.name for each in place.former), "、"),
    }
    return render(request, "worker/place.html", context, status=400 if context["too_long"] else 200)


def _take(request: Request) -> HttpResponse:
    region, visit = chosen(request.POST.get("region", "")), visit_of(request)
    moved = bool(visit.region) and visit.region != region.code
    keep_turned(request, lambda kept: kept.moved(region.code))
    if onward := safe_next(request, default=""):
        return redirect(onward)
    if not visit.answers:
        return redirect("worker:interview")
    if moved:
        messages.info(request, _("您换了地方。和住处、工作有关的回答，请看一看还对不对。"))
    return redirect("worker:results")
