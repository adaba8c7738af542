"""Pictures drawn on the server: plain coordinates here, SVG in the templates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huigong.policy.documents import LEVELS, PackDocument

COLUMN, ROW, BOX_WIDTH, BOX_HEIGHT, MARGIN = 330, 62, 270, 46, 12
LINE_LENGTH = 19  # Chinese characters that fit into a box at the drawing's type size


@dataclass(frozen=True)
class Box:
    """A document as a box: its place, two lines of text, and whether it is the one looked at."""

    document: PackDocument
    x: int
    y: int
    lines: tuple[str, ...]
    here: bool

    @property
    def text_x(self) -> int:
        return self.x + 10

    @property
    def line_places(self) -> tuple[tuple[int, str], ...]:
        first = self.y + (28 if len(self.lines) == 1 else 19)
        return tuple((first + 17 * index, line) for index, line in enumerate(self.lines))


@dataclass(frozen=True)
class Edge:
    """A curve from a basis (left) to what rests on it (right)."""

    path: str


@dataclass(frozen=True)
class FamilyTree:
    """Boxes in columns by level of government, edges from each basis to what rests on it."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


def family_tree(documents: Sequence[PackDocument], *, here: str = "") -> FamilyTree:
    """Documents that have a basis or are one, in columns from the nation to the city."""
    bases = {each.id: {*each.basis, *each.cites} for each in documents}
    linked = {name for name, targets in bases.items() if targets}.union(*bases.values())
    columns = [[each for each in documents if each.level == level and each.id in linked] for level in LEVELS]
    columns = [column for column in columns if column]
    boxes = {
        document.id: Box(
            document=document,
            x=MARGIN + COLUMN * across,
            y=MARGIN + ROW * down,
            lines=two_lines(document.number or document.title, document.title),
            here=document.id == here,
        )
        for across, column in enumerate(columns)
        for down, document in enumerate(column)
    }
    edges = tuple(
        curve(boxes[basis], boxes[name])
        for name, targets in bases.items()
        for basis in sorted(targets)
        if name in boxes and basis in boxes
    )
    return FamilyTree(
        width=MARGIN * 2 + COLUMN * max(len(columns) - 1, 0) + BOX_WIDTH,
        height=MARGIN * 2 + ROW * max(map(len, columns), default=0),
        boxes=tuple(boxes.values()),
        edges=edges,
    )


def two_lines(first: str, second: str) -> tuple[str, ...]:
    lines = dict.fromkeys((first, second))
    return tuple(line if len(line) <= LINE_LENGTH else f"{line[: LINE_LENGTH - 1]}…" for line in lines)


def curve(basis: Box, carrier: Box) -> Edge:
    """Leaves the basis on its right and reaches the carrier on its left; within a column, around the side."""
    start_x, start_y = basis.x + BOX_WIDTH, basis.y + BOX_HEIGHT // 2
    end_x, end_y = carrier.x, carrier.y + BOX_HEIGHT // 2
    if end_x <= basis.x:
        end_x = carrier.x + BOX_WIDTH
        bend = max(start_x, end_x) + 40
        return Edge(f"M{start_x} {start_y}C{bend} {start_y} {bend} {end_y} {end_x} {end_y}")
    middle = (start_x + end_x) // 2
    return Edge(f"M{start_x} {start_y}C{middle} {start_y} {middle} {end_y} {end_x} {end_y}")
