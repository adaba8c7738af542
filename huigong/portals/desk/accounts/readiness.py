"""What an account must have before it may work: a password of its own, and a second factor where people are revealed."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from huigong.directory.permissions import Permission
from huigong.directory.queries import has_second_factor
from huigong.portals.shared.requests import Request


def what_is_missing(request: Request) -> str:
    """The name of the page that has to come first, or an empty text."""
    if has_one_time_password(request):
        return "desk:password"
    return "desk:me" if needs_second_factor(request) else ""


def has_one_time_password(request: Request) -> bool:
    account: Any = request.user
    return account.password_valid_until is not None


def needs_second_factor(request: Request) -> bool:
    """Whether the viewer may reveal people and has only a password."""
    account: Any = request.user
    may_reveal = settings.SECOND_FACTOR_REQUIRED and request.principal.can(Permission.PERSON_REVEAL)
    return may_reveal and not has_second_factor(account)
