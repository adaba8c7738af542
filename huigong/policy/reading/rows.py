"""Lines of a text as rows of a table, each cell with its place in the source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class TableCell:
    """source[start:end] without its edges; a line break inside a cell is U+2028."""

    text: str
    start: int
    end: int


Row = tuple[TableCell, ...]
Splitter = Callable[[str, int], Row]
LINE = re.compile(r"[^\n\r]+")
RULED = re.compile(r"^[\s|+:\-—─━┼├┤┌┐└┘┬┴═=]+$")
_WIDE = re.compile(r"[ \u3000\u00a0]{2,}|\u3000")
_NARROW = re.compile(r"[ \u3000\u00a0]+")
_PIPE = re.compile(r"[|｜│┃]")
_BREAK_TAG = re.compile(r"<br ?/?>")
# A cell in quotes with line breaks, between commas and the ends of its line.
_QUOTED = re.compile(r"(?:(?<=,)|(?m:^))\"[^\"\r\n,]{0,200}(?:\r?\n[^\"\r\n,]{0,200}){1,8}\"(?=,|\r?$|\r?\n)")
_COMMA = re.compile(r"(?P<cell>\"(?:[^\"]|\"\")*\"|[^,\n]*)(?:,|$)")


def _parted(pattern: re.Pattern[str]) -> Splitter:
    def split(line: str, at: int) -> Row:
        cells, start = [], 0
        for match in pattern.finditer(line):
            cells.append(_cell(line, start, match.start(), at))
            start = match.end()
        return (*cells, _cell(line, start, len(line), at))

    return split


def _by_pipes(line: str, at: int) -> Row:
    cells = _parted(_PIPE)(line, at)
    first = 1 if cells and not cells[0].text else 0
    last = -1 if len(cells) > 1 and not cells[-1].text else len(cells)
    return cells[first:last]


def _by_commas(line: str, at: int) -> Row:
    if "," not in line:
        return (_cell(line, 0, len(line), at),)
    cells = []
    for match in _COMMA.finditer(line):
        start, end = match.span("cell")
        quoted = end - start > 1 and line[start] == '"'
        cells.append(_cell(line, start + quoted, end - quoted, at))
        if match.end() == len(line) and not match.group().endswith(","):
            break
    return tuple(cells)


def _cell(line: str, start: int, end: int, at: int) -> TableCell:
    words = line[start:end]
    stripped = words.strip(" \t\u3000\u00a0\u2028")
    begin = start + (words.find(stripped) if stripped else 0)
    return TableCell(stripped, at + begin, at + begin + len(stripped))


SPLITTERS: dict[str, Splitter] = {
    "\t": _parted(re.compile("\t")),
    "|": _by_pipes,
    ",": _by_commas,
    "  ": _parted(_WIDE),
    " ": _parted(_NARROW),
}
"""Ways of telling cells apart, the surest first, each by the sign that the line must hold."""


def whole_cells(source: str) -> str:
    """The source with the breaks inside cells as U+2028, those of quoted cells and <br>; the same length."""
    if "<br" in source:
        source = _BREAK_TAG.sub(lambda match: "\u2028".ljust(len(match.group())), source)
    if ',"' in source or '\n"' in source:
        source = _QUOTED.sub(lambda match: re.sub(r"[\r\n]", "\u2028", match.group()), source)
    return source


def lines_of(source: str) -> list[tuple[str, int]]:
    """The lines that hold something, each with its offset."""
    return [(match.group(), match.start()) for match in LINE.finditer(source) if match.group().strip()]


def trimmed(line: str, at: int, way: str) -> tuple[str, int]:
    """The line without spaces at its edges, and its offset; a tab at an edge parts an empty cell from the next."""
    edges = " \u3000\u00a0" if way == "\t" else None
    return line.strip(edges), at + len(line) - len(line.lstrip(edges))


def splits(line: str, at: int) -> Iterator[tuple[str, Row]]:
    """The line in each way in which it may hold cells."""
    for name, split in SPLITTERS.items():
        signs = {"|": "|｜│┃", "  ": " \u3000", " ": " \u3000"}.get(name, name)
        if any(sign in line for sign in signs):
            cells = split(*trimmed(line, at, name))
            if len(cells) > 1:
                yield name, cells
