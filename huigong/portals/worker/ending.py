"""An authority to act for another that is over ends before a page is made, so that no view has to think of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from huigong.kernel.errors import Conflict, DomainError
from huigong.portals.shared.refusals import in_words, refuse
from huigong.portals.shared.requests import Request
from huigong.portals.shared.uploads import panels
from huigong.portals.worker import standing

_APP = "worker"
_LOGOUT = "logout"  # works whatever has ended
_SAFE = ("GET", "HEAD", "OPTIONS")


class EndingMiddleware:
    """Turns a visit about somebody else back to the visitor once their authority is over, and says so.

    What comes to be kept by the worker portal at that moment was meant for the other one and is refused (409). Files
    and their parts ask who may see them, which by then is nobody of that visit.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Request, _view: Any, _args: Any, _words: dict[str, Any]
    ) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        name = standing.ended(request)
        if not name:
            return None
        error = _over(name)
        at = request.resolver_match
        if request.method in _SAFE or at is None or at.app_name != _APP or at.url_name == _LOGOUT:
            messages.info(request, in_words(error, "what", "why"))
            return None
        return panels.refusal(error) if request.POST.get("op") == panels.BEGIN else refuse(request, error)


def _over(name: str) -> DomainError:
    return Conflict(
        code="standing.over",
        what=_("不能再替%(name)s办了，现在办的是您自己的事") % {"name": name},
        why=_("代办到期了、被停了，或者他已经成年。"),
        do=_("刚才交来的没有收下。还要替他办的，请到“替别人办”，由他本人再同意一次。"),
    )
