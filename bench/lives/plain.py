"""A life without a browser: pages over HTTP, read as a tree; no script runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from bench.lives.playing import Hand
from huigong.demo.visitor import Element, Form, parsed

_PART = re.compile(
    r"(?P<tag>[a-z0-9]*)"
    r"(?P<classes>(?:\.[\w-]+)*)"
    r'(?P<attributes>(?:\[\w+(?:=(?:"[^"]*"|[^\]]*))?\])*)'
    r"(?P<without>(?::not\(\[\w+\]\))?)"
    r'(?::has-text\("(?P<words>[^"]*)"\))?'
)
_ATTRIBUTE = re.compile(r'\[(\w+)(?:=(?:"([^"]*)"|([^\]]*)))?\]')


class Plain(Hand):
    """The hand of somebody whose phone runs no scripts; `client` is Django's own for tests."""

    def __init__(self, client: Any) -> None:
        super().__init__()
        self.client, self.tree, self._address = client, Element("page"), "/"
        self._filled: dict[str, str | list[str]] = {}

    @property
    def address(self) -> str:
        return self._address

    def open(self, address: str) -> None:
        self._shown(self.client.get(urljoin(self._address, address), follow=True), address)

    def touch(self, selector: str) -> None:
        """A summary unfolds, and stays on its page."""
        self.count.touches += 1
        element = self._first(selector)
        if element.tag == "a":
            self.open(element["href"])
        elif element.tag == "button":
            self._send(element)

    def tick(self, selector: str) -> None:
        self.count.touches += 1
        box = self._first(selector)
        before = self._filled.get(box["name"])
        value = box["value"] or "on"
        several = box["type"] == "checkbox" and before is not None
        self._filled[box["name"]] = (
            [*([before] if isinstance(before, str) else before or []), value] if several else value
        )

    def write(self, name: str, text: str) -> None:
        self.count.typed += 1
        self._first(f'[name="{name}"]')
        self._filled[name] = text

    def pick(self, name: str, value: str) -> None:
        self.count.touches += 2
        self._first(f'[name="{name}"]')
        self._filled[name] = value

    def values(self, selector: str, attribute: str = "value") -> tuple[str, ...]:
        return tuple(each[attribute] for each in self._meant(selector))

    def kind(self, name: str) -> str:
        control = next(self._meant(f'[name="{name}"]'), None)
        if control is None:
            return ""
        return control["type"] or "text" if control.tag == "input" else control.tag

    def stands(self, name: str) -> str:
        form = next(each for each in self.tree.all("form") if name in Form(each).names)
        return str(Form(form).values.get(name, ""))

    def says(self, words: str) -> bool:
        return words in self.tree.text

    def _send(self, button: Element) -> None:
        element = next(
            each for each in self.tree.all("form") if any(part is button for part in each.all("button"))
        )
        form = Form(element)
        form.values |= {name: value for name, value in self._filled.items() if name in form.names}
        if button["name"]:
            form.values[button["name"]] = button["value"]
        address = urljoin(self._address, form.action or self._address)
        call = self.client.post if form.posts else self.client.get
        self._shown(call(address, form.values, follow=True), address)

    def _shown(self, response: Any, address: str) -> None:
        self._address = (response.redirect_chain or [(urljoin(self._address, address), 200)])[-1][0]
        self.tree, self._filled = parsed(response.content.decode()), {}
        self.count.pages.append(self.path)
        assert response.status_code == 200, (self.path, response.status_code, self.tree.text[:600])

    def _first(self, selector: str) -> Element:
        meant = next(self._meant(selector), None)
        assert meant is not None, f"no {selector} on {self.path}: {self.tree.text[:600]}"
        return meant

    def _meant(self, selector: str) -> Iterator[Element]:
        """What CSS would find, each part of the selector somewhere below the part before it."""
        *above, last = re.findall(r'(?:"[^"]*"|\S)+', selector)
        inside = [self.tree]
        for part in above:
            inside = [each for outer in inside for each in outer.all() if _fits(each, part)]
        seen: set[int] = set()
        for outer in inside:
            for each in outer.all():
                if _fits(each, last) and id(each) not in seen:
                    seen.add(id(each))
                    yield each


def _fits(element: Element, part: str) -> bool:
    wanted = _PART.fullmatch(part)
    assert wanted is not None, part
    attributes = element.attributes
    given = _ATTRIBUTE.findall(wanted["attributes"])
    return (
        wanted["tag"] in ("", element.tag)
        and set(wanted["classes"].split(".")[1:]) <= set(attributes.get("class", "").split())
        and all(
            name in attributes and attributes[name] == (quoted or bare or attributes[name])
            for name, quoted, bare in given
        )
        and not (wanted["without"] and wanted["without"][6:-2] in attributes)
        and (wanted["words"] or "") in element.text
    )
