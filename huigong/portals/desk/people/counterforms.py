"""What a clerk has filled in so far for somebody, by form: sealed, and apart from the session, which is written as a whole."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from huigong.portals.shared import sealed
from huigong.portals.shared.requests import Request

FILES = "files"
_RECORD = "counter_forms"


def begun(request: Request) -> list[str]:
    """The holders under which files of the clerk's forms lie."""
    return [str(each[FILES]) for each in _every(request).values() if FILES in each]


def kept(request: Request, name: str) -> dict[str, Any]:
    """What is kept under the name; empty where nothing is."""
    return dict(_every(request).get(name, {}))


def keep(request: Request, name: str, value: Mapping[str, Any]) -> None:
    """Keeps this under the name from now on; an empty value drops it."""
    session = request.session
    session[_RECORD] = record = session.get(_RECORD) or secrets.token_hex(20)
    lasting = timedelta(seconds=settings.SESSION_COOKIE_AGE)

    def work(held: dict[str, Any]) -> dict[str, Any]:
        others = {other: each for other, each in held.items() if other != name}
        return others | ({name: dict(value)} if value else {})

    sealed.change(record, work, now=timezone.now(), lasting=lasting)


def _every(request: Request) -> dict[str, Any]:
    record = request.session.get(_RECORD)
    return sealed.read(record, now=timezone.now()) if record else {}
