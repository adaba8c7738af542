"""The order in which people read the pieces of a page: line by line, and column by column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

GUTTER = 6.0
"""Points of white between two columns at least."""
FEWEST_IN_COLUMN = 4
SAME_LINE = 0.5


@dataclass(frozen=True)
class Piece:
    """A run of text in its box, in points from the page's upper left; `whole` pieces are lines already."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    whole: bool = False

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def in_order(pieces: list[Piece]) -> list[str]:
    """The lines of a page: bands over the full width, and between them columns from left to right."""
    pieces = [piece for piece in pieces if piece.text.strip()]
    gutter = _gutter(pieces)
    if gutter is None:
        return list(_lines(pieces))
    lines: list[str] = []
    band: list[Piece] = []
    for line in _rows(pieces):
        across = any(piece.left < gutter - 1 and piece.right > gutter + 1 for piece in line)
        if across:
            lines += _columns(band, gutter)
            lines += _lines(line)
            band = []
        else:
            band += line
    return lines + _columns(band, gutter)


def _columns(band: list[Piece], gutter: float) -> list[str]:
    left = [piece for piece in band if piece.left < gutter]
    right = [piece for piece in band if piece.left >= gutter]
    return [*_lines(left), *_lines(right)]


def _gutter(pieces: list[Piece]) -> float | None:
    """Where the white strip between two columns lies, or None where the page has one column."""
    text = [piece for piece in pieces if not piece.whole]
    if len(text) < 2 * FEWEST_IN_COLUMN:
        return None
    first, last = min(piece.left for piece in text), max(piece.right for piece in text)
    middle = (first + last) / 2
    best: tuple[int, float] | None = None
    for start in sorted({piece.left for piece in text if middle - (last - first) / 5 < piece.left < middle + (last - first) / 5}):  # fmt: skip
        crossing = sum(piece.left < start - 1 and piece.right > start - GUTTER for piece in text)
        right = sum(abs(piece.left - start) < 40 for piece in text)
        before = sum(piece.right <= start - GUTTER for piece in text)
        balanced = min(right, before) >= FEWEST_IN_COLUMN and crossing * 5 <= min(right, before)
        if balanced and (best is None or crossing < best[0]):
            best = crossing, start - GUTTER / 2
    return best[1] if best and _filled(text, best[1], last - first) else None


def _filled(text: list[Piece], gutter: float, across: float) -> bool:
    """Whether both sides hold lines of running text rather than a label and its value."""
    sides = (
        [piece for piece in text if piece.right <= gutter + 1],
        [piece for piece in text if piece.left >= gutter],
    )
    for side in sides:
        widths = [_width(line) for line in _rows(side)]
        widest = max(widths, default=0.0)
        if widest < across / 4 or sum(width > 0.75 * widest for width in widths) < FEWEST_IN_COLUMN:
            return False
    return True


def _width(line: list[Piece]) -> float:
    return max(piece.right for piece in line) - min(piece.left for piece in line)


def _rows(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """Pieces that stand on one line, from the top down."""
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.middle, piece.left)):
        if row and (piece.whole or row[0].whole or not _on_line(row, piece)):
            yield sorted(row, key=lambda piece: piece.left)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda piece: piece.left)


def _on_line(row: list[Piece], piece: Piece) -> bool:
    height = max(piece.bottom - piece.top, row[0].bottom - row[0].top)
    return abs(piece.middle - row[0].middle) <= SAME_LINE * height


def _lines(pieces: list[Piece]) -> Iterator[str]:
    for row in _rows(pieces):
        if row[0].whole:
            yield from row[0].text.split("\n")
            continue
        words = row[0].text
        for before, piece in pairwise(row):
            wide = piece.left - before.right > 1.5 * (piece.bottom - piece.top)
            words += ("  " if wide else "") + piece.text
        yield words
