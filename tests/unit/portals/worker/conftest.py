"""A visitor, and one who has logged in and registered."""

from __future__ import annotations

from collections.abc import Callable
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.replayed import Replayed
from tests.unit.portals.worker.visiting import REGION, log_in, register


@pytest.fixture(autouse=True)
def codes_in_files(settings: Any, tmp_path: Path) -> None:
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"


@pytest.fixture
def visitor(client: Client, db: None) -> Client:
    """Somebody in Panzhihua who has answered nothing."""
    client.post("/place/", {"region": REGION})
    return client


def registers() -> SimpleCookie:
    """Somebody in Panzhihua logs in and registers; the cookies of their browser."""
    browser = Client()
    browser.post("/place/", {"region": REGION})
    log_in(browser)
    register(browser)
    return browser.cookies


registered = Replayed(registers)


@pytest.fixture
def worker(client: Client, db: None) -> Client:
    """Somebody in Panzhihua who has logged in and registered, and has answered nothing."""
    client.cookies = SimpleCookie({name: each.value for name, each in registered().items()})
    return client


@pytest.fixture
def answer(visitor: Client) -> Callable[..., Any]:
    """Answers one fact: `answer("持有居住证", "是")`, `answer("居住起始日期", year="2025", …)`."""

    def one(fact: str, answer: str = "", **parts: str) -> Any:
        return visitor.post("/ask/", {"fact": fact, "answer": answer, **parts})

    return one
