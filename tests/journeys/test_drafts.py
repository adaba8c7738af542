"""A policy officer confirms a document with the keyboard alone, and the duty board shows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from huigong.policy.packs import _with_local
from tests.unit.policy.reading.invented import PLAN
from tests.unit.portals.desk.staff import PASSWORD, official

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("HUIGONG_POLICIES_LOCAL", str(tmp_path / "local"))
    yield
    _with_local.cache_clear()


def test_a_document_is_confirmed_by_keyboard(live: str, screen: Any, tmp_path: Path) -> None:
    official("policy")
    copy = tmp_path / "plan.txt"
    copy.write_text(PLAN, encoding="utf-8")
    screen.goto(f"{live}/desk/login/")
    screen.fill("input[name=login]", "policy")
    screen.fill("input[name=password]", PASSWORD)
    screen.press("input[name=password]", "Enter")
    screen.wait_for_selector("nav")
    screen.goto(f"{live}/desk/library/drafts/")
    screen.set_input_files("input[name=file]", copy)
    screen.fill("input[name=region]", "510421")
    screen.press("input[name=region]", "Enter")
    screen.wait_for_url("**/1/")
    screen.keyboard.press("Alt+ArrowDown")
    screen.wait_for_url("**/2/")
    screen.fill("input[name=heading]", "发放夜校补贴")
    screen.keyboard.press("Alt+ArrowUp")
    screen.wait_for_url("**/1/")
    screen.keyboard.press("Alt+ArrowDown")
    screen.wait_for_url("**/2/")
    assert screen.input_value("input[name=heading]") == "发放夜校补贴"
    screen.keyboard.press("Alt+ArrowUp")
    screen.wait_for_url("**/1/")
    for following in ("**/2/", "**/3/", "**/head/"):
        screen.keyboard.press("Control+Enter")
        screen.wait_for_url(following)
    for button in ("text=保存题头", "text=确认整份文件", "text=都看过了"):
        screen.focus(button)
        screen.keyboard.press("Enter")
        screen.wait_for_load_state()
    screen.wait_for_url("**/desk/duties/**")
    assert "办好夜校" in screen.inner_text("main")
    assert screen.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
