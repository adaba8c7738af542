"""The numbered skeleton of a document: which numbers open units, and what stands under which."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from huigong.policy.reading.joining import FUSED_OPENER, OPENER_WORDS
from huigong.policy.reading.markers import Level, Marker, candidates
from huigong.policy.reading.roles import NUMBERED_NAMES

AFTER_BREAK = frozenset("。；;：:！？!?）)】”\n ")
NUMERALS = frozenset("一二三四五六七八九十")
LONGEST_CHAPTER = 45
LONGEST_HEADING = 60
# A print or a text recognition may set the stop in half width: 推行合同.企业应当….
HEADING_END = re.compile(r"[。\n；;！？]|[：:](?=.{30})|(?<=[\u4e00-\u9fff])[.．](?= ?[\u4e00-\u9fff]|$)")
OPENER = re.compile(rf"(?:{OPENER_WORDS})")
UPPER = (Level.PART, Level.SECTION, Level.CHAPTER)


@dataclass
class Node:
    """A numbered unit: its words are text[marker.end:end]; `own_end` is where its first child begins."""

    marker: Marker
    own_end: int
    end: int
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None

    @property
    def level(self) -> Level:
        return self.marker.level


def outline(text: str) -> list[Node]:
    """All units in print order, each linked to its parent and children."""
    listed = [match.span() for match in NUMBERED_NAMES.finditer(text)] if "：" in text or ":" in text else []
    markers = candidates(text)
    if listed:
        markers = [marker for marker in markers if not any(a <= marker.start < b for a, b in listed)]
    return _nested(_raised(_accepted(markers, text)), len(text))


def _raised(markers: list[Marker]) -> list[Marker]:
    """Where a document skips a level (一、 then （1） or ①), the level below takes its place."""
    for level in (Level.POINT, Level.SUBPOINT):
        lower = [other for other in (Level.SUBPOINT, Level.ITEM) if other > level]
        present = {marker.level for marker in markers}
        below = next((other for other in lower if other in present), None)
        if level not in present and below is not None:
            markers = [
                replace(marker, level=level) if marker.level == below else marker for marker in markers
            ]
    return markers


def _accepted(markers: list[Marker], text: str) -> list[Marker]:
    """Line-opening numbers, and numbers inside lines that continue a running count."""
    fused = _runs_together(markers)
    kept: list[Marker] = []
    last: dict[Level, int] = {}
    for place, marker in enumerate(markers):
        expected = _expected(marker, last)
        if marker.glued:
            take = expected and _counted_on(markers, place, last)
        elif marker.opens_line:
            take = marker.level != Level.POINT or marker.number <= 200
        elif fused or marker.level >= Level.POINT:
            expected = expected or (fused and _after_gap(marker, last, text))
            take = (
                expected
                and _may_open(marker, text, fused=fused)
                and not _is_list_in_words(markers, place, text)
            )
        else:
            at_stop = marker.start > 0 and text[marker.start - 1] in "。）)"
            take = (
                marker.level == Level.CLAUSE
                and expected
                and at_stop
                and not _is_list_in_words(markers, place, text)
            )
        if take:
            kept.append(marker)
            last[marker.level] = marker.number
            for lower in [level for level in last if level > marker.level and level != Level.ARTICLE]:
                if not _runs_on(lower, markers, place, last[lower]):
                    del last[lower]
    return kept


def _counted_on(markers: list[Marker], place: int, last: dict[Level, int]) -> bool:
    """Whether a number with a figure behind its point (9.300名) stands in a count, rather than being 9.3."""
    marker = markers[place]
    following = next((other for other in markers[place + 1 :] if other.level == marker.level), None)
    return Level.POINT in last or (following is not None and following.number == marker.number + 1)


def _runs_together(markers: list[Marker]) -> bool:
    """Whether the copy lost its line breaks, so that most numbers stand inside lines."""
    main = [marker for marker in markers if marker.level in (Level.CHAPTER, Level.ARTICLE, Level.CLAUSE)]
    opening = sum(marker.opens_line for marker in main)
    return len(main) >= 3 and opening * 3 < len(main)


def _expected(marker: Marker, last: dict[Level, int]) -> bool:
    return marker.number == last.get(marker.level, 0) + 1 or (
        marker.number == 1 and marker.level > Level.CHAPTER
    )


def _after_gap(marker: Marker, last: dict[Level, int], text: str) -> bool:
    """A count with missing numbers, after a finished sentence."""
    missing = marker.number - last.get(marker.level, 0)
    return (
        marker.level == Level.POINT and 1 < missing <= 5 and text[marker.start - 1 : marker.start] in "。）)"
    )


def _may_open(marker: Marker, text: str, *, fused: bool) -> bool:
    before = text[marker.start - 1] if marker.start else "\n"
    if fused and marker.level in (Level.CHAPTER, Level.CLAUSE, Level.POINT):
        # Headings have no full stop, so in a text without line breaks anything may stand before.
        return before not in "第按照见（(和、至从" and text[marker.end : marker.end + 1] not in NUMERALS
    return before in AFTER_BREAK


def _is_list_in_words(markers: list[Marker], place: int, text: str) -> bool:
    """一、二、三产业 and （一）（二）条: numbers with nothing between them name things, they do not open units."""
    marker = markers[place]
    following = markers[place + 1] if place + 1 < len(markers) else None
    return (
        bool(following and following.start - marker.end < 2)
        or text[marker.end : marker.end + 1] in "、，,）)"
    )


def _runs_on(level: Level, markers: list[Marker], place: int, number: int) -> bool:
    """Whether a lower count goes on after a higher number instead of starting again at 1."""
    for marker in markers[place + 1 : place + 40]:
        if marker.level == level:
            return marker.number == number + 1
    return False


def _nested(markers: list[Marker], length: int) -> list[Node]:
    nodes: list[Node] = []
    open_nodes: list[Node] = []
    for place, marker in enumerate(markers):
        following = markers[place + 1].start if place + 1 < len(markers) else length
        node = Node(marker, own_end=following, end=length)
        while open_nodes and open_nodes[-1].level >= marker.level:
            open_nodes.pop().end = marker.start
        if open_nodes:
            node.parent = open_nodes[-1]
            open_nodes[-1].children.append(node)
        open_nodes.append(node)
        nodes.append(node)
    return nodes


def chapter_heading(node: Node, text: str) -> str:
    """The heading line of a chapter with its number, without body that a copy fused to it."""
    line = text[node.marker.start : node.own_end].split("\n", 1)[0].strip()
    if FUSED_OPENER.match(line):
        opener = OPENER.search(line)
        return line[: opener.end()] if opener else line
    line = re.split(r"[。（(](?![^。]{0,30}[）)][^。]{0,40}$)", line, maxsplit=1)[0]
    if len(line) > LONGEST_CHAPTER:
        line = re.split(r"[：:，,；;]", line, maxsplit=1)[0]
    return line.strip("。：: ")


def first_sentence(words: str) -> str:
    """What a unit's heading would be: its words up to the first full stop or line end."""
    words = words.lstrip()
    stop = HEADING_END.search(words)
    return words[: stop.start()] if stop else words
