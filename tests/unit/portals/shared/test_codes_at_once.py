"""Parallel tries of one code get no more than five looks, and a right code at the same moment is taken once."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from huigong.kernel.errors import DomainError
from huigong.messages.sms import code_file
from huigong.portals.shared import codes

PHONE, HERE = "13900000001", "198.51.100.7"
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TRIES = 12

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor == "sqlite",
        reason="SQLite has one writer, and its test database lives in the memory of one connection",
    ),
]


@pytest.fixture
def waiting(settings: Any, tmp_path: Path) -> dict[str, Any]:
    """A session in which a code waits."""
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path
    session: dict[str, Any] = {}
    codes.send(session, phone=PHONE, address=HERE, now=NOW)
    return session


def at_once(session: dict[str, Any], code: str) -> Counter[str]:
    def post(_: int) -> str:
        try:
            return codes.check(dict(session), code=code, address=HERE, now=NOW)
        except DomainError as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(TRIES) as pool:
        return Counter(pool.map(post, range(TRIES)))


def right(tmp_path: Path) -> str:
    found = re.search(r"\d{6}", code_file(tmp_path, PHONE).read_text(encoding="utf-8"))
    assert found
    return found.group()


def test_no_more_than_five_are_looked_at(waiting: dict[str, Any], tmp_path: Path) -> None:
    wrong = f"{(int(right(tmp_path)) + 1) % 10**6:06d}"
    assert at_once(waiting, wrong) == Counter({"code.wrong": 5, "code.expired": TRIES - 5})
    assert at_once(waiting, right(tmp_path)) == Counter({"code.expired": TRIES})


def test_a_right_code_logs_in_once(waiting: dict[str, Any], tmp_path: Path) -> None:
    assert at_once(waiting, right(tmp_path))[PHONE] == 1
