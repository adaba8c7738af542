"""What a visitor wants to know about: a life event, one service, everything.

A link says it, and to follow a link keeps nothing of a stranger here: until they answer something it is a cookie.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from huigong.catalogue.services import catalogue
from huigong.portals.worker.keeping import is_begun, keep
from huigong.portals.worker.visit import Visit

Work = Callable[[Visit], Visit]
_COOKIE, _LASTS = "toward", timedelta(hours=1)
_EVENT, _ABOUT = "event", "about"
ANSWERED = "toward"


def asked(request: HttpRequest) -> str:
    """What the address turns to, as the cookie keeps it; "" where it does not say."""
    event, about = request.GET.get(_EVENT, ""), request.GET.get(_ABOUT)
    if event in catalogue().conversation.events:
        return f"{_EVENT}:{event}"
    if about is None:
        return ""
    return f"{_ABOUT}:{about if about in catalogue().ids else ''}"


def turned(visit: Visit, written: str) -> Visit:
    """The visit about what `asked` gave; about everything where nobody knows it."""
    kind, _, name = written.partition(":")
    if kind == _EVENT:
        return visit.toward(name if name in catalogue().conversation.events else "")
    return visit.about(name) if name in catalogue().ids else visit.toward("")


def written_of(visit: Visit) -> str:
    """What the visit is about, as `asked` writes it."""
    if visit.event and not visit.focus:
        return f"{_EVENT}:{visit.event}"
    return f"{_ABOUT}:{visit.focus or ''}"


def as_asked(visit: Visit, request: HttpRequest) -> Visit:
    """The visit about what the answered page asked for: another page may have turned to something else since."""
    written = request.POST.get(ANSWERED, written_of(visit))
    return visit if written == written_of(visit) else turned(visit, written)


def remember(request: HttpRequest, response: HttpResponse, written: str) -> None:
    """Turns to what `asked` gave: in the visit, where one is begun."""
    if is_begun(request.session):
        keep(request.session, lambda visit: turned(visit, written))
    else:
        response.set_cookie(
            _COOKIE, written, max_age=_LASTS, httponly=True, samesite="Lax", secure=settings.HTTPS
        )


def as_turned(request: HttpRequest, visit: Visit) -> Visit:
    """The visit that nobody has begun yet, about what was turned to."""
    written = request.COOKIES.get(_COOKIE, "")
    return turned(visit, written) if written and not is_begun(request.session) else visit


def keep_turned(request: HttpRequest, work: Work) -> Visit:
    """As `keep`; what was turned to before the first answer is kept with it."""
    written = "" if is_begun(request.session) else request.COOKIES.get(_COOKIE, "")
    return keep(request.session, lambda kept: work(turned(kept, written) if written else kept))
