"""Sessions and what visitors told us, sealed: their rows lie in the same database as everything else,
and an interview says more about a person than most registers do."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, MutableMapping
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session as SessionRow
from django.db import transaction
from django.utils.translation import gettext as _

from huigong.audit.fields import sealer
from huigong.kernel.errors import DomainError, Unavailable

Session = MutableMapping[str, Any]
SESSION_CONTEXT = "session"
_log = logging.getLogger(__name__)


@transaction.atomic
def change(
    record: str, work: Callable[[dict[str, Any]], dict[str, Any]], *, now: datetime, lasting: timedelta
) -> dict[str, Any]:
    """What `work` makes of a record, kept until `now` + `lasting`; nobody else changes it meanwhile.

    A session is written as a whole at the end of a request, so of two at once the first is lost.
    A record has a row of its own among the sessions (one table, one sweep) and is changed under lock.
    Raises `Unavailable` (`record.sealed`) where it does not open, and leaves it as it is.
    """
    ends = now + lasting
    new = SessionRow(session_key=record, session_data="", expire_date=ends)
    SessionRow.objects.bulk_create([new], ignore_conflicts=True)
    row = SessionRow.objects.select_for_update().get(session_key=record)
    changed = work(_opened(row, now=now))
    sealed = sealer().seal(json.dumps(changed, ensure_ascii=False), context=record_context(record))
    row.session_data, row.expire_date = sealed, ends
    row.save(update_fields=["session_data", "expire_date"])
    return changed


def read(record: str, *, now: datetime) -> dict[str, Any]:
    """A record, or an empty dict where there is none or its time is over.

    Raises `Unavailable` (`record.sealed`) where it does not open.
    """
    row = SessionRow.objects.filter(session_key=record).first()
    return {} if row is None else _opened(row, now=now)


def drop(record: str) -> None:
    """Deletes a record."""
    SessionRow.objects.filter(session_key=record).delete()


def record_context(record: str) -> str:
    """What a record is sealed for."""
    return f"record.{record}"


def _opened(row: SessionRow, *, now: datetime) -> dict[str, Any]:
    if not row.session_data or row.expire_date <= now:
        return {}
    try:
        plain = sealer().unseal(row.session_data, context=record_context(row.session_key))
    except DomainError as error:
        _log.error("kept answers do not open: %s, %s", error.code, error.why)
        raise Unavailable(
            code="record.sealed",
            what=_("您以前的回答现在打不开"),
            why=_("回答还在，没有丢；系统里缺少打开它的密钥，已经记下，管理员会看到。"),
            do=_("请过一天再来；着急的，退出登录后可以重新回答，或到就近的服务窗口办理。"),
        ) from error
    kept: dict[str, Any] = json.loads(plain)
    return kept


class SealedSession:
    """Django's serializer of sessions, sealed: a login code, a purpose, allauth's secret while a second
    factor is set up.

    A session that does not open is an empty one to Django: log in again. It is logged here.
    """

    def dumps(self, obj: dict[str, Any]) -> bytes:
        return sealer().seal(json.dumps(obj, separators=(",", ":")), context=SESSION_CONTEXT).encode()

    def loads(self, data: bytes) -> dict[str, Any]:
        try:
            plain = sealer().unseal(data.decode(), context=SESSION_CONTEXT)
        except DomainError as error:
            _log.error("a session does not open: %s, %s", error.code, error.why)
            raise
        session: dict[str, Any] = json.loads(plain)
        return session
