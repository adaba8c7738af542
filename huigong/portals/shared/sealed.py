"""What a visitor told us, kept in their session, sealed: session rows lie in the same database as
everything else, and an interview says more about a person than most registers do."""

from __future__ import annotations

import json
from collections.abc import Callable, MutableMapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session as SessionRow
from django.db import transaction

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


@transaction.atomic
def change(
    record: str, work: Callable[[dict[str, Any]], dict[str, Any]], *, now: datetime, lasting: timedelta
) -> dict[str, Any]:
    """What `work` makes of a record, kept until `now` + `lasting`; nobody else changes it meanwhile.

    A session is written as a whole at the end of a request, so of two at once the first is lost.
    A record has a row of its own among the sessions (one table, one sweep) and is changed under lock.
    """
    ends = now + lasting
    new = SessionRow(session_key=record, session_data="", expire_date=ends)
    SessionRow.objects.bulk_create([new], ignore_conflicts=True)
    row = SessionRow.objects.select_for_update().get(session_key=record)
    made = work(_opened(row, now=now))
    sealed = sealer().seal(json.dumps(made, ensure_ascii=False), context=f"record.{record}")
    row.session_data, row.expire_date = sealed, ends
    row.save(update_fields=["session_data", "expire_date"])
    return made


def read(record: str, *, now: datetime) -> dict[str, Any]:
    """A record, or an empty dict where there is none or its time is over."""
    row = SessionRow.objects.filter(session_key=record).first()
    return {} if row is None else _opened(row, now=now)


def drop(record: str) -> None:
    """Deletes a record."""
    SessionRow.objects.filter(session_key=record).delete()


def _opened(row: SessionRow, *, now: datetime) -> dict[str, Any]:
    if not row.session_data or row.expire_date <= now:
        return {}
    try:
        plain = sealer().unseal(row.session_data, context=f"record.{row.session_key}")
    except DomainError:
        return {}
    found: dict[str, Any] = json.loads(plain)
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
