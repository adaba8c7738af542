"""A complaint from the first page to the officer's desk in a real browser, on a phone, without JavaScript and with it.

Both ways wait for a release. With JavaScript a worker's complaint is gone through in `test_lives_browser` too; without it
`test_forms_browser` fills in the form, and `test_lives` and `test_filling` go all the way over HTTP, where no script runs.
The questions are looked at one by one in `test_forms_browser`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.lives.phone import Phone
from bench.lives.playing import fill_in
from huigong import forms
from huigong.messages.sms import code_file
from tests.journeys.accessibility import grave_findings
from tests.unit.portals.worker.filling import WAGE, Typed
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


def answer(page: Any, typed: Typed = WAGE) -> None:
    """Fills in what the screen asks of what is known, and goes on."""
    fill_in(Phone(page), typed)


def looked_at(page: Any, scripted: bool) -> None:
    if scripted:
        assert not grave_findings(page), page.url
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, page.url


def test_a_complaint_from_the_first_page(small: Any, live: str, codes_in_files: Path, request: Any) -> None:
    scripted = request.node.callspec.params["small"]
    small.goto(f"{live}/")
    small.locator('a[href="/for/unpaid/"]').first.click()
    small.locator('a[href="/services/arrears-complaint/apply/"]').first.click()
    assert "您是在哪里干的活" in small.locator("h1").inner_text()
    for _ in range(30):
        if "/form/check/" in small.url:
            break
        looked_at(small, scripted)
        answer(small)
    assert "核对一遍再提交" in small.locator("h1").inner_text()
    looked_at(small, scripted)
    small.locator("form.screen button.button-main").click()

    small.fill("input[name=phone]", PHONE)
    small.locator("main button.button-main").click()
    code = re.search(r"\d{6}", code_file(codes_in_files, PHONE).read_text(encoding="utf-8"))
    assert code
    small.fill("input[name=code]", code.group())
    small.locator("main button.button-main").click()
    small.locator("button[value=mine]").click()  # the form that was begun on this phone
    small.fill("input[name=name]", "虚构甲")
    small.fill("input[name=resident_number]", made_up_number(serial=5))
    small.fill("input[name=hukou_place]", "盐边县")
    small.check("input[name=consent]")
    small.locator("main button.button-main").click()

    assert "没错就提交" in small.locator("h1").inner_text()
    assert "虚构三号工地" in small.locator("main").inner_text()
    looked_at(small, scripted)
    small.check("input[name=true]")
    small.locator("main button.button-main").click()
    assert "已经提交" in small.locator("main").inner_text()
    assert "6,500 元" in small.locator("main").inner_text()
    looked_at(small, scripted)
