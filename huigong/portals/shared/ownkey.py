"""Nothing is answered and nothing written under a key that is not the database's (`resealing.require_own_key`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import DatabaseError

from huigong.audit.resealing import require_own_key
from huigong.kernel.errors import DomainError
from huigong.portals.shared.everybody import Application


def is_asked() -> bool:
    """True where the key is the database's; False where it could not be asked: it is down, or has no tables yet.

    Raises `DomainError` (`sealing.not_of_database`).
    """
    try:
        require_own_key()
    except DatabaseError:
        return False
    return True


class OwnKey:
    """The application, which waits for that answer: what could not be asked at the start is asked by the next request.

    Raises `DomainError` (`sealing.not_of_database`). Whoever forks afterwards closes the connection first.
    """

    def __init__(self, application: Application) -> None:
        self._application, self._asked = application, is_asked()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not self._asked:
            try:
                self._asked = is_asked()  # where it is down, the application has a page that says so
            except DomainError as error:
                start_response("503 Service Unavailable", [("Content-Type", "text/plain; charset=utf-8")])
                return [str(error).encode()]
        return self._application(environ, start_response)
