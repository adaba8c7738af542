"""Somebody gets what they came for, and every question, touch and typed word on the way is counted.

The same way is walked in a browser on a cheap phone (`phone.Phone`) and over HTTP without one (`plain.Plain`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import unquote, urlsplit

MOST_PAGES = 120
NOT_KNOWN = "button[name=skip]"
MAIN = "main button.button-main"
BOXES = "input[name=box]"


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
    hukou_place: str = "盐边县"


@dataclass
class Count:
    """What it took: screens of the interview and of the form, touches, fields typed into, seconds waited for pages.

    `offered` are the addresses of the services as the results named them, in order, when they were first shown.
    """

    questions: int = 0
    screens: int = 0
    touches: int = 0
    typed: int = 0
    seconds: float = 0.0
    pages: list[str] = field(default_factory=list)
    offered: tuple[str, ...] = ()


class Hand(ABC):
    """The one hand that holds the phone. Selectors are those of CSS, with `:has-text("…")`."""

    def __init__(self) -> None:
        self.count = Count()

    @property
    @abstractmethod
    def address(self) -> str:
        """Of the page that is open."""

    @abstractmethod
    def open(self, address: str) -> None: ...

    @abstractmethod
    def touch(self, selector: str) -> None:
        """A link or a button that leads to another page."""

    @abstractmethod
    def tick(self, selector: str) -> None:
        """A box or a choice, which only gives way to its sign."""

    @abstractmethod
    def write(self, name: str, text: str) -> None: ...

    @abstractmethod
    def pick(self, name: str, value: str) -> None:
        """One of a list that unfolds: one touch unfolds it, one picks."""

    @abstractmethod
    def values(self, selector: str, attribute: str = "value") -> tuple[str, ...]:
        """That attribute of everything there that the selector means."""

    @abstractmethod
    def kind(self, name: str) -> str:
        """`radio`, `checkbox`, `select`, or whatever else a control of that name is; empty where there is none."""

    @abstractmethod
    def stands(self, name: str) -> str:
        """What stands in a control."""

    @abstractmethod
    def says(self, words: str) -> bool:
        """Whether these words stand on the page."""

    def sees(self, selector: str) -> bool:
        return bool(self.values(selector))

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.address).path)


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
        if hand.says("已经提交"):
            return hand.count
        if hand.path == "/login/code/":
            hand.write("code", code_for(life.phone))
            hand.touch(MAIN)
        elif hand.path == "/me/prove/":
            show_card()
            hand.open(hand.address)
            hand.touch('a:has-text("接着提交")')
        else:
            _step(hand, life)
    raise AssertionError(f"not there after {MOST_PAGES} pages: {hand.count.pages[-5:]}")


def find_out(hand: Hand, life: Life, *, first_page: str) -> Count:
    """From the address of the first page to the results, every question answered."""
    hand.open(first_page)
    for _ in range(MOST_PAGES):
        if hand.path == "/results/":
            return hand.count
        if hand.path.startswith("/for/"):
            hand.touch("main a.button-main")
        else:
            _step(hand, life)
    raise AssertionError(f"not there after {MOST_PAGES} pages: {hand.count.pages[-5:]}")


def find_out_about(hand: Hand, life: Life, *, first_page: str) -> None:
    """From the address of the first page to the page of the service, what it still needs answered as well."""
    find_out(hand, life, first_page=first_page)
    hand.open(f"/ask/?about={life.came_for}")
    for _ in range(MOST_PAGES):
        if hand.path != "/ask/":
            return
        _answer(hand, life.facts)
    raise AssertionError(f"asked on and on: {hand.count.pages[-5:]}")


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
        hand.count.offered = hand.count.offered or hand.values("main h3 a", "href")
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
    hand.touch(choice if hand.sees(choice) else "main form.choices button[name=region]")


def _say_who(hand: Hand, life: Life) -> None:
    hand.write("name", life.typed["申请人.name"])
    hand.write("resident_number", life.resident_number)
    hand.write("hukou_place", life.hukou_place)
    hand.tick("input[name=consent]")
    hand.touch(MAIN)


def _answer(hand: Hand, facts: Mapping[str, Any]) -> None:
    """What is true of this life; a yes-or-no that it does not name is a no, any other is not known."""
    if hand.sees(BOXES):
        true = [name for name in hand.values(BOXES) if facts.get(name) in (True, "是")]
        for name in true:
            hand.tick(f'{BOXES}[value="{name}"]')
        hand.touch(MAIN if true else "button[name=none]")
        return
    fact = hand.values("input[name=fact]")[0]
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
    elif hand.sees(f'button.choice[value="{facts[fact]}"]'):
        hand.touch(f'button.choice[value="{facts[fact]}"]')
    else:
        if hand.sees("details.exactly:not([open])"):
            hand.touch("details.exactly summary")
        hand.write("answer", str(facts[fact]))
        hand.touch(MAIN)


def fill_in(hand: Hand, typed: Mapping[str, str]) -> None:
    """What the screen of a form asks of what somebody can say, by the name of the field, and on."""
    if _lacks_a_row(hand, typed):
        _write_down(hand, typed)
        hand.touch("button[name=add]")
    else:
        _write_down(hand, typed)
        hand.touch("form.screen button.button-main")


def _write_down(hand: Hand, typed: Mapping[str, str]) -> None:
    for name, text in typed.items():
        kind = hand.kind(name)
        if kind in ("radio", "checkbox"):
            chosen = f'[name="{name}"][value="{text}"]'
            hand.tick(chosen if hand.sees(chosen) else f'[name="{name}"]')
        elif kind == "select":
            hand.pick(name, text)
        elif kind and hand.stands(name) != text:
            hand.write(name, text)


def _lacks_a_row(hand: Hand, typed: Mapping[str, str]) -> bool:
    """Whether somebody has more to write in rows than the screen has rows for."""
    rows = {name.split(".")[0] for name in typed if name.split(".")[1:2] and name.split(".")[1].isdecimal()}
    shown = rows & {name.split(".")[0] for name in hand.values("[name]", "name")}
    return any(not hand.kind(name) for name in typed if name.split(".")[0] in shown)
