"""What holds for the whole installation is said by whoever keeps all of its place, and by nobody for a part of it."""

from __future__ import annotations

from django.conf import settings

from huigong.directory.permissions import Permission
from huigong.directory.principals import NATION, Principal


def require_keeps_all(by: Principal) -> None:
    """Raises `DomainError` (`access.denied`)."""
    by.require(Permission.PLACE_MANAGE, region=settings.HOME_REGION or NATION)


def keeps_all(viewer: Principal) -> bool:
    """`require_keeps_all` as an answer."""
    return viewer.can(Permission.PLACE_MANAGE, region=settings.HOME_REGION or NATION)
