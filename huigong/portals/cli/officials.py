"""In whose name a command acts."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from huigong.directory import queries
from huigong.directory.principals import SYSTEM, Principal


def acting(username: str, *, now: datetime) -> Principal:
    """The official of `--as`, with the roles of the day. Raises `DomainError` for a name that is no official's."""
    account = queries.official_named(SYSTEM, username)
    return Principal.for_account(account, on=timezone.localdate(now))
