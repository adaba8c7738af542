"""Opening a case that one has no part in: why is asked first, and stands for half an hour."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from huigong.directory.principals import Principal
from huigong.kernel.errors import Denied
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.purposes import WatchingForm, purpose_for, remember
from huigong.portals.shared.requests import Request

View = Callable[..., HttpResponse]
CaseOf = Callable[[Principal, str], str]
"""`(viewer, public id in the address)` → the public id of the case; raises where the viewer may not read it."""
HERE = "duty-board"


def reason_first(view: View) -> View:
    """Decorates a view of a case by its public id: whoever only watches is asked for a reason, and comes to the page with it."""
    return _asked_first(view, lambda viewer, public_id: public_id)


def reason_first_by(case_of: CaseOf) -> Callable[[View], View]:
    """The same for a view of what belongs to a case and has a public id of its own."""
    return partial(_asked_first, case_of=case_of)


def _asked_first(view: View, case_of: CaseOf) -> View:
    @wraps(view)
    def asked(request: Request, public_id: str, *args: Any, **named: Any) -> HttpResponse:
        case_id = case_of(request.principal, public_id)
        if why := purpose_for(request.session, kept_as(case_id), now=timezone.now()):
            request.principal = request.principal.with_purpose(why)
        try:
            return view(request, public_id, *args, **named)
        except Denied as error:
            if error.code != "case.reason_needed":
                raise
            return ask(request, case_id, WatchingForm())

    return asked


def ask(request: Request, public_id: str, form: WatchingForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "case_id": public_id}
    return page(request, "desk/parts/why_watch.html", HERE, context, status=status)


def keep(request: Request, public_id: str, form: WatchingForm) -> None:
    """From now on this case is opened for what the form says; for one that was found valid."""
    remember(request.session, [kept_as(public_id)], form.cleaned_data["purpose"], now=timezone.now())


def kept_as(public_id: str) -> str:
    """What the session calls the case, among the people for whom something was said."""
    return f"case {public_id}"
