"""A letter on a page, before it is printed."""

from __future__ import annotations

from dataclasses import dataclass

from huigong.kernel.days import in_words
from huigong.notices.letters import Letter, Paragraph, Picture, Table


@dataclass(frozen=True)
class Line:
    """A paragraph, a row of cells, or the words of a picture; `align` as in the letter."""

    text: str
    align: str
    indent: bool
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """What the page shows of a letter."""

    title: str
    number: str
    recipient: str
    lines: tuple[Line, ...]
    remedy: str
    office: str
    day: str


def sheet(letter: Letter) -> Sheet:
    """The letter as text; how it is set is seen in the PDF."""
    lines = [line for block in letter.blocks for line in _lines(block)]
    return Sheet(
        title=letter.title,
        number=letter.number if letter.numbered else "",
        recipient=letter.recipient,
        lines=tuple(lines),
        remedy=letter.remedy,
        office=letter.office if letter.signed else "",
        day=in_words(letter.day) if letter.signed else "",
    )


def _lines(block: Paragraph | Table | Picture) -> list[Line]:
    if isinstance(block, Paragraph):
        return [Line("".join(run.text for run in block.runs), block.align, block.indent)]
    if isinstance(block, Picture):
        return [Line(f"［{block.words}］", "left", indent=False)]
    return [Line("", "left", indent=False, cells=tuple(map(_cell, row))) for row in block.rows]


def _cell(parts: tuple[Paragraph, ...]) -> str:
    return "\n".join("".join(run.text for run in part.runs) for part in parts)
