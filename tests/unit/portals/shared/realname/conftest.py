"""A platform that runs, and the settings that name it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from huigong.portals.shared.realname import oidc
from tests.unit.portals.shared.realname.national import CLIENT, SECRET, Platform, running


@pytest.fixture
def platform(settings: Any) -> Iterator[Platform]:
    with running() as started:
        started.person = {"name": "虚构甲", "id_number": "999999198503120011"}
        settings.REAL_NAME, settings.OIDC_ISSUER = "oidc", started.issuer
        settings.OIDC_CLIENT, settings.OIDC_SECRET = CLIENT, SECRET
        oidc.forget_published()
        yield started
    oidc.forget_published()
