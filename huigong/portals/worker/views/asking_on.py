"""What a form that is filled in leaves open is asked before it is sent, so that the office need not ask."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from huigong.forms.lodging import Lodged
from huigong.portals.shared.requests import Request
from huigong.portals.worker import steps
from huigong.portals.worker.keeping import keep
from huigong.portals.worker.views.entry import bound_to_person, visit_of
from huigong.portals.worker.views.form import filling_of


@require_POST
@bound_to_person
def ask_on(request: Request, service_id: str) -> HttpResponse:
    """Takes what the form says into the visit and goes on to the first question that it leaves open; a form that is not
    whole comes first."""
    filling = filling_of(request, visit_of(request), service_id)
    lodged = filling.lodge() if filling else None
    if filling is None or not isinstance(lodged, Lodged):
        return redirect("worker:apply", service_id)
    said = lodged
    visit = keep(request.session, lambda kept: filling.asking_on(said, kept))
    return redirect(f"{reverse('worker:interview')}?{urlencode({'step': steps.count(visit)})}")
