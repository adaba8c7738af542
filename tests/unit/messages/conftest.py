"""Messages of these tests go to an invented telecom."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.messages.telecom import Telecom


@pytest.fixture(autouse=True)
def telecom(settings: Any) -> type[Telecom]:
    settings.SMS_PROVIDER = "tests.unit.messages.telecom:Telecom"
    Telecom.begin()
    return Telecom
