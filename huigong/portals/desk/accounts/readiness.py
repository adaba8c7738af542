"""What an account must have before it may work: a password of its own, and a second factor where it reaches many people."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.directory.queries import has_second_factor
from huigong.portals.shared.requests import Request

_FAR_REACHING = (
    Permission.PERSON_REVEAL,
    Permission.PEOPLE_EXPORT,
    Permission.ACCOUNT_MANAGE,
    Permission.PLACE_MANAGE,
)


def what_is_missing(request: Request) -> str:
    """The name of the page that has to come first, or an empty text."""
    if has_one_time_password(request):
        return "desk:password"
    return "desk:me" if needs_second_factor(request) else ""


def has_one_time_password(request: Request) -> bool:
    account: Any = request.user
    return account.password_valid_until is not None


def needs_second_factor(request: Request) -> bool:
    """Whether the viewer has only a password, and it would lead to the data of many people."""
    account: Any = request.user
    asked = settings.SECOND_FACTOR_REQUIRED and reaches_many(request.principal)
    return asked and not has_second_factor(account)


def reaches_many(viewer: Principal) -> bool:
    """Who may reveal people, export them, give rights to others, say where everybody has to go, or read the cases
    of every office of a region."""
    whole_region = any(not grant.office for grant in viewer.grants_for(Permission.CASE_READ))
    return whole_region or any(viewer.can(permission) for permission in _FAR_REACHING)
