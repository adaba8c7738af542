"""Pages that are the same for everybody, answered from memory before Django is asked.

A view says so (`same_for_everybody`); then a reader who carries no cookie but the choice of language
and letters gets what another one got within the last minute, with an ETag. Whoever has a session
never gets or fills such a copy.
"""

from __future__ import annotations

import functools
import hashlib
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from huigong.kernel.packs import local
from huigong.portals.shared.context import MODE_COOKIE

MARK = "X-Same-For-Everybody"
SECONDS, MOST = 60.0, 512  # a copy grows old before its day does; addresses with odd queries do not pile up
_LONGEST = 200  # of a query that is worth keeping
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Key = tuple[str, ...]
_COOKIE = re.compile(
    r"\s*([A-Za-z0-9_-]+)=([A-Za-z0-9_-]*)\s*"
)  # as a choice of language or letters is written


def same_for_everybody(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Marks a page whose GET depends on nothing but its address, the day, language and letters."""

    @functools.wraps(view)
    def marked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if request.method == "GET" and response.status_code == 200 and names_nobody(request.COOKIES):
            response.headers[MARK] = "1"
            response.headers["Cache-Control"] = "no-cache"
        return response

    return marked


def names_nobody(cookies: Iterable[str]) -> bool:
    """Whether these cookies only choose language and letters."""
    return {MODE_COOKIE, settings.LANGUAGE_COOKIE_NAME}.issuperset(cookies)


@dataclass(frozen=True)
class _Copy:
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    etag: str
    until: float


class Everybody:
    """The application with its copies; one for each process, forgotten with it."""

    def __init__(self, application: Application, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._application, self._clock = application, clock
        self._copies: OrderedDict[Key, _Copy] = OrderedDict()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        key = self._key(environ)
        if key is None:
            return self._application(environ, _unmarked(start_response))
        copy = self._copies.get(key)
        if copy is None or copy.until < self._clock():
            return self._asked(key, environ, start_response)
        if environ.get("HTTP_IF_NONE_MATCH", "") == copy.etag:
            start_response("304 Not Modified", [("ETag", copy.etag), ("Cache-Control", "no-cache")])
            return []
        start_response(copy.status, list(copy.headers))
        return [copy.body]

    def _key(self, environ: dict[str, Any]) -> Key | None:
        """What the page depends on; None where it may depend on who asks."""
        query = environ.get("QUERY_STRING", "")
        if environ["REQUEST_METHOD"] != "GET" or len(query) > _LONGEST:
            return None
        choices = _choices(environ.get("HTTP_COOKIE", ""))
        if choices is None:
            return None
        packed = str("gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""))
        host, scheme = environ.get("HTTP_HOST", ""), environ.get("wsgi.url_scheme", "")
        forwarded = environ.get("HTTP_X_FORWARDED_PROTO", "")
        said_here = str(local.marks())  # a copy that was made before the place said otherwise is old at once
        return (host, scheme, forwarded, environ.get("PATH_INFO", ""), query, packed, said_here, *choices)

    def _asked(
        self, key: Key, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        told: list[Any] = []
        pieces = self._application(environ, lambda *said, **more: told.append(said))
        status, headers, *rest = told[0]
        names = {name.lower() for name, _ in headers}
        if MARK.lower() not in names or "set-cookie" in names:
            start_response(status, _without_mark(headers), *rest)
            return pieces
        body = b"".join(_closing(pieces))
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        kept = (*_without_mark(headers), ("ETag", etag))
        self._copies[key] = _Copy(status, kept, body, etag, self._clock() + SECONDS)
        self._copies.move_to_end(key)
        while len(self._copies) > MOST:
            self._copies.popitem(last=False)
        start_response(status, list(kept), *rest)
        return [body]


def _choices(header: str) -> list[str] | None:
    """The choices of language and letters; None where the header says anything else, or what cannot be read.

    Readers of cookies differ in where they stop at an odd one, and a session may stand behind it.
    """
    if not header:
        return []
    cookies = [_COOKIE.fullmatch(each) for each in header.split(";")]
    names = [cookie[1] for cookie in cookies if cookie]
    if len(names) < len(cookies) or len(set(names)) < len(names) or not names_nobody(names):
        return None
    return sorted(cookie[0].strip() for cookie in cookies if cookie)


def _closing(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of an answer, which is closed afterwards: Django counts on it."""
    try:
        yield from pieces
    finally:
        close = getattr(pieces, "close", None)
        if close is not None:
            close()


def _unmarked(start_response: Callable[..., Any]) -> Callable[..., Any]:
    return lambda status, headers, *rest: start_response(status, _without_mark(headers), *rest)


def _without_mark(headers: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() != MARK.lower()]
