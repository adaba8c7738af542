"""A visitor without a browser: opens pages over HTTP, reads them, fills in forms by their labels."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from typing import IO
from urllib.parse import urlencode, urljoin, urlsplit

HERE = frozenset({"127.0.0.1", "localhost", "::1"})
PATIENCE = 20.0  # seconds for one page
# Tags that never have an end.
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)


class Unexpected(Exception):
    """A page is not what a visitor had to see; `expected` and `came` say it in Chinese."""

    def __init__(self, expected: str, came: str) -> None:
        super().__init__(f"应当看到：{expected}；实际是：{came}")
        self.expected, self.came = expected, came


@dataclass
class Element:
    """One element of a page with what is inside it."""

    tag: str
    attributes: Mapping[str, str] = field(default_factory=dict)
    parts: list[Element | str] = field(default_factory=list)

    def __getitem__(self, name: str) -> str:
        return self.attributes.get(name, "")

    def all(self, *tags: str) -> Iterator[Element]:
        """Every element below this one, in reading order; of these tags where some are named."""
        for part in self.parts:
            if isinstance(part, Element):
                if not tags or part.tag in tags:
                    yield part
                yield from part.all(*tags)

    @property
    def text(self) -> str:
        """What can be read, white space made even."""
        words = (part if isinstance(part, str) else f" {part.text} " for part in self.parts)
        shown = self.tag not in {"script", "style", "head"}
        return " ".join("".join(words).split()) if shown else ""


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("page")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].parts.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if any(element.tag == tag for element in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def parsed(html: str) -> Element:
    """The page as a tree; what was left open ends where its parent ends."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.open[0]


class Form:
    """A form as it stands on the page; `values` is what pressing the button would send, several under one name as a list."""

    def __init__(self, element: Element) -> None:
        self.element = element
        self.action = element["action"]
        self.posts = element["method"].lower() == "post"
        self.values: dict[str, str | list[str]] = {}
        for control in element.all("input", "textarea", "select"):
            if control["name"] and (value := _standing(control)) is not None:
                self._put(control["name"], value)

    @property
    def names(self) -> set[str]:
        """What its fields and buttons are called when they are sent."""
        return {control["name"] for control in self.element.all("input", "textarea", "select", "button")}

    def labels(self) -> dict[str, Element]:
        """Control by the words beside it."""
        controls = list(self.element.all("input", "textarea", "select"))
        named = {control["aria-label"]: control for control in controls if control["aria-label"]}
        for label in self.element.all("label"):
            inside = next(label.all("input", "textarea", "select"), None)
            control = inside or next(
                (each for each in controls if each["id"] and each["id"] == label["for"]), None
            )
            if control is not None:
                named[label.text] = control
        return named

    def fill(self, label: str, value: str = "") -> None:
        """Writes beside the label that contains these words, or ticks the box there."""
        labels = self.labels()
        control = next((labelled for words, labelled in labels.items() if label in words), None)
        if control is None:
            raise Unexpected(f"填写“{label}”的地方", f"这里能填的有：{'、'.join(labels) or '没有'}")
        self.values[control["name"]] = (
            control["value"] or "on" if control["type"] in {"checkbox", "radio"} else value
        )

    def tick(self, *values: str) -> None:
        """Ticks the boxes that would send these values."""
        for box in self.element.all("input"):
            if box["type"] == "checkbox" and box["value"] in values and "checked" not in box.attributes:
                self._put(box["name"], box["value"])

    def press(self, words: str) -> None:
        """Takes along the name and value of the button with these words."""
        buttons = list(self.element.all("button"))
        button = next((each for each in buttons if words in each.text), None)
        if button is None:
            raise Unexpected(f"按钮“{words}”", "、".join(each.text for each in buttons) or "没有按钮")
        if button["name"]:
            self.values[button["name"]] = button["value"]

    def _put(self, name: str, value: str) -> None:
        before = self.values.get(name)
        self.values[name] = (
            value if before is None else [*([before] if isinstance(before, str) else before), value]
        )


def _standing(control: Element) -> str | None:
    """What a control would send untouched; None for nothing."""
    match control.tag:
        case "textarea":
            return "".join(part for part in control.parts if isinstance(part, str)).strip()
        case "select":
            options = list(control.all("option"))
            chosen = next((option for option in options if "selected" in option.attributes), *options[:1])
            return chosen["value"] if chosen else None
    if control["type"] in {"checkbox", "radio"} and "checked" not in control.attributes:
        return None
    return None if control["type"] in {"submit", "button", "file"} else control["value"]


@dataclass(frozen=True)
class Page:
    """A page that came: its address after redirects, its status, its tree."""

    address: str
    status: int
    tree: Element

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    @property
    def text(self) -> str:
        return self.tree.text

    @property
    def heading(self) -> str:
        """The main heading, by which people name a page."""
        return next((heading.text for heading in self.tree.all("h1")), "") or self.text[:60]

    def form(self, *, action: str = "", button: str = "", field: str = "") -> Form:
        """The first form whose address ends so and that has a button and a field with these words."""
        forms = [form for form in self.tree.all("form") if form["method"].lower() == "post" or not button]
        for form in forms:
            buttons = [each.text for each in form.all("button")]
            fits = form["action"].endswith(action) and (not button or any(button in each for each in buttons))
            if fits and (not field or any(field in label for label in Form(form).labels())):
                return Form(form)
        raise Unexpected(f"有“{button or field or action}”的表单", f"{self.heading}（{self.path}）")

    def link(self, words: str) -> str:
        """Where the first link with these words leads."""
        for link in self.tree.all("a"):
            if words in link.text:
                return link["href"]
        raise Unexpected(f"链接“{words}”", f"{self.heading}（{self.path}）")

    def must_say(self, *words: str) -> None:
        """Raises `Unexpected` where one of the words is not on the page."""
        for word in words:
            if word not in self.text:
                raise Unexpected(f"页面上写着“{word}”", f"{self.heading}（{self.path}）：{self.text[:200]}")


class _SameHost(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if urlsplit(newurl).netloc != urlsplit(req.full_url).netloc:
            raise Unexpected("留在本机的网站里", f"转去了 {newurl}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Visitor:
    """Somebody with cookies of their own. Follows redirects, never leaves the address it was given."""

    def __init__(self, address: str) -> None:
        if urlsplit(address).scheme != "http" or urlsplit(address).hostname not in HERE:
            raise Unexpected("本机的地址，例如 http://127.0.0.1:8000", address)
        self.at = address
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar()), _SameHost()
        )

    def open(self, where: str) -> Page:
        """A page by address, or by a link as it stands on the last page."""
        return self._request(urllib.request.Request(urljoin(self.at, where)))

    def follow(self, page: Page, words: str) -> Page:
        """The page behind the link with these words."""
        return self.open(page.link(words))

    def send(self, page: Page, form: Form) -> Page:
        """The page that answers a filled-in form."""
        target = urljoin(page.address, form.action or page.address)
        words = urlencode(form.values, doseq=True)
        if form.posts:
            return self._request(urllib.request.Request(target, data=words.encode()))
        return self.open(f"{target.split('?')[0]}?{words}")

    def _request(self, request: urllib.request.Request) -> Page:
        request.add_header("Accept-Language", "zh-CN")
        began = time.monotonic()
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                page = Page(answer.url, answer.status, parsed(answer.read().decode("utf-8", "replace")))
        except urllib.error.HTTPError as error:
            with error:
                page = Page(error.url, error.code, parsed(error.read().decode("utf-8", "replace")))
        except (urllib.error.URLError, TimeoutError, ConnectionError) as error:
            spent = round(time.monotonic() - began)
            raise Unexpected(f"{request.full_url} 有回应", f"{error}（等了 {spent} 秒）") from error
        self.at = page.address
        if page.status >= 400:
            raise Unexpected(f"{page.path} 正常打开", f"{page.status}：{page.text[:300]}")
        return page
