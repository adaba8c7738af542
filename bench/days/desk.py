"""A desk with mouse and keyboard: a page of a real browser on which every click, key and field is counted."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

MOST_TABS = 150
WIDTHS = (1440, 1024)
HEIGHT = 900
REFUSED = 400
_IDS = re.compile(r"[0-9a-f]{32}|[0-9]{4,}(-[0-9]+)*")
# What stands of a page before anything is read.
STANDS = """() => ({
    headings: document.querySelectorAll("main h1").length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
})"""


@dataclass
class Taken:
    """What one errand took. `keys` are those that are no letters of a field: Tab, Enter, arrows.

    `seconds` are waited, from the touch until the next page has loaded; `processor` is this process's in that time,
    where the server runs in it. `longest_at` is the page that came last of the longest wait, without ids and numbers.
    """

    clicks: int = 0
    keys: int = 0
    fields: int = 0
    pages: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    longest: float = 0.0
    longest_at: str = ""

    def __add__(self, other: Taken) -> Taken:
        return Taken(
            self.clicks + other.clicks,
            self.keys + other.keys,
            self.fields + other.fields,
            self.pages + other.pages,
            self.seconds + other.seconds,
            self.processor + other.processor,
            *max((self.longest, self.longest_at), (other.longest, other.longest_at)),
        )


@dataclass
class Desk:
    """`live` is the server's address, `folder` where papers go; `look` is told of each page once it stands."""

    page: Any
    live: str
    folder: Path
    look: Callable[[Desk], None] = lambda desk: None
    taken: dict[str, Taken] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    errand: str = ""

    def __post_init__(self) -> None:
        self.page.on("response", self._answered)

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.page.url).path)

    @property
    def count(self) -> Taken:
        return self.taken[self.errand]

    @property
    def whole(self) -> Taken:
        return sum(self.taken.values(), Taken())

    @contextmanager
    def errand_of(self, name: str) -> Iterator[None]:
        self.errand = name
        self.taken[name] = Taken()
        yield

    def log_in(self, username: str, password: str, *, code: Callable[[], str] | None = None) -> None:
        """By keyboard; `code` is what a second factor shows, for whoever has one."""
        with self.errand_of("log in"):
            self._wait(lambda: self.page.goto(f"{self.live}/desk/login/"))
            self.type_into("login", username)
            self.type_into("password", password)
            self.enter()
            if code:
                self.type_into("code", code())
                self.enter()
        assert "/login/" not in self.path, self.text()[:300]

    # With the mouse --------------------------------------------------------------------------

    def click(self, selector: str) -> None:
        """What leads to another page."""
        self.count.clicks += 1
        self._leave(lambda: self.page.locator(selector).first.click(), selector)

    def open(self, words: str) -> None:
        """An entry of the menu, or any link that says this."""
        self.click(f'a:has-text("{words}")')

    def tick(self, selector: str) -> None:
        """A box, a choice or what unfolds, on the same page."""
        self.count.clicks += 1
        self.page.locator(selector).first.click()

    def write(self, name: str, text: str, *, within: str = "main") -> None:
        """A field that is clicked into and filled."""
        self.count.fields += 1
        self.count.clicks += 1
        self.page.locator(f'{within} [name="{name}"]').first.fill(text)

    def pick(self, name: str, value: str, *, within: str = "main") -> None:
        """One of a list by what it says or stands for: it is unfolded, and one is clicked."""
        self.count.fields += 1
        self.count.clicks += 2
        self.page.locator(f'{within} [name="{name}"]').first.select_option(value)

    # By keyboard -----------------------------------------------------------------------------

    def type_into(self, name: str, text: str) -> None:
        """Goes to the field with Tab, where the focus is not there yet, and types."""
        self.tab_to(f'[name="{name}"]')
        self.count.fields += 1
        if (
            self.page.evaluate("document.activeElement.type") == "date"
        ):  # its parts stand as the machine's language has them
            self.page.locator(f'[name="{name}"]').first.fill(text)
            return
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def choose(self, name: str, words: str) -> None:
        """Goes to a list with Tab, and to its line with the arrows."""
        self.tab_to(f'select[name="{name}"]')
        self.count.fields += 1
        for _ in range(MOST_TABS):
            if words in self.page.evaluate("document.activeElement.selectedOptions[0].text"):
                return
            self.key("ArrowDown")
        raise AssertionError(f"{name} of {self.path} has no {words}")

    def mark(self, name: str, value: str) -> None:
        """One of several with a box: with Tab to the one, and within a group of which only one can be marked with the arrows."""
        group, exactly = f'[name="{name}"]', f'[name="{name}"][value="{value}"]'
        wanted = exactly if self.sees(f"main {exactly}") else group
        self.count.fields += 1
        self.tab_to(group if self.sees(f"main {group}[type=radio]") else wanted)
        for _ in range(MOST_TABS):
            if self.page.evaluate("s => document.activeElement.matches(s)", wanted):
                return self.key("Space")
            self.key("ArrowDown")
        raise AssertionError(f"{name} of {self.path} has no {value}")

    def tab_to(self, selector: str) -> None:
        for _ in range(MOST_TABS):
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
            self.key("Tab")
        raise AssertionError(f"{selector} of {self.path} cannot be reached by keyboard")

    def into(self, selector: str) -> None:
        """Over the menu, with the way that a page offers, and on to the element."""
        if not self.page.evaluate("document.querySelector('main').contains(document.activeElement)"):
            self.tab_to("a.skip")
            self.key("Enter")
        self.tab_to(selector)

    def key(self, name: str) -> None:
        self.count.keys += 1
        self.page.keyboard.press(name)

    def enter(self) -> None:
        """Enter, which leads to another page."""
        self.count.keys += 1
        self._leave(lambda: self.page.keyboard.press("Enter"), "Enter")

    # Papers ----------------------------------------------------------------------------------

    def paper(self, selector: str) -> Path:
        """What comes as a file, kept under the folder by the name that it has."""
        self.count.clicks += 1
        began, spent = time.perf_counter(), time.process_time()
        with self.page.expect_download() as coming:
            self.page.locator(selector).first.click()
        kept = self.folder / f"{len(list(self.folder.iterdir())):02d}-{coming.value.suggested_filename}"
        coming.value.save_as(kept)
        self._waited(began, spent)
        return kept

    def hand_in(self, selector: str, path: Path) -> None:
        """A file that lies on the desk: one click opens the folder, one takes it; it is up when its name stands there."""
        self.count.clicks += 2
        self.count.fields += 1
        began, spent = time.perf_counter(), time.process_time()
        self.page.locator(selector).first.set_input_files(path)
        self.page.wait_for_selector(f'main .file:has-text("{path.stem}")')
        self._waited(began, spent)

    # What stands there -----------------------------------------------------------------------

    def text(self) -> str:
        return str(self.page.locator("body").inner_text())

    def says(self, *words: str) -> None:
        text = self.text()
        assert all(word in text for word in words), (self.path, words, text[:900])

    def sees(self, selector: str) -> bool:
        return bool(self.page.locator(selector).count())

    def _leave(self, act: Callable[[], Any], how: str) -> None:
        def go() -> None:
            with self.page.expect_navigation(wait_until="load"):
                act()

        before = self.path
        self._wait(go)
        assert "chrome-error" not in self.page.url, (before, how)

    def _wait(self, act: Callable[[], Any]) -> None:
        began, spent = time.perf_counter(), time.process_time()
        act()
        self.page.wait_for_load_state("load")
        self._waited(began, spent)
        self._look()

    def _waited(self, began: float, spent: float) -> None:
        seconds = time.perf_counter() - began
        self.count.seconds += seconds
        self.count.processor += time.process_time() - spent
        if seconds > self.count.longest:
            self.count.longest, self.count.longest_at = seconds, _IDS.sub("…", self.path)
        self.count.pages += 1

    def _look(self) -> None:
        """Each page, in both widths, has one heading and is no wider than the screen."""
        for width in reversed(WIDTHS):
            self.page.set_viewport_size({"width": width, "height": HEIGHT})
            stands = self.page.evaluate(STANDS)
            for what, right in (
                ("one heading", stands["headings"] == 1),
                ("no wider than the screen", stands["wide"] <= 0),
            ):
                if not right:
                    self.wrong.append(f"{self.path}, {width} px: not {what}: {stands}")
        self.look(self)

    def _answered(self, response: Any) -> None:
        if response.status >= REFUSED:
            self.wrong.append(f"{response.status} {response.request.method} {response.url}")
