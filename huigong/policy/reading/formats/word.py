"""Text of a DOCX as Word shows it with all changes accepted.

Numbers that Word counts are written out, tracked insertions are kept and deletions left out;
content controls and text boxes are read in their place, notes at the end as 注：….
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from huigong.kernel.errors import DomainError
from huigong.policy.reading.formats.grid import Cell, as_lines, spread
from huigong.policy.reading.formats.word_numbers import Lists, child, lists_of, local, value
from huigong.policy.reading.refusals import MAX_UNPACKED_BYTES, too_large, unreadable

MAIN_PART = "word/document.xml"
THROUGH = frozenset(
    ["ins", "moveTo", "sdt", "sdtContent", "customXml", "smartTag", "hyperlink", "fldSimple", "r", "dir", "bdo", "ruby", "rubyBase"]
)  # fmt: skip
BOXED = frozenset(["drawing", "pict", "object", "AlternateContent"])


def word_text(data: bytes) -> str:
    """The document's lines; raises `reading.unreadable` or `reading.too_large`."""
    try:
        return "\n".join(_Walk(_parts(data)).lines())
    except DomainError:
        raise
    except (MemoryError, RecursionError) as error:
        raise too_large() from error
    # Broken archives and broken XML raise many kinds of errors; each means the same to the reader.
    except Exception as error:
        raise unreadable(f"DOCX 文件已损坏（{error.__class__.__name__}）。") from error


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise too_large()
        names = set(archive.namelist())
        if MAIN_PART not in names:
            raise unreadable("这是压缩包或其他 Office 文件，不是 DOCX 文档。")
        return {
            name: archive.read(f"word/{name}.xml")
            for name in ("document", "numbering", "styles", "footnotes")
            if f"word/{name}.xml" in names
        }


def _parsed(part: bytes | None) -> Any:
    if part is None:
        return None
    return etree.fromstring(part, parser=etree.XMLParser(resolve_entities=False, no_network=True))


def _optional(part: bytes | None) -> Any:
    """A part whose loss costs numbers or notes but not the text."""
    try:
        return _parsed(part)
    except etree.LxmlError:
        return None


class _Walk:
    def __init__(self, parts: dict[str, bytes]) -> None:
        self.body = child(_parsed(parts["document"]), "body")
        self.lists: Lists = lists_of(_optional(parts.get("numbering")), _optional(parts.get("styles")))
        self.notes = _optional(parts.get("footnotes"))
        self.used_notes: list[str] = []
        self.unfinished = ""

    def lines(self) -> Iterator[str]:
        yield from self._blocks(self.body if self.body is not None else ())
        if self.unfinished:
            yield self.unfinished
        for note in self.notes if self.notes is not None else ():
            if any(note_id in self.used_notes for note_id in _ids(note)):
                words = "".join("".join(self._blocks(note)).split())
                if words:
                    yield f"注：{words}"

    def _blocks(self, parent: Any) -> Iterator[str]:
        for element in parent:
            name = local(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from as_lines(spread(self._rows(element)))
            elif name == "AlternateContent":
                yield from self._blocks(_chosen(element))
            elif name in THROUGH:
                yield from self._blocks(element)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        boxes: list[str] = []
        words = "".join(self._words(paragraph, boxes))
        if words.strip() or self.unfinished:
            words = self.unfinished + (self._number(paragraph) if not self.unfinished else "") + words
        self.unfinished = ""
        if child(paragraph, "pPr", "rPr", "del") is not None:
            self.unfinished = words
        else:
            yield from words.split("\n")
        yield from boxes

    def _number(self, paragraph: Any) -> str:
        number_id = value(paragraph, "pPr", "numPr", "numId")
        depth = value(paragraph, "pPr", "numPr", "ilvl")
        style_id, style_depth = self.lists.by_style.get(value(paragraph, "pPr", "pStyle"), ("", 0))
        place = int(depth) if depth.isdecimal() and len(depth) == 1 else style_depth if not number_id else 0
        return self.lists.next(number_id or style_id, place)

    def _words(self, parent: Any, boxes: list[str]) -> Iterator[str]:
        for element in parent:
            name = local(element)
            if name == "t":
                yield element.text or ""
            elif name in ("tab", "ptab"):
                yield " "
            elif name in ("br", "cr"):
                yield "\n"
            elif name == "noBreakHyphen":
                yield "-"
            elif name == "footnoteReference":
                self.used_notes += _ids(element)
            elif name == "txbxContent":
                boxes += self._blocks(element)
            elif name == "AlternateContent":
                yield from self._words(_chosen(element), boxes)
            elif (name in BOXED or name in THROUGH or _holds_box(element)) and not _is_hidden(element):
                yield from self._words(element, boxes)

    def _rows(self, table: Any) -> Iterator[list[Cell]]:
        """Rows with the cells that Word merges downwards joined to the first of them."""
        rows = [row for row in _inside(table, "tr") if child(row, "trPr", "del") is None]
        laid = [list(self._cells(row)) for row in rows]
        for place, row in enumerate(laid):
            cells = []
            for column, (text, across, merge) in row:
                if merge != "continue":
                    cells.append(Cell(text, across, _depth(laid, place, column)))
            yield cells

    def _cells(self, row: Any) -> Iterator[tuple[int, tuple[str, int, str]]]:
        """Column, words, width and merge of each cell; left-out columns count."""
        before = value(row, "trPr", "gridBefore")
        column = int(before) if before.isdecimal() and len(before) < 3 else 0
        if column:
            yield 0, ("", column, "")
        for cell in _inside(row, "tc"):
            span = value(cell, "tcPr", "gridSpan")
            across = int(span) if span.isdecimal() and 0 < len(span) < 3 else 1
            merged = child(cell, "tcPr", "vMerge")
            merge = "" if merged is None else value(merged) or "continue"
            yield column, ("\n".join(self._blocks(cell)).strip(), across, merge)
            column += across


def _depth(laid: list[list[tuple[int, tuple[str, int, str]]]], place: int, column: int) -> int:
    """How many rows the cell that begins in this row and column covers."""
    down = 1
    for row in laid[place + 1 :]:
        if not any(at == column and merge == "continue" for at, (_, _, merge) in row):
            break
        down += 1
    return down


def _inside(parent: Any, name: str) -> Iterator[Any]:
    """Children of that name, also those inside content controls."""
    for element in parent:
        if local(element) == name:
            yield element
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _inside(element, name)


def _chosen(alternatives: Any) -> Any:
    """The first way of showing something that has several; the others are the same again."""
    choices = [element for element in alternatives if local(element) in ("Choice", "Fallback")]
    return choices[0] if choices else ()


def _ids(element: Any) -> list[str]:
    return [text for name, text in element.attrib.items() if name.endswith("}id")]


def _holds_box(element: Any) -> bool:
    return local(element) in (
        "inline", "anchor", "graphic", "graphicData", "wsp", "wpc", "wgp", "grpSp", "txbx", "shape", "rect", "textbox", "group", "roundrect",
    )  # fmt: skip


def _is_hidden(element: Any) -> bool:
    hidden = child(element, "rPr", "vanish") if local(element) == "r" else None
    return hidden is not None and value(hidden) not in ("0", "false")
