"""Who may enter the desk at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

View = Callable[..., HttpResponse]


def officials_only(view: View) -> View:
    """Sends whoever has not logged in with a work account to the login page and back afterwards.

    What an official may do here is decided by the queries and actions below;
    this only keeps a worker's session from wandering into the desk.
    """

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and getattr(request.user, "kind", "") == "official":
            return view(request, *args, **kwargs)
        back = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{reverse('desk:login')}?{back}")

    return entered
