"""Asking the provider: JSON over HTTPS, bounded in time and size, following no redirect."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from huigong.portals.shared.realname.terms import unavailable

WITHIN = 10.0  # seconds
MOST = 256 * 1024  # bytes
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


class _NoRedirect(HTTPRedirectHandler):
    """A code and a secret are handed to the address that was discovered, and to no other."""

    def redirect_request(self, *_: object) -> None:
        return None


def is_safe(address: str) -> bool:
    """Whether nobody on the way can read or change what goes there: HTTPS, or this very machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def get(address: str, *, token: str = "") -> dict[str, Any]:
    """A JSON object. Raises `DomainError` (`realname.unavailable`)."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return _asked(Request(address, headers={"Accept": "application/json", **headers}))


def post(address: str, form: Mapping[str, str]) -> dict[str, Any]:
    """The JSON object that answers a form; of an answer 400 too, which says what is wrong. Raises as `get`."""
    headers = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"}
    return _asked(Request(address, data=urlencode(form).encode(), headers=headers, method="POST"))


def _asked(request: Request) -> dict[str, Any]:
    if not is_safe(request.full_url):
        raise unavailable("an address without HTTPS")
    try:
        with _opener().open(request, timeout=WITHIN) as answer:
            body = answer.read(MOST + 1)
    except HTTPError as error:
        with error:
            body = error.read(MOST + 1) if error.code == 400 else b""
        if not body:
            raise unavailable(f"answered {error.code}") from error
    except (URLError, OSError, ValueError) as error:
        raise unavailable(type(error).__name__) from error
    return _read(body)


def _read(body: bytes) -> dict[str, Any]:
    if len(body) > MOST:
        raise unavailable("answered too much")
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise unavailable("answered no JSON") from error
    if not isinstance(given, dict):
        raise unavailable("answered no JSON object")
    return given


def _opener() -> OpenerDirector:
    return build_opener(_NoRedirect)
