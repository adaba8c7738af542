"""Every test of the desk uses the database and starts with nobody locked out."""

from __future__ import annotations

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def fresh_desk(db: None) -> None:
    cache.clear()
