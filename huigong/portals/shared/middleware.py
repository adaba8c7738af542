"""Who is asking, in which language, and how refusals reach them."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from huigong.audit.fields import blind_index
from huigong.directory.principals import ANONYMOUS, Principal
from huigong.kernel.errors import DomainError
from huigong.kernel.frames import roomy
from huigong.kernel.turns import WHOSE
from huigong.portals.shared.addresses import network_of
from huigong.portals.shared.refusals import refuse
from huigong.portals.shared.requests import Request
from huigong.registry.queries import person_id_of_account

_VISIT_DIGITS = 32
Respond = Callable[[HttpRequest], HttpResponse]


class RoomMiddleware:
    """Gives each page room for its frames in one piece; see `kernel/frames.py`."""

    def __init__(self, get_response: Respond) -> None:
        self._respond = roomy(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._respond(request)


class LanguageMiddleware:
    """Chinese unless the reader chose otherwise.

    Django's own middleware follows the browser's language list, which on a
    borrowed phone or an imported system would greet a worker in English.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        code = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(code):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response


class PrincipalMiddleware:
    """Sets `request.principal`, read from the database only when a view asks for it.

    No page is kept by the browser or by a cache on the way, because even
    without logging in the answers of an interview are on it, and phones are
    shared. Static files are served before this and keep their own headers.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cast(Request, request).principal = cast(Principal, SimpleLazyObject(lambda: _principal(request)))
        whose = WHOSE.set(lambda: _whose(request))
        try:
            response = self.get_response(request)
        finally:
            WHOSE.reset(whose)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


class DomainErrorMiddleware:
    """Turns a `DomainError` from a view into a page that says what, why and what to do."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return refuse(request, error) if isinstance(error, DomainError) else None


def _visit(request: HttpRequest) -> str:
    """A digest of the session key, from which the session cannot be opened; the trail groups looks by it."""
    key = request.session.session_key
    return blind_index(key, context="audit.visit")[:_VISIT_DIGITS] if key else ""


def _whose(request: HttpRequest) -> str:
    """For whom slow work is done: the account, or the network of people without one."""
    account_id = cast(Request, request).principal.account_id
    return network_of(request) if account_id == ANONYMOUS.account_id else account_id


def _principal(request: HttpRequest) -> Principal:
    account = request.user
    if not account.is_authenticated:
        return ANONYMOUS
    principal = Principal.for_account(account, on=timezone.localdate()).with_visit(_visit(request))
    person_id = person_id_of_account(principal.account_id)
    return principal.with_person(person_id) if person_id else principal
