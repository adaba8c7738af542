"""Passwords are for officials: workers log in by phone and code, and nobody signs up."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.http import HttpRequest

from huigong.portals.shared.addresses import line_of

OFFICIAL = "official"


class OfficialsOnly(DefaultAccountAdapter):
    """allauth's adapter: accounts of officials are made by an administrator, never by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The account for a name and password, or None; a worker's account never matches."""
        account = super().authenticate(request, **credentials)
        return account if account is not None and account.kind == OFFICIAL else None

    def get_client_ip(self, request: HttpRequest) -> str:
        """allauth counts wrong passwords and second factors under the same address as everything else here."""
        return line_of(request)


class OfficialsLog(AxesDatabaseHandler):
    """axes counts wrong passwords, and keeps when and from where officials came and went.

    A worker's address and device would stay in that log in the clear and for ever:
    workers are left out of it.
    """

    def user_logged_in(self, sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
        if user.kind == OFFICIAL:
            super().user_logged_in(sender, request, user, **more)

    def user_logged_out(self, sender: Any, request: HttpRequest, user: Any, **more: Any) -> None:
        if user is not None and user.kind == OFFICIAL:
            super().user_logged_out(sender, request, user, **more)


def name_counted(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """The user name that axes counts under: allauth finds `li` by `LI` too, so each spelling is one name."""
    name = (credentials or {}).get("username")
    return None if name is None else str(name).lower()


def forget_wrong_passwords(*, now: datetime) -> None:
    """Deletes what axes wrote down about wrong passwords, once it no longer locks anybody out.

    axes does so itself at the next login at the desk; at a quiet one that may be days later.
    """
    AccessAttempt.objects.filter(attempt_time__lte=now - get_cool_off()).delete()
