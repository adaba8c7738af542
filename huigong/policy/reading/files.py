"""Reads a file from disk: plain text here, what needs a parser in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from huigong.policy.reading.apart import read_apart
from huigong.policy.reading.document import ReadDocument
from huigong.policy.reading.reader import read_text
from huigong.policy.reading.sources import bytes_of, needs_parser, text_of


def read_file(
    path: str | Path, *, scanned_pages: int = 0, on_page: Callable[[int, int], None] | None = None
) -> ReadDocument:
    """Read a file of any format of the manual's table: TXT, DOC and DOCX, PDF, HTML, RTF, ODT and others.

    `scanned_pages` and `on_page` as in `read_apart`.

    Raises `DomainError` with a code that starts with `reading.`, and nothing else.
    """
    data = bytes_of(path)
    if needs_parser(data):
        return read_apart(data, source=str(path), scanned_pages=scanned_pages, on_page=on_page)
    return read_text(text_of(data), source=str(path))
