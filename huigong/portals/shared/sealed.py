"""What a visitor told us, kept in their session, sealed: session rows lie in the same database as
everything else, and an interview says more about a person than most registers do."""

from __future__ import annotations

import json
from collections.abc import MutableMapping
from functools import lru_cache
from typing import Any

from django.conf import settings

from huigong.audit.sealing import Sealer
from huigong.kernel.errors import DomainError

Session = MutableMapping[str, Any]


def keep(session: Session, key: str, data: dict[str, Any]) -> None:
    """Seals `data` (plain JSON values) into the session under `key`."""
    session[key] = sealer().seal(json.dumps(data, ensure_ascii=False), context=f"session.{key}")


def kept(session: Session, key: str) -> dict[str, Any]:
    """What `keep` stored, or an empty dict; also where the key was changed since and it no longer opens."""
    token = session.get(key)
    if not token:
        return {}
    try:
        found: dict[str, Any] = json.loads(sealer().unseal(token, context=f"session.{key}"))
    except DomainError:
        session.pop(key, None)
        return {}
    return found


class SealedSession:
    """Django's serializer of sessions, sealed: while a second factor is set up, allauth keeps its secret there.

    A session that no longer opens, because the key was changed, is an empty one: log in again.
    """

    def dumps(self, obj: dict[str, Any]) -> bytes:
        return sealer().seal(json.dumps(obj, separators=(",", ":")), context="session").encode()

    def loads(self, data: bytes) -> dict[str, Any]:
        opened: dict[str, Any] = json.loads(sealer().unseal(data.decode(), context="session"))
        return opened


def sealer() -> Sealer:
    """What seals under the key of this installation."""
    return _sealer(settings.SEALING_KEY)


@lru_cache(maxsize=2)
def _sealer(key_hex: str) -> Sealer:
    return Sealer(key_hex)
