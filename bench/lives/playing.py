"""Somebody on a cheap phone gets what they came for, and every question, touch and typed word on the way is counted."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

MOST_PAGES = 120
NOT_KNOWN = "button[name=skip]"
MAIN = "main button.button-main"


@dataclass(frozen=True)
class Life:
    """Why somebody comes, what is true of them (facts as `bench/interview/lives.yaml` says them), and what
    they type into the form, by the name of the field."""

    event: str
    came_for: str
    place: str
    facts: Mapping[str, Any]
    typed: Mapping[str, str]
    phone: str
    resident_number: str


@dataclass
class Count:
    """What it took: screens of the interview and of the form, touches, fields typed into, seconds waited for pages."""

    questions: int = 0
    screens: int = 0
    touches: int = 0
    typed: int = 0
    seconds: float = 0.0
    pages: list[str] = field(default_factory=list)


class Hand:
    """The one hand that holds the phone."""

    def __init__(self, page: Any) -> None:
        self.page, self.count = page, Count()

    def open(self, address: str) -> None:
        self._wait(lambda: self.page.goto(address))

    def reload(self) -> None:
        self._wait(self.page.reload)

    def touch(self, selector: str) -> None:
        """A link or a button that leads to another page."""
        self.count.touches += 1
        self._wait(self.page.locator(selector).first.click)

    def tick(self, selector: str) -> None:
        """A box or a choice, which only gives way to its sign."""
        self.count.touches += 1
        self.page.locator(selector).first.check()

    def write(self, name: str, text: str) -> None:
        self.count.typed += 1
        self.page.locator(f'[name="{name}"]').first.fill(text)

    def pick(self, name: str, value: str) -> None:
        """One of a list that unfolds: one touch unfolds it, one picks."""
        self.count.touches += 2
        self.page.locator(f'[name="{name}"]').first.select_option(value)

    def sees(self, selector: str) -> bool:
        return bool(self.page.locator(selector).count())

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.page.url).path)

    def _wait(self, act: Callable[[], Any]) -> None:
        began = time.perf_counter()
        act()
        self.page.wait_for_load_state("load")
        self.count.seconds += time.perf_counter() - began
        self.count.pages.append(self.path)


def get_it(
    hand: Hand,
    life: Life,
    *,
    first_page: str,
    code_for: Callable[[str], str],
    show_card: Callable[[], None],
) -> Count:
    """From the address of the first page to the receipt.

    `code_for` reads the code that a phone was sent; `show_card` is what happens at a window, where the phone says to go there.
    """
    hand.open(first_page)
    for _ in range(MOST_PAGES):
        if hand.sees("text=已经提交"):
            return hand.count
        if hand.path == "/login/code/":
            hand.write("code", code_for(life.phone))
            hand.touch(MAIN)
        elif hand.path == "/me/prove/":
            show_card()
            hand.reload()
            hand.touch("text=接着提交")
        else:
            _step(hand, life)
    raise AssertionError(f"not there after {MOST_PAGES} pages: {hand.count.pages[-5:]}")


def _step(hand: Hand, life: Life) -> None:
    path = hand.path
    if path == "/":
        hand.touch(f'a[href="/for/{life.event}/"]')
    elif path.startswith("/for/"):
        at_once = f'a[href="/services/{life.came_for}/apply/"]'
        hand.touch(at_once if hand.sees(at_once) else "main a.button-main")
    elif path == "/place/":
        _say_where(hand, life.place)
    elif path == "/ask/":
        hand.count.questions += 1
        _answer(hand, life.facts)
    elif path == "/results/":
        hand.touch(f'main a[href="/services/{life.came_for}/"]')
    elif path == f"/services/{life.came_for}/":
        hand.touch(f'a[href="/services/{life.came_for}/apply/"]')
    elif "/form/q/" in path:
        hand.count.screens += 1
        fill_in(hand, life.typed)
    elif path == "/login/":
        hand.write("phone", life.phone)
        hand.touch(MAIN)
    elif path == "/me/register/":
        _say_who(hand, life)
    else:
        if hand.sees("input[name=true]"):
            hand.tick("input[name=true]")
        hand.touch(MAIN)


def _say_where(hand: Hand, place: str) -> None:
    choice = f'button[name=region]:has-text("{place}")'
    if not hand.sees(choice):
        hand.write("name", place)
        hand.touch("form.search button")
    hand.touch(choice)


def _say_who(hand: Hand, life: Life) -> None:
    hand.write("name", life.typed["申请人.name"])
    hand.write("resident_number", life.resident_number)
    hand.write("hukou_place", "盐边县")
    hand.tick("input[name=consent]")
    hand.touch(MAIN)


def _answer(hand: Hand, facts: Mapping[str, Any]) -> None:
    """What is true of this life; a yes-or-no that it does not name is a no, any other is not known."""
    if hand.sees("input[name=box]"):
        shown = [box.get_attribute("value") for box in hand.page.locator("input[name=box]").all()]
        true = [name for name in shown if facts.get(name) in (True, "是")]
        for name in true:
            hand.tick(f'input[name=box][value="{name}"]')
        hand.touch(MAIN if true else "button[name=none]")
        return
    fact = hand.page.locator("input[name=fact]").first.get_attribute("value")
    if hand.sees("fieldset button.choice[name=answer]"):
        said = facts.get(fact, "否")
        words = "是" if said is True else "否" if said is False else str(said)
        wanted = f'button.choice[value="{words}"]'
        hand.touch(wanted if hand.sees(wanted) else NOT_KNOWN)
    elif fact not in facts:
        hand.touch(NOT_KNOWN)
    elif isinstance(facts[fact], date):
        for name in ("year", "month", "day"):
            hand.write(name, str(getattr(facts[fact], name)))
        hand.touch(MAIN)
    else:
        if hand.sees("details.exactly:not([open])"):
            hand.touch("details.exactly summary")
        hand.write("answer", str(facts[fact]))
        hand.touch(MAIN)


def fill_in(hand: Hand, typed: Mapping[str, str]) -> None:
    """What the screen of a form asks of what somebody can say, by the name of the field, and on."""
    for name, text in typed.items():
        control = hand.page.locator(f'[name="{name}"]')
        if not control.count():
            continue
        kind = control.first.get_attribute("type")
        if kind in ("radio", "checkbox"):
            chosen = f'[name="{name}"][value="{text}"]'
            hand.tick(chosen if hand.sees(chosen) else f'[name="{name}"]')
        elif control.first.evaluate("control => control.tagName") == "SELECT":
            hand.pick(name, text)
        elif control.first.input_value() != text:
            hand.write(name, text)
    hand.touch("form.screen button.button-main")
