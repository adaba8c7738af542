"""Rows are written again only where the same program would write the same."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone

from tests import replayed
from tests.replayed import Replayed

pytestmark = pytest.mark.django_db


class Times:
    """Writes a row, and counts how often it was called for it."""

    def __init__(self) -> None:
        self.called = 0
        self.writes = Replayed(self._write)

    def _write(self) -> None:
        self.called += 1
        Session.objects.create(session_key=f"key-{self.called}", expire_date=timezone.now())

    def later(self) -> int:
        """Writes the row where there is none yet, as the next test would; how often that was a call so far."""
        with transaction.atomic():
            self.writes()
            assert Session.objects.exists()
            transaction.set_rollback(True)
        return self.called


@pytest.fixture
def times() -> Times:
    if connection.vendor != "sqlite":
        pytest.skip("elsewhere every test writes its own")
    made = Times()
    assert made.later() == made.later() == 1
    return made


def test_other_settings_write_their_own(times: Times, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    assert times.later() == times.later() == 2
    settings.SECOND_FACTOR_REQUIRED = False
    del settings.LOGIN_URL
    assert times.later() == 3


def test_codes_lie_in_a_folder_of_each_test(times: Times, settings: Any) -> None:
    settings.SMS_FOLDER = "elsewhere"
    assert times.later() == 1


def test_what_is_patched_is_neither_kept_nor_written_over(
    times: Times, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replayed, "_TURNED_BACK", "ROLLBACK TO")
    assert (times.later(), times.later()) == (2, 3)
    monkeypatch.undo()
    assert times.later() == 3


def test_beside_a_row_of_any_table_it_is_written_anew(times: Times) -> None:
    Session.objects.create(session_key="another", expire_date=timezone.now())
    assert (times.later(), times.later()) == (2, 3)
