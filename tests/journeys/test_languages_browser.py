"""The worker's pages in English, and from right to left in a made-up language: one folder and one line of settings."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from huigong.kernel import packs
from huigong.policy.languages import words
from huigong.policy.languages.catalogues import Entry, written
from huigong.policy.languages.texts import texts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
CODE = "ar"  # for its direction alone; the words are made up
PSEUDO = "ﺽ"


@pytest.fixture
def pseudo(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every text of the packs between two Arabic letters, as a language of its own."""
    real = packs.folder()
    for each in real.iterdir():
        (tmp_path / each.name).symlink_to(each)
    (tmp_path / "languages").unlink()
    folder = tmp_path / "languages" / CODE
    folder.mkdir(parents=True)
    for domain, said in texts(real).items():
        made_up = (Entry(text, f"{PSEUDO} {text} {PSEUDO}") for text in said)
        (folder / f"{domain}.po").write_text(written(made_up, code=CODE), encoding="utf-8")
    monkeypatch.setitem(os.environ, packs.VARIABLE, str(tmp_path))
    settings.LANGUAGES = [*settings.LANGUAGES, (CODE, "Pseudo")]
    assert CODE in words(tmp_path)
    return CODE


ADDRESSES = (
    "/",
    "/for/unpaid/",
    "/ask/?event=unpaid",
    "/services/arrears-complaint/",
    "/results/",
    "/place/",
    "/services/",
)


def look(page: Any, live: str, name: str) -> None:
    """Every page fits the screen; HUIGONG_SHOTS names a folder for pictures of them."""
    shots = os.environ.get("HUIGONG_SHOTS")
    for number, address in enumerate(ADDRESSES):
        page.goto(live + address)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} is wider than the screen"
        if shots:
            page.screenshot(path=f"{shots}/{name}-{number}.png", full_page=True)


def reading(browser: Any, live: str, code: str, width: int) -> Any:
    context = browser.new_context(viewport={"width": width, "height": 740})
    context.add_cookies([{"name": settings.LANGUAGE_COOKIE_NAME, "value": code, "url": live}])
    return context.new_page()


@pytest.mark.parametrize("width", [360, 1024, 1440])
def test_english_fits_every_screen(browser: Any, live: str, width: int) -> None:
    page = reading(browser, live, "en", width)
    look(page, live, f"en-{width}")
    assert page.evaluate("document.documentElement.dir") == "ltr"
    page.context.close()


@pytest.mark.parametrize("width", [360, pytest.param(1024, marks=pytest.mark.release)])
def test_pages_read_from_right_to_left(browser: Any, live: str, pseudo: str, width: int) -> None:
    page = reading(browser, live, pseudo, width)
    look(page, live, f"rtl-{width}")
    assert page.evaluate("document.documentElement.dir") == "rtl"
    page.goto(live)
    first = page.locator(".events a").first
    icon, name = first.locator("svg").bounding_box(), first.locator("strong").bounding_box()
    assert icon["x"] > name["x"], "the icon stands before the words, on the right"
    assert PSEUDO in first.inner_text()
    page.context.close()
