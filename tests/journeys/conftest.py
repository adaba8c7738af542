"""A server and a real browser for whole ways through the product."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)


@pytest.fixture(autouse=True, scope="session")
def static_folder() -> Path:
    """Static files are gathered when the product is set up; a test run has none, and the server says so."""
    folder = Path(settings.STATIC_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(autouse=True)
def codes_in_files(settings: Any, tmp_path: Path) -> Path:
    """The folder of this test's login codes; see `sms.code_file`."""
    settings.SMS_PROVIDER, settings.SMS_FOLDER = "file", tmp_path / "codes"
    return tmp_path / "codes"


@pytest.fixture
def live(live_server: Any) -> str:
    """The address of a running server, without a slash at the end."""
    return str(live_server.url)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium: the one that HUIGONG_BROWSER names, else one found on this machine."""
    sync_api = pytest.importorskip("playwright.sync_api")
    found = os.environ.get("HUIGONG_BROWSER") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.skip(
            "no browser: none of " + ", ".join(NAMES) + " is installed and HUIGONG_BROWSER names none"
        )
    # Playwright's loop runs in this thread, and Django takes any loop for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_api.sync_playwright() as playwright:
            running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
            yield running
            running.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    """A page 360 pixels wide. A script error or a breach of the content policy fails the test."""
    yield from page_of(browser, width=360, height=740)


@pytest.fixture
def screen(browser: Any) -> Iterator[Any]:
    """A page 1440 pixels wide. A script error or a breach of the content policy fails the test."""
    yield from page_of(browser, width=1440, height=900)


def page_of(browser: Any, *, width: int, height: int, **said: Any) -> Iterator[Any]:
    """A page of this size, opened as `said`; see `phone`."""
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **said)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None
    )
    yield page
    context.close()
    assert not wrong
