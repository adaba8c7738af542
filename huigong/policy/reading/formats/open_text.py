"""Text of an ODT: paragraphs, lists with their counted numbers, tables, notes at the end as 注：…."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from huigong.kernel.errors import DomainError
from huigong.policy.reading.formats.grid import Cell, as_lines, spread
from huigong.policy.reading.formats.open_numbers import Counts, attribute, whole
from huigong.policy.reading.formats.word_numbers import child, local
from huigong.policy.reading.refusals import MAX_UNPACKED_BYTES, locked, too_large, unreadable

UNSHOWN = frozenset(
    ["tracked-changes", "annotation", "sequence-decls", "forms", "ruby-text", "variable-decls"]
)
MOST_SPACES, MOST_REPEATED = 200, 200


def open_text(data: bytes) -> str:
    """The document's lines; raises `reading.unreadable` or `reading.too_large`."""
    try:
        return "\n".join(_Walk(*_parts(data)).lines())
    except DomainError:
        raise
    except (MemoryError, RecursionError) as error:
        raise too_large() from error
    # Broken archives and broken XML raise many kinds of errors; each means the same to the reader.
    except Exception as error:
        raise unreadable(f"ODT 文件已损坏（{error.__class__.__name__}）。") from error


def _parts(data: bytes) -> tuple[Any, Any]:
    """The parsed content, and the parsed styles or None."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise too_large()
        names = set(archive.namelist())
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise locked()
        content = _parsed(archive.read("content.xml"))
        return content, _parsed(archive.read("styles.xml")) if "styles.xml" in names else None


def _parsed(part: bytes) -> Any:
    return etree.fromstring(part, parser=etree.XMLParser(resolve_entities=False, no_network=True))


class _Walk:
    def __init__(self, content: Any, styles: Any) -> None:
        self.body = child(content, "body", "text")
        self.counts = Counts([content, *([styles] if styles is not None else [])])
        self.notes: list[str] = []

    def lines(self) -> Iterator[str]:
        if self.body is None:
            raise unreadable("这是 ODF 文件，但不是文字文档。")
        yield from self._blocks(self.body)
        yield from (f"注：{note}" for note in self.notes if note)

    def _blocks(self, parent: Any) -> Iterator[str]:
        for element in parent:
            name = local(element)
            if name == "h":
                yield from self._paragraph(element, self.counts.of_heading(element))
            elif name == "p":
                yield from self._paragraph(element, "")
            elif name == "list":
                yield from self._list(element, attribute(element, "style-name"), 1)
            elif name == "table":
                yield from as_lines(spread(self._rows(element)))
            elif name not in UNSHOWN and name:
                yield from self._blocks(element)

    def _list(self, element: Any, style: str, depth: int) -> Iterator[str]:
        self.counts.open_list(element, style, depth)
        for item in element:
            if local(item) not in ("list-item", "list-header"):
                continue
            number = self.counts.next(item, style, depth) if local(item) == "list-item" else ""
            for block in item:
                if local(block) == "list":
                    yield from self._list(block, attribute(block, "style-name") or style, depth + 1)
                elif local(block) in ("p", "h"):
                    yield from self._paragraph(block, number)
                    number = ""

    def _paragraph(self, paragraph: Any, number: str) -> Iterator[str]:
        boxes: list[str] = []
        words = "".join(self._words(paragraph, boxes))
        yield from (number + words if words.strip() else words).split("\n")
        yield from boxes

    def _words(self, parent: Any, boxes: list[str]) -> Iterator[str]:
        yield parent.text or ""
        for element in parent:
            name = local(element)
            if name == "s":
                yield " " * min(whole(attribute(element, "c"), 1), MOST_SPACES)
            elif name == "tab":
                yield " "
            elif name == "line-break":
                yield "\n"
            elif name == "note":
                body = child(element, "note-body")
                self.notes.append("".join("".join(self._blocks(body)).split()) if body is not None else "")
            elif name == "text-box":
                boxes += self._blocks(element)
            elif name and name not in UNSHOWN:
                yield from self._words(element, boxes)
            yield element.tail or ""

    def _rows(self, table: Any) -> Iterator[list[Cell]]:
        for row in _inside(table, "table-row", ("table-header-rows", "table-rows", "table-row-group")):
            cells = [cell for cell in self._cells(row)]
            for _ in range(max(1, min(whole(attribute(row, "number-rows-repeated"), 1), MOST_REPEATED))):
                yield cells

    def _cells(self, row: Any) -> Iterator[Cell]:
        """The cells as the grid needs them; a covered one is filled from the cell that covers it."""
        for cell in row:
            if local(cell) != "table-cell":
                continue
            words = "\n".join(self._blocks(cell)).strip()
            across = whole(attribute(cell, "number-columns-spanned"), 1)
            repeated = whole(attribute(cell, "number-columns-repeated"), 1)
            yield Cell(words, max(across, repeated), whole(attribute(cell, "number-rows-spanned"), 1))


def _inside(parent: Any, name: str, through: tuple[str, ...]) -> Iterator[Any]:
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in through:
            yield from _inside(element, name, through)
