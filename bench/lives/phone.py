"""A life on a cheap phone: a page of a real browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from bench.lives.playing import Hand


class Phone(Hand):
    """The hand that touches a page of Playwright."""

    def __init__(self, page: Any) -> None:
        super().__init__()
        self.page = page

    @property
    def address(self) -> str:
        return str(self.page.url)

    def open(self, address: str) -> None:
        self._wait(lambda: self.page.goto(urljoin(self.page.url, address)))

    def touch(self, selector: str) -> None:
        self.count.touches += 1
        self._wait(self.page.locator(selector).first.click)

    def tick(self, selector: str) -> None:
        box = self.page.locator(selector).first
        if not box.is_visible():  # behind the words for what few have
            self.count.touches += 1
            self.page.locator("details:not([open])", has=box).locator("summary").first.click()
        self.count.touches += 1
        box.check()

    def write(self, name: str, text: str) -> None:
        self.count.typed += 1
        self._named(name).fill(text)

    def pick(self, name: str, value: str) -> None:
        self.count.touches += 2
        self._named(name).select_option(value)

    def values(self, selector: str, attribute: str = "value") -> tuple[str, ...]:
        return tuple(each.get_attribute(attribute) or "" for each in self.page.locator(selector).all())

    def kind(self, name: str) -> str:
        control = self.page.locator(f'[name="{name}"]')
        if not control.count():
            return ""
        tag = str(control.first.evaluate("control => control.tagName")).lower()
        return str(control.first.get_attribute("type") or "text") if tag == "input" else tag

    def stands(self, name: str) -> str:
        return str(self._named(name).input_value())

    def says(self, words: str) -> bool:
        return bool(self.page.locator(f"text={words}").count())

    def _named(self, name: str) -> Any:
        return self.page.locator(f'[name="{name}"]').first

    def _wait(self, act: Callable[[], Any]) -> None:
        began = time.perf_counter()
        act()
        self.page.wait_for_load_state("load")
        self.count.seconds += time.perf_counter() - began
        self.count.pages.append(self.path)
