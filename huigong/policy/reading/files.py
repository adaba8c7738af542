"""Reads a file from disk: plain text here, what needs a parser in a process of its own."""

from __future__ import annotations

from pathlib import Path

from huigong.policy.reading.apart import read_apart
from huigong.policy.reading.document import ReadDocument
from huigong.policy.reading.reader import read_text
from huigong.policy.reading.sources import bytes_of, needs_parser, text_of


def read_file(path: str | Path) -> ReadDocument:
    """Read a TXT, DOCX, PDF or HTML file.

    Raises `DomainError` with a code that starts with `reading.`, and nothing else.
    """
    data = bytes_of(path)
    if needs_parser(data):
        return read_apart(data, source=str(path))
    return read_text(text_of(data), source=str(path))
