"""The switches of letters and language, and what every list and form reads of its address.

The switches keep a choice in a cookie and change nothing else, so they carry no token: a page with a token
sets a cookie for everybody who only looks.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from huigong.portals.shared.context import MODE_COOKIE, MODES, STANDARD

_A_YEAR = 365 * 24 * 3600
_DIGITS = 19  # a number of that many no longer surely fits a row number


language = csrf_exempt(require_POST(set_language))


@csrf_exempt
@require_POST
def mode(request: HttpRequest) -> HttpResponse:
    """Keeps the choice in a cookie for a year and goes back to where the reader was."""
    wanted = request.POST.get("mode", STANDARD)
    response = redirect(safe_next(request))
    response.set_cookie(
        MODE_COOKIE,
        wanted if wanted in MODES else STANDARD,
        max_age=_A_YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.HTTPS,
    )
    return response


def before(request: HttpRequest) -> int | None:
    """Where the page of a list begins; anything that is no row number begins at the newest."""
    number = request.GET.get("before", "")
    return int(number) if number.isascii() and number.isdecimal() and len(number) < _DIGITS else None


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The `next` address of a form, if it is a path of this site: what begins with no slash is a name to `redirect`."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    if not target.startswith("/") or target.startswith("//"):
        return default
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else default
