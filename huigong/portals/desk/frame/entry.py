"""Who may enter the desk at all, and what has to be done before anything else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from huigong.kernel.registries import Registered
from huigong.portals.shared.requests import Request

View = Callable[..., HttpResponseBase]
Check = Callable[[Request], str]

_checks: Registered[Check] = Registered()


def require_first(check: Check) -> None:
    """From now on a page opens only where `check` names no page that has to come first."""
    _checks.add(check)


def officials_only(view: View) -> View:
    """Redirects visitors without a work account to the login page and back afterwards.

    What an official may do here is decided by the queries and actions below;
    this keeps a worker's session from wandering into the desk, and an account
    that is not ready for work (see `require_first`) on the page that makes it so.
    """

    @any_official
    @wraps(view)
    def ready(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        first = next(filter(None, (check(cast(Request, request)) for check in _checks)), "")
        return redirect(first) if first else view(request, *args, **kwargs)

    return ready


def any_official(view: View) -> View:
    """As `officials_only`, also for an account that is not ready: the pages that make it ready."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and getattr(request.user, "kind", "") == "official":
            return view(request, *args, **kwargs)
        back = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('desk:login')}?{back}")

    return entered
