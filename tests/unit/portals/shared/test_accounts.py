"""Passwords are for officials; nobody signs up."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from huigong.directory.actions import accounts
from huigong.directory.principals import SYSTEM
from huigong.portals.shared.accounts import OfficialsOnly

pytestmark = pytest.mark.django_db
PASSWORD = "a long invented phrase 7"


def request() -> HttpRequest:
    made = RequestFactory().post("/desk/login/")
    made.session = SessionStore()
    return made


def entered(username: str) -> Any:
    return OfficialsOnly().authenticate(request(), username=username, password=PASSWORD)


def test_an_official_enters_by_password() -> None:
    official = accounts.create_official(
        by=SYSTEM, now=timezone.now(), username="made-up", display_name="虚构经办人", password=PASSWORD
    )
    assert entered("made-up") == official


def test_a_worker_never_does_even_with_a_password() -> None:
    worker = accounts.worker_account(by=SYSTEM, now=timezone.now(), phone="13900000001")
    worker.set_password(PASSWORD)
    worker.save()
    assert entered(worker.username) is None


def test_nobody_signs_up() -> None:
    adapter = get_adapter()
    assert isinstance(adapter, OfficialsOnly)
    assert not adapter.is_open_for_signup(request())
