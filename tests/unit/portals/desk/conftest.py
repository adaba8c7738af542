"""Every test of the desk uses the database and starts with nobody locked out."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.cache import cache
from django.utils import timezone

A_WEDNESDAY = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fresh_desk(db: None) -> None:
    cache.clear()


@pytest.fixture
def wednesday(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one Wednesday in June: due days roll over weekends and holidays, and another day another case would be late."""
    monkeypatch.setattr(timezone, "now", lambda: A_WEDNESDAY)
