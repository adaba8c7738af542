"""Text of a saved web page: the document that it shows, not the site around it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

from huigong.policy.reading.cues import Cue, any_of, worded
from huigong.policy.reading.formats.grid import Cell, as_lines, is_data, spread
from huigong.policy.reading.formats.plain import decoded
from huigong.policy.reading.formats.word_numbers import chinese, letters, roman
from huigong.policy.reading.refusals import unreadable

OPENING = re.compile(rb"<(?:!doctype html|html|head|body|meta|div|table|p)[\s>/]", re.IGNORECASE)
CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
BLOCKS = frozenset(
    ["address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "header",
     "footer", "li", "ol", "p", "section", "table", "td", "th", "tr", "ul", "hr", "center", "main", "figure"]
)  # fmt: skip
DROPPED = ("title", "script", "style", "noscript", "template", "nav", "form", "button", "select", "iframe", "footer", "aside", "svg")  # fmt: skip
TABLE_LINES = "huigong-lines"
# Names that sites give to what stands around a document; the example is such a name.
AROUND = (
    *worded(
        "",
        "{}",
        "nav|navbar|menu|breadcrumb|crumb|crumbs|share|footer|copyright|sidebar|related|qrcode|toolbar|friendlink|searchbox|login|topbar|dqwz|bdsharebuttonbox",
    ),
    Cue("(?:page|site|web)[-_]?(?:header|footer|top|bottom)", "site-footer", ""),
)  # fmt: skip
AROUND_NAME = re.compile(rf"(?:^|[\s_-])(?:{any_of(AROUND)})(?:$|[\s_\d-])", re.IGNORECASE)
SENTENCE_SIGNS = re.compile("[。；]")
LARGEST_SHARE_AROUND = 0.1
TITLE_PARTS = re.compile(r"[_|｜]|\s[-–—]\s|(?<=通知)-|(?<=意见)-|(?<=办法)-")
TITLE_LIKE = re.compile(
    r"^(?=.{8,120}$)(?:.*关于.*|.*(?:通知|意见|办法|方案|规定|条例|细则|措施|规划|计划|要点|决定))$"
)
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
CHINESE_LIST = re.compile(r"(?:cjk-ideographic|chinese|japanese-informal)", re.IGNORECASE)
NUMBERED_ALREADY = re.compile(
    r"\s*[（(]?[一二三四五六七八九十0-9①-⑳⒈-⒛㈠-㈩]{1,4}[、.．）)]|\s*第[^\s]{1,5}[条章]"
)


def is_page(data: bytes) -> bool:
    return OPENING.search(data[:4096]) is not None


def web_text(data: bytes) -> str:
    """The page's lines; raises `reading.unreadable` where it cannot be parsed."""
    try:
        # Parsed from bytes of a known encoding: a str with an encoding declaration is refused.
        root = html.fromstring(
            _decoded(data).encode("utf-8"), parser=html.HTMLParser(encoding="utf-8", huge_tree=False)
        )
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise unreadable(f"网页已损坏（{error.__class__.__name__}）。") from error
    title = _title(root)
    _drop_what_is_around(root)
    for ordered in list(root.iter("ol")):
        _number(ordered)
    for table in list(root.iter("table")):
        _set_lines(table)
    text = _lines(root)
    return text if not title or title in re.sub(r"\s", "", text) else f"{title}\n{text}"


def _decoded(data: bytes) -> str:
    stated = CHARSET.search(data[:4096])
    encoding = stated[1].decode("ascii").lower() if stated else ""
    if encoding in ("gb2312", "gbk"):
        encoding = "gb18030"
    try:
        return data.decode(encoding) if encoding else decoded(data)
    except (LookupError, UnicodeDecodeError):
        return decoded(data)


def _title(root: html.HtmlElement) -> str:
    """The document's title by the page's own account of it, or ""."""
    for meta in root.iter("meta"):
        if (meta.get("name") or meta.get("property") or "").lower() in ("articletitle", "og:title"):
            return re.sub(r"\s", "", meta.get("content") or "")
    for element in root.iter("title"):
        part = re.sub(r"\s", "", TITLE_PARTS.split(element.text or "")[0])
        return part if TITLE_LIKE.match(part) else ""
    return ""


def _drop_what_is_around(root: html.HtmlElement) -> None:
    for element in list(root.iter(*DROPPED)):
        if element.getparent() is not None:
            element.drop_tree()
    total = len(SENTENCE_SIGNS.findall(root.text_content()))
    for element in list(root.iter("div", "ul", "section", "header", "table", "td", "dl", "p", "span")):
        if element.getparent() is not None and _is_around(element, total):
            element.drop_tree()


def _is_around(element: html.HtmlElement, signs: int) -> bool:
    """Whether an element is hidden, or stands around the document: by its name, or because it only links."""
    if HIDDEN.search(element.get("style") or ""):
        return True
    named = AROUND_NAME.search(f"{element.get('class') or ''} {element.get('id') or ''}")
    links = [link.text_content().strip() for link in element.iter("a")] if named or len(element) else []
    if not named and len(links) < 3:
        return False
    words = element.text_content()
    if len(SENTENCE_SIGNS.findall(words)) > signs * LARGEST_SHARE_AROUND:
        return False
    return bool(named) or sum(map(len, links)) >= 0.7 * len(re.sub(r"\s", "", words))


def _number(ordered: html.HtmlElement) -> None:
    """Write the numbers of a list into its items, as a browser shows them."""
    style = f"{ordered.get('style') or ''} {ordered.get('class') or ''}"
    if re.search(r"list-style(?:-type)?\s*:\s*none", style):
        return
    start = ordered.get("start") or "1"
    count = int(start) if start.isdecimal() and len(start) < 5 else 1
    for item in ordered.iterchildren("li"):
        own = item.get("value") or ""
        count = int(own) if own.isdecimal() and len(own) < 5 else count
        if not NUMBERED_ALREADY.match(item.text_content()[:20]):
            item.text = _numbered(count, ordered.get("type") or "1", style) + (item.text or "").lstrip()
        count += 1


def _numbered(count: int, kind: str, style: str) -> str:
    if CHINESE_LIST.search(style):
        return f"{chinese(count)}、"
    word = {"a": letters(count).lower(), "A": letters(count), "i": roman(count).lower(), "I": roman(count)}
    return f"{word.get(kind, count)}."


def _set_lines(table: html.HtmlElement) -> None:
    """Put the lines of a table of data in place of its rows."""
    if table.getparent() is None or next(table.iterdescendants("table"), None) is not None:
        return
    grid = spread([_cell(cell) for cell in row.iterchildren("td", "th")] for row in table.iter("tr"))
    if is_data(grid):
        lines = "\n".join(as_lines(grid))
        tail = table.tail
        for inner in list(table):
            table.remove(inner)
        table.tag, table.text, table.tail = TABLE_LINES, lines, tail


def _cell(cell: html.HtmlElement) -> Cell:
    return Cell(_lines(cell, with_tail=False).strip(), _span(cell, "colspan"), _span(cell, "rowspan"))


def _span(cell: html.HtmlElement, name: str) -> int:
    words = (cell.get(name) or "").strip()
    return int(words) if words.isdecimal() and 0 < len(words) < 4 else 1


def _lines(root: html.HtmlElement, *, with_tail: bool = True) -> str:
    return "".join(_pieces(root, with_tail=with_tail))


def _pieces(root: html.HtmlElement, *, with_tail: bool) -> Iterator[str]:
    for event, element in etree.iterwalk(root, events=("start", "end", "comment")):
        if element.tag == TABLE_LINES and event == "start":
            yield f"\n{element.text}"
            continue
        block = element.tag in BLOCKS or element.tag == TABLE_LINES
        if event == "start":
            yield "\n" if block else ""
            yield re.sub(r"\s+", " ", element.text or "")
        else:
            yield "\n" if block and event == "end" else ""
            if with_tail or element is not root:
                yield re.sub(r"\s+", " ", element.tail or "")
