"""Text of an OFD, the layout format of Chinese offices: its pages' text objects in reading order."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from huigong.kernel.errors import DomainError
from huigong.policy.reading.formats.columns import Piece, in_order
from huigong.policy.reading.formats.word_numbers import local
from huigong.policy.reading.refusals import MAX_UNPACKED_BYTES, scanned, too_large, unreadable

PAGE = re.compile(
    r"^(?:.*/)?Doc_(?P<document>[0-9]+)/Pages/Page_(?P<page>[0-9]+)/Content\.xml$", re.IGNORECASE
)
POINTS = 72 / 25.4
"""Points in a millimetre."""


def ofd_text(data: bytes) -> str:
    """The lines of all pages; raises `reading.unreadable` or `reading.too_large`."""
    try:
        text = "\n".join(line for page in _contents(data) for line in _page(page))
    except DomainError:
        raise
    except (MemoryError, RecursionError) as error:
        raise too_large() from error
    # Broken archives and broken XML raise many kinds of errors; each means the same to the reader.
    except Exception as error:
        raise unreadable(f"OFD 文件已损坏（{error.__class__.__name__}）。") from error
    if not text.strip():
        raise scanned("OFD ")
    return text


def _contents(data: bytes) -> list[bytes]:
    """The content of each page, in the order of documents and pages."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED_BYTES:
            raise too_large()
        pages = sorted(
            (int(match["document"]), int(match["page"]), name)
            for name in archive.namelist()
            if (match := PAGE.match(name))
        )
        return [archive.read(name) for _, _, name in pages]


def _page(content: bytes) -> list[str]:
    root = etree.fromstring(content, parser=etree.XMLParser(resolve_entities=False, no_network=True))
    return in_order(list(_pieces(root)))


def _pieces(root: Any) -> Iterator[Piece]:
    """Each text object with its box; the file measures in millimetres."""
    for element in root.iter():
        if local(element) != "TextObject":
            continue
        words = "".join(code.text or "" for code in element if local(code) == "TextCode")
        numbers = [POINTS * float(number) for number in (element.get("Boundary") or "").split()]
        if words.strip() and len(numbers) == 4:
            left, top, width, height = numbers
            yield Piece(words, left, top, left + width, top + height)
