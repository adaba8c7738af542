"""What the portals keep sealed outside their tables' fields, for a change of the sealing key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core import signing
from django.utils import timezone

from huigong.audit.fields import sealer
from huigong.kernel.errors import DomainError
from huigong.portals.shared.sealed import SESSION_CONTEXT, record_context
from huigong.portals.shared.second_factors import is_stale, seal_row

_SALT = SessionStore().key_salt


@dataclass(frozen=True)
class SecondFactors:
    """Officials' second factors."""

    label = "第二验证方式"

    def stale(self) -> Iterable[int]:
        return [row.pk for row in Authenticator.objects.order_by("pk") if is_stale(row)]

    def reseal(self, key: int) -> bool:
        try:
            seal_row(key)
        except DomainError:
            return False
        return True


@dataclass(frozen=True)
class Sessions:
    """Sessions, and the answers of visitors that lie among them until they lapse."""

    label = "会话和保留的回答"

    def stale(self) -> Iterable[str]:
        rows = Session.objects.filter(expire_date__gt=timezone.now()).order_by("pk")
        return [row.pk for row in rows.iterator() if _is_stale(_token(row))]

    def reseal(self, key: str) -> bool:
        row = Session.objects.select_for_update().filter(pk=key).first()
        token = _token(row) if row else ""
        if row is None or not _is_stale(token):
            return True
        is_record = token == row.session_data
        context = record_context(key) if is_record else SESSION_CONTEXT
        try:
            sealed = sealer().seal(sealer().unseal(token, context=context), context=context)
        except DomainError:
            return False
        row.session_data = sealed if is_record else _signed(sealed)
        row.save(update_fields=["session_data"])
        return True


class _AsItIs:
    """Serializer that leaves the sealed text sealed."""

    def dumps(self, token: str) -> bytes:
        return token.encode()

    def loads(self, data: bytes) -> str:
        return data.decode()


def _token(row: Session) -> str:
    """The sealed text of a record (the whole row) or of a session (signed by Django); "" for an empty row
    and for a signature that Django refuses too: such a session is over."""
    if ":" not in row.session_data:  # a sealed text is base64 and has none, a signed one has two
        return str(row.session_data)
    try:
        return str(signing.loads(row.session_data, salt=_SALT, serializer=_AsItIs))
    except signing.BadSignature:
        return ""


def _signed(token: str) -> str:
    return signing.dumps(token, salt=_SALT, serializer=_AsItIs, compress=True)


def _is_stale(token: str) -> bool:
    return bool(token) and not token.startswith(f"{sealer().key_id}.")
