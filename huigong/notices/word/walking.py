"""Walks a filled-in Word document into the blocks of a letter. It was checked before that there is nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from huigong.notices.letters import Block, Paragraph, Picture, Run, Table

_ALIGN = {WD_ALIGN_PARAGRAPH.CENTER: "center", WD_ALIGN_PARAGRAPH.RIGHT: "right"}
_EMU = 36_000  # of a millimetre
_TAB = "　　"


def walk(content: bytes) -> tuple[Block, ...]:
    """The document from top to bottom."""
    return tuple(block for part in Document(BytesIO(content)).iter_inner_content() for block in _blocks(part))


def _blocks(part: WordParagraph | WordTable) -> Iterator[Block]:
    if isinstance(part, WordTable):
        rows = tuple(tuple(_cell(cell) for cell in row.cells) for row in part.rows)
        yield Table(rows, head=1 if len(rows) > 1 and _repeats(part) else 0)
        return
    yield from _lines(part)
    for run in part.runs:
        yield from _pictures(run)


def _cell(cell: Any) -> tuple[Paragraph, ...]:
    return tuple(line for paragraph in cell.paragraphs for line in _lines(paragraph))


def _lines(paragraph: WordParagraph) -> Iterator[Paragraph]:
    """One paragraph of ours for each line; lines without text are left out."""
    line: list[Run] = []
    align = _ALIGN.get(paragraph.alignment or _styled(paragraph.style, "alignment"), "left")
    indent = bool(paragraph.paragraph_format.first_line_indent)
    for run in paragraph.runs:
        pieces = _text(run).split("\n")
        for number, piece in enumerate(pieces):
            if number:
                yield from _line(line, align, indent=indent)
                line = []
            if piece:
                line.append(Run(piece, bold=_bold(run, paragraph), size=_size(run, paragraph)))
    yield from _line(line, align, indent=indent)


def _line(runs: list[Run], align: str, *, indent: bool) -> Iterator[Paragraph]:
    if any(run.text.strip() for run in runs):
        yield Paragraph(tuple(runs), align, indent)


def _text(run: WordRun) -> str:
    marks = {qn("w:br"): "\n", qn("w:tab"): _TAB}
    return "".join(
        child.text or "" if child.tag == qn("w:t") else marks.get(child.tag, "") for child in run._r
    )


def _bold(run: WordRun, paragraph: WordParagraph) -> bool:
    own = run.bold
    return bool(_styled(paragraph.style, "bold") if own is None else own)


def _size(run: WordRun, paragraph: WordParagraph) -> float:
    """In points; 0 where neither run nor style says one."""
    size = run.font.size or _styled(paragraph.style, "size")
    return float(size.pt) if size else 0


def _styled(style: Any, wanted: str) -> Any:
    """What the nearest style up the line says."""
    while style is not None:
        holder = style.paragraph_format if wanted == "alignment" else style.font
        said = getattr(holder, wanted)
        if said is not None:
            return said
        style = style.base_style
    return None


def _pictures(run: WordRun) -> Iterator[Picture]:
    for inline in run._r.iter(qn("wp:inline")):
        blip, about = next(inline.iter(qn("a:blip"))), inline.find(qn("wp:docPr"))
        width = int(inline.find(qn("wp:extent")).get("cx")) / _EMU
        words = about.get("descr") or about.get("name") or "图片"
        yield Picture(run.part.related_parts[blip.get(qn("r:embed"))].blob, words, width)


def _repeats(table: WordTable) -> bool:
    """Whether Word repeats the first row on every page."""
    return next(table.rows[0]._tr.iter(qn("w:tblHeader")), None) is not None
