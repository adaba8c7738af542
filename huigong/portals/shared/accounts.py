"""Passwords are for officials: workers log in by phone and code, and nobody signs up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

OFFICIAL = "official"


class OfficialsOnly(DefaultAccountAdapter):
    """allauth's adapter: accounts of officials are made by an administrator, never by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The account for a name and password, or None; a worker's account never matches."""
        account = super().authenticate(request, **credentials)
        return account if account is not None and account.kind == OFFICIAL else None
