"""Which phones have logged in with this browser before: a signed cookie that names none of them.

It lets somebody who comes back be told from a stranger with the same phone number.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

_COOKIE = "device"
_SALT = "huigong.device"
_A_YEAR = timedelta(days=365)
_MOST = 4  # people who share one phone


def knows(request: HttpRequest, phone: str) -> bool:
    """Whether this phone has logged in here before."""
    return _mark(phone) in _marks(request)


def remember(request: HttpRequest, response: HttpResponse, phone: str) -> None:
    """Says so from now on, for a year."""
    marks = [_mark(phone), *(mark for mark in _marks(request) if mark != _mark(phone))][:_MOST]
    response.set_signed_cookie(
        _COOKIE,
        ".".join(marks),
        salt=_SALT,
        max_age=_A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def _marks(request: HttpRequest) -> list[str]:
    written = request.get_signed_cookie(_COOKIE, default="", salt=_SALT, max_age=int(_A_YEAR.total_seconds()))
    return written.split(".") if written else []


def _mark(phone: str) -> str:
    return salted_hmac(_SALT, phone, algorithm="sha256").hexdigest()[:32]
