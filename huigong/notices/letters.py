"""A letter as it is printed: what both kinds of template become, and all that the typesetter knows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Paper(StrEnum):
    """What it is printed on."""

    A4 = "a4"
    RECEIPT = "receipt80"  # a roll of 80 mm at a counter
    STAMP = "stamp"  # a strip that is laid over the top of a page


@dataclass(frozen=True)
class Run:
    """A stretch of text of one kind; `size` in points, 0 for that of the letter."""

    text: str
    bold: bool = False
    size: float = 0


@dataclass(frozen=True)
class Paragraph:
    """`align` is `left`, `center` or `right`; `indent` begins it two characters in, as letters do."""

    runs: tuple[Run, ...]
    align: str = "left"
    indent: bool = True


@dataclass(frozen=True)
class Table:
    """Rows of cells, each with its paragraphs; the first `head` rows come again on every page."""

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    head: int = 0


@dataclass(frozen=True)
class Picture:
    """PNG, JPEG or SVG; `words` describe it to readers who cannot see it, `width` in millimetres."""

    content: bytes
    words: str
    width: float = 60


Block = Paragraph | Table | Picture


@dataclass(frozen=True)
class Code:
    """A code to verify the letter by: its picture as SVG or PNG, and what stands beside it."""

    picture: bytes
    words: str


@dataclass(frozen=True)
class Letter:
    """Empty `title`, `recipient` and `remedy` are not printed: a letter edited in Word has its own.

    `numbered` prints the number above it, `signed` office and day below; `name` is what the document
    is called, printed or not.
    """

    name: str
    number: str
    day: date
    blocks: tuple[Block, ...]
    office: str
    title: str = ""
    recipient: str = ""
    remedy: str = ""
    signed: bool = True
    numbered: bool = True
    paper: Paper = Paper.A4
    code: Code | None = None

    def with_code(self, code: Code | None) -> Letter:
        return replace(self, code=code)

    def texts(self) -> Iterator[str]:
        """Every text that will be printed."""
        yield from (self.name, self.title, self.number, self.recipient, self.remedy, self.office)
        for block in self.blocks:
            yield from _texts(block)
        if self.code:
            yield self.code.words

    def digest(self) -> str:
        """SHA-256 of every text but that beside the code, however it is broken into lines; hexadecimal."""
        printed = "".join("".join(self.with_code(None).texts()).split())
        return hashlib.sha256(printed.encode()).hexdigest()


def paragraphs(text: str, *, align: str = "left", indent: bool = True) -> tuple[Paragraph, ...]:
    """One paragraph for each line that is not empty."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(Paragraph((Run(line),), align, indent) for line in lines if line)


def _texts(block: Block) -> Iterator[str]:
    if isinstance(block, Picture):
        yield block.words
    elif isinstance(block, Paragraph):
        yield from (run.text for run in block.runs)
    else:
        yield from (text for row in block.rows for cell in row for part in cell for text in _texts(part))
