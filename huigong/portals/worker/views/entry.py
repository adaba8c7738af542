"""Who is visiting, and which pages need a login or a registration before that."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huigong.casework.queries import own
from huigong.kernel.errors import Conflict, DomainError
from huigong.portals.shared.requests import Request
from huigong.portals.shared.uploads import panels
from huigong.portals.worker import keeping, standing
from huigong.portals.worker.keeping import load, tell_of_the_end, unmark
from huigong.portals.worker.turning import as_turned
from huigong.portals.worker.visit import Visit
from huigong.registry import facts

View = Callable[..., HttpResponse]
_TURN = "turn"  # the button that sends on what was meant for somebody else, by becoming their helper again


def visit_of(request: Request) -> Visit:
    """The visit in the session, with what the register knows of the person it is about."""
    viewer = request.principal
    other = standing.held(request)
    visit = as_turned(request, load(request.session))
    if other is not None:
        return visit.knowing(other.facts)
    if not viewer.person_id:
        return visit
    known = facts.known(
        viewer, viewer.person_id, timezone.localdate(), now=timezone.now(), region=visit.region
    )
    return visit.knowing(known)


def with_cases(request: Request) -> Visit:
    """The visit, with the open cases of the person it is about, once registered."""
    visit, viewer = visit_of(request), standing.applicant(request)
    if not viewer.person_id:
        return visit
    return visit.running(own.about(viewer, today=timezone.localdate()))


def to_place(request: Request, *, onward: str = "") -> HttpResponse:
    """Redirects visitors without a place to choose one, and `onward` afterwards; where a visit has ended meanwhile, that is said."""
    address = reverse("worker:place")
    response = redirect(f"{address}?{urlencode({'next': onward})}" if onward else address)
    if tell_of_the_end(request):
        unmark(response)
    return response


def to_whose(onward: str) -> HttpResponse:
    """Redirects to the question whose the form is that lay here before the login, and `onward` afterwards."""
    address = reverse("worker:whose")
    return redirect(f"{address}?{urlencode({'next': onward})}" if onward else address)


def asks_whose_first(view: View) -> View:
    """Nobody goes on with forms of theirs while it is not said whose the one is that lay here before the login."""

    @wraps(view)
    def entered(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        return (
            to_whose(_here(request))
            if keeping.aside(request.session).drafts
            else view(request, *args, **kwargs)
        )

    return entered


def tells_of_the_end(view: View) -> View:
    """Says it where what was begun is gone, before anything new is kept in its place."""

    @wraps(view)
    def entered(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        ended = tell_of_the_end(request)
        response = view(request, *args, **kwargs)
        if ended and request.method != "POST":
            unmark(response)
        return response

    return entered


def workers_only(view: View) -> View:
    """Redirects visitors to log in by phone, and back afterwards."""
    view = asks_whose_first(view)

    @wraps(view)
    def entered(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and getattr(request.user, "kind", "") == "worker":
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('worker:login')}?{urlencode({'next': _here(request)})}")

    return entered


def registered_only(view: View) -> View:
    """Also redirects those who are not registered yet to the one-time registration."""

    @workers_only
    @wraps(view)
    def entered(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.principal.person_id:
            return view(request, *args, **kwargs)
        return redirect(f"{reverse('worker:register')}?{urlencode({'next': _here(request)})}")

    return entered


def bound_to_person(view: View) -> View:
    """Stops what was filled in for one person and comes while the visit is about another: it belongs into neither.

    Two tabs share the session. The page that answers keeps what was sent, and can send it on for whom it was meant.
    """

    @wraps(view)
    def entered(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        meant = request.POST.get(standing.FIELD)
        if meant is not None and meant != standing.whom(request):
            if request.POST.get("op") == panels.BEGIN:
                return panels.refusal(_for_another())
            if _TURN not in request.POST:
                return _ask_for_whom(request, meant)
            standing.turn(request, meant)
        return view(request, *args, **kwargs)

    return entered


def _ask_for_whom(request: Request, meant: str) -> HttpResponse:
    """What was sent, to be sent on by a button. Raises `NotFound` where the visitor may not act for that person any more."""
    sent = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        "meant": standing.required_authority(request.principal, meant).person.name if meant else "",
        "now": standing.name_of(request.session),
        "sent": [each for each in sent if each[0] != "csrfmiddlewaretoken"],
        "turn": _TURN,
        "has_files": bool(request.FILES),
    }
    return render(request, "worker/for_another.html", context, status=409)


def _for_another() -> DomainError:
    return Conflict(
        code="standing.for_another",
        what=_("这个文件没有收下"),
        why=_("您在别的页面换了替谁办，这一页是替另一个人填的。"),
        do=_("请先换回来，再传一次。"),
    )


def _here(request: Request) -> str:
    # A POST cannot be repeated after the detour; its page can be shown again.
    return request.get_full_path() if request.method == "GET" else request.path
