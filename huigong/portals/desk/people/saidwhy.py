"""What comes before any act on a person at the counter: a record that opens to the clerk, and what for."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from huigong.directory.permissions import Permission
from huigong.portals.desk.parts.purposes import purpose_for
from huigong.portals.shared.requests import Request
from huigong.registry import involved, lookup

Act = Callable[..., HttpResponse]


def once_said_why(act: Act) -> Act:
    """Decorates a view of a person's record: redirects to the record, which asks for a purpose, until one was stated.

    Raises `Denied` for viewers who may not register people, and for the person or a member of the household;
    `NotFound` (`person.not_found`) where the viewer may not open the record, as for a record that does not exist.
    """

    @wraps(act)
    def asked(request: Request, public_id: str, **more: str) -> HttpResponse:
        viewer = request.principal
        viewer.require(Permission.PERSON_REGISTER)
        row = lookup.person(public_id)
        places = filter(None, (row.hukou_place, row.residence))
        if not any(viewer.can(Permission.PERSON_FIND, region=place) for place in places):
            raise lookup.person_not_found()
        involved.require_apart(viewer, row, on=timezone.localdate())
        if not purpose_for(request.session, public_id, now=timezone.now()):
            return redirect("desk:person", public_id=public_id)
        return act(request, public_id, **more)

    return asked


def where_they_live(act: Act) -> Act:
    """The act of a clerk who registers people where the person lives. Raises `Denied`."""

    @wraps(act)
    def here(request: Request, public_id: str) -> HttpResponse:
        residence = lookup.person(public_id).residence
        request.principal.require(Permission.PERSON_REGISTER, region=residence)
        return act(request, public_id)

    return here
