"""A complaint from the first page to the receipt in a real browser, 360 pixels wide, by the keyboard alone, without
JavaScript and with it.

Both ways wait for a release. With JavaScript a worker's complaint is gone through in `test_lives_browser` too; without it
`test_forms_browser` fills in the form, and `test_lives` and `test_filling` go all the way over HTTP, where no script runs.
The questions are looked at one by one in `test_forms_browser`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.lives.playing import MAIN, fill_in
from huigong import forms
from huigong.messages.sms import code_file
from tests.journeys.accessibility import grave_findings
from tests.journeys.focus import has_focus
from tests.journeys.keys import Keys
from tests.unit.portals.worker.filling import WAGE
from tests.unit.portals.worker.visiting import made_up_number

pytestmark = [pytest.mark.browser, pytest.mark.release, pytest.mark.django_db(transaction=True)]
PHONE = "13900000005"


@pytest.fixture(autouse=True)
def packs_are_read_before_the_first_page() -> None:
    """A server reads them when it starts."""
    forms.book()


@pytest.fixture(params=[pytest.param(True, id="script"), pytest.param(False, id="no-script")])
def small(browser: Any, request: Any) -> Iterator[Any]:
    """A page 360 pixels wide."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="zh-CN", java_script_enabled=request.param
    )
    yield context.new_page()
    context.close()


def looked_at(page: Any, scripted: bool) -> None:
    if scripted:
        assert not grave_findings(page), page.url
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, page.url


def test_a_complaint_from_the_first_page_by_the_keyboard_alone(
    small: Any, live: str, codes_in_files: Path, request: Any
) -> None:
    scripted, keys = request.node.callspec.params["small"], Keys(small)
    keys.open(f"{live}/")
    small.keyboard.press("Tab")
    small.keyboard.press("Enter")
    has_focus(small, "#content")
    keys.touch('a[href="/for/unpaid/"]')
    keys.touch('a[href="/services/arrears-complaint/apply/"]')
    assert "您是在哪里干的活" in small.locator("h1").inner_text()
    keys.touch(MAIN)
    assert "/form/q/" in small.url, "nothing was filled in"
    if scripted:
        has_focus(small, ".field-wrong *")
    for _ in range(30):
        if "/form/check/" in small.url:
            break
        looked_at(small, scripted)
        fill_in(keys, WAGE)
    assert "核对一遍再提交" in small.locator("h1").inner_text()
    looked_at(small, scripted)
    keys.touch("form.screen button.button-main")

    keys.write("phone", PHONE)
    keys.touch(MAIN)
    code = re.search(r"\d{6}", code_file(codes_in_files, PHONE).read_text(encoding="utf-8"))
    assert code
    keys.write("code", code.group())
    keys.touch(MAIN)
    keys.touch("button[value=mine]")  # the form that was begun on this phone
    keys.write("name", "虚构甲")
    keys.write("resident_number", made_up_number(serial=5))
    keys.write("hukou_place", "盐边县")
    keys.tick("input[name=consent]")
    keys.touch(MAIN)

    assert "没错就提交" in small.locator("h1").inner_text()
    assert "虚构三号工地" in small.locator("main").inner_text()
    looked_at(small, scripted)
    keys.tick("input[name=true]")
    keys.touch(MAIN)
    assert "已经提交" in small.locator("main").inner_text()
    assert "6,500 元" in small.locator("main").inner_text()
    looked_at(small, scripted)
