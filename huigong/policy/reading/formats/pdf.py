"""Text of a PDF: pypdfium2 reads it, pdfplumber looks at pages with ruled tables.

Headers and footers that repeat on the pages are left out; two columns are read one after the
other whatever the order in which the file draws them.
"""

from __future__ import annotations

import contextlib
import io
import logging
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import pdfplumber
import pypdfium2
import pypdfium2.raw as pdfium

from huigong.kernel.errors import DomainError
from huigong.policy.reading.formats.columns import Piece, in_order
from huigong.policy.reading.formats.grid import Cell, as_lines, spread
from huigong.policy.reading.refusals import MAX_PDF_PAGES, scanned, too_large, unreadable

FEWEST_RULES = 6
EDGE_LINES = 2
CELL_EDGE = "\t"
"""Rows of a table that goes on over pages repeat their head and are no headers of the page."""
LONGEST_EDGE = 60
FIGURES = re.compile(r"[0-9０-９]+")
MOST_PIECES = 4000
"""Pages with more runs of text than this are taken in the order in which they are drawn."""


def pdf_text(data: bytes) -> str:
    """The lines of all pages; raises `reading.unreadable` or `reading.too_large`."""
    # The parser warns about every odd font; a person who only wants the text cannot act on that.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        text = "\n".join("\n".join(page) for page in _without_edges(_pages(data)))
    except DomainError:
        raise
    except MemoryError as error:
        raise too_large() from error
    # Broken fonts and streams raise many kinds of errors; each means the same to the reader.
    except Exception as error:
        raise _refused(error) from error
    if not text.strip():
        raise scanned("PDF ")
    return text


def _pages(data: bytes) -> list[list[str]]:
    with contextlib.ExitStack() as opened:
        document = opened.enter_context(contextlib.closing(pypdfium2.PdfDocument(data)))
        if len(document) > MAX_PDF_PAGES:
            raise too_large()
        plumber = cache(lambda: opened.enter_context(pdfplumber.open(io.BytesIO(data))))
        return [_page_lines(document, place, plumber) for place in range(len(document))]


def _refused(error: Exception) -> DomainError:
    if "assword" in str(error):
        return unreadable("PDF 设有密码。", "请解除密码后再试。")
    return unreadable(f"PDF 文件已损坏（{error.__class__.__name__}）。")


def _page_lines(document: pypdfium2.PdfDocument, place: int, plumber: Callable[[], Any]) -> list[str]:
    page = document[place]
    text_page = page.get_textpage()
    try:
        rules = sum(
            1
            for _, drawn in zip(range(400), page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]), strict=False)
            if drawn
        )
        tables = _tables(plumber().pages[place]) if rules >= FEWEST_RULES else []
        return _text_lines(text_page, page.get_height(), tables)
    finally:
        text_page.close()
        page.close()


def _tables(page: Any) -> list[tuple[tuple[float, float, float, float], list[str]]]:
    """Box (left, top, right, bottom, from the page's top) and lines of each ruled table on a page."""
    tables = [
        (table.bbox, as_lines(_grid(table)))
        for table in page.find_tables()
        if len(table.rows) > 1 and len(table.rows[0].cells) > 1
    ]
    page.close()
    return tables


def _grid(table: Any) -> list[list[str]]:
    """The table's cells; a merged cell, which the parser gives once, is repeated where it lies."""
    words = table.extract()
    edges = sorted({round(cell[0], 1) for row in table.rows for cell in row.cells if cell})
    tops = sorted({round(cell[1], 1) for row in table.rows for cell in row.cells if cell})
    rows = []
    for row, texts in zip(table.rows, words, strict=True):
        cells = []
        for box, text in zip(row.cells, texts, strict=True):
            if box:
                across = sum(box[0] - 1 < edge < box[2] - 1 for edge in edges)
                down = sum(box[1] - 1 < top < box[3] - 1 for top in tops)
                cells.append(Cell(text or "", max(1, across), max(1, down)))
        rows.append(cells)
    return spread(rows)


def _text_lines(text_page: Any, height: float, tables: list[Any]) -> list[str]:
    pieces = _pieces(text_page, height)
    if pieces is None:
        return text_page.get_text_range().splitlines()
    for box, lines in tables:
        inside = [piece for piece in pieces if _lies_in(piece, box)]
        pieces = [piece for piece in pieces if piece not in inside]
        pieces.append(Piece("\n".join(lines), box[0], box[1], box[2], box[3], whole=True))
    return in_order(pieces)


def _pieces(text_page: Any, height: float) -> list[Piece] | None:
    """Runs of text with their boxes from the page's top; None where there are too many to look at."""
    count = text_page.count_rects()
    if count > MOST_PIECES:
        return None
    pieces = []
    for place in range(count):
        left, bottom, right, top = text_page.get_rect(place)
        words = text_page.get_text_bounded(left, bottom, right, top).strip("\r\n")
        pieces.append(Piece(words, left, height - top, right, height - bottom))
    return pieces


def _lies_in(piece: Piece, box: tuple[float, float, float, float]) -> bool:
    across, down = (piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2
    return box[0] - 1 <= across <= box[2] + 1 and box[1] - 1 <= down <= box[3] + 1


def _without_edges(pages: list[list[str]]) -> list[list[str]]:
    """The pages without lines that come back at the top or bottom of at least half of them."""
    seen = Counter(
        line for page in pages for line in {_plain(line) for line in page[:EDGE_LINES] + page[-EDGE_LINES:]}
    )
    often = max(2, len(pages) // 2)
    running = {
        line
        for line, times in seen.items()
        if line and times >= often and len(line) <= LONGEST_EDGE and CELL_EDGE not in line
    }
    kept = []
    for page in pages:
        last = len(page) - EDGE_LINES
        kept.append(
            [
                line
                for place, line in enumerate(page)
                if not (_plain(line) in running and (place < EDGE_LINES or place >= last))
            ]
        )
    return kept


def _plain(line: str) -> str:
    return FIGURES.sub("#", re.sub(r"[^\S\t]", "", line))
