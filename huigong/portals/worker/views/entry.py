"""Who is visiting, and which pages need a login or a registration before that."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from huigong.casework.queries import own
from huigong.portals.shared.requests import Request
from huigong.portals.worker import standing
from huigong.portals.worker.keeping import load, tell_of_the_end, unmark
from huigong.portals.worker.visit import Visit
from huigong.registry import facts

View = Callable[..., HttpResponse]


def visit_of(request: Request) -> Visit:
    """The visit in the session, with what the register knows of whoever it is about."""
    viewer = request.principal
    other = standing.held(request)
    visit = load(request.session)
    if other is not None:
        return visit.knowing(other.facts)
    if not viewer.person_id:
        return visit
    return visit.knowing(facts.known(viewer, viewer.person_id, timezone.localdate(), now=timezone.now()))


def with_cases(request: Request) -> Visit:
    """The visit, with the open cases of whoever it is about, once they are registered."""
    visit, viewer = visit_of(request), standing.applicant(request)
    if not viewer.person_id:
        return visit
    return visit.running(own.about(viewer, today=timezone.localdate()))


def to_place(request: Request) -> HttpResponse:
    """Sends whoever has no place yet to choose one; where a visit has ended meanwhile, that is said."""
    response = redirect("worker:place")
    if tell_of_the_end(request):
        unmark(response)
    return response


def workers_only(view: View) -> View:
    """Sends whoever has not logged in by phone to do so, and back afterwards."""

    @wraps(view)
    def entered(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and getattr(request.user, "kind", "") == "worker":
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('worker:login')}?{urlencode({'next': _here(request)})}")

    return entered


def registered_only(view: View) -> View:
    """Also sends whoever has not said who they are to the one-time registration."""

    @workers_only
    @wraps(view)
    def entered(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.principal.person_id:
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('worker:register')}?{urlencode({'next': _here(request)})}")

    return entered


def _here(request: Request) -> str:
    # A POST cannot be repeated after the detour; its page can be shown again.
    return request.get_full_path() if request.method == "GET" else request.path
