"""Which numbered units are the clauses, and what belongs to each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median

from huigong.policy.reading.body import Body, moved
from huigong.policy.reading.cues import any_of, worded
from huigong.policy.reading.document import Attribution, Point, ReadClause, united
from huigong.policy.reading.levels import clause_levels
from huigong.policy.reading.markers import Level
from huigong.policy.reading.outline import (
    LONGEST_HEADING,
    OPENER,
    UPPER,
    Node,
    chapter_heading,
    first_sentence,
)
from huigong.policy.reading.sentences import duties_in_sentences, names_its_bodies
from huigong.policy.reading.stated import inherited_bodies
from huigong.policy.reading.targets import find_targets

# Who a closing paragraph speaks to, below the last clause and no part of it.
CLOSINGS = worded("", "各{}要结合实际抓好工作", "地|市|县|省|级|有关|部门|单位|区")
CLOSING_WORDS = re.compile(
    rf"\n(?:各(?:{any_of(CLOSINGS)})[^\n]{{0,40}}(?:要|应|，于)|附件?[0-9]{{0,2}}[：:])"
)
TYPICAL_HEADING = 36
# What an article is about, in brackets behind its number: 第三条 （部门职责）.
CAPTION = re.compile(r"\s*[（(【〔\[](?P<words>[\u4e00-\u9fff、]{2,20})[）)】〕\]]\s*(?=\S)")
FEWEST_WORDS = 6
"""A chapter that says less than this beyond its heading carries no measure."""
# Articles mostly begin with a sentence; only short openings are headings there.
TYPICAL_ARTICLE_HEADING = 20


@dataclass(frozen=True)
class _Found:
    """A clause and the place in the text up to which it reads."""

    node: Node
    whole: bool
    end: int


def clauses_of(body: Body, source_span: Callable[[int, int], tuple[int, int]]) -> list[ReadClause]:
    """The clauses in print order; `source_span` turns offsets of the clean text into the source's."""
    chosen = _chosen(body)
    with_heading = _levels_with_headings(body, chosen)
    inherited_from, bodies = inherited_bodies(body.text) or (len(body.text), ())
    read = []
    for choice in chosen:
        clause = _read(body, choice, headed=choice.node.level in with_heading, source_span=source_span)
        read.append(replace(clause, inherited=bodies) if choice.end > inherited_from and bodies else clause)
    return read


def _chosen(body: Body) -> list[_Found]:
    """The lowest numbered level at which the document puts attributions, (一) where it puts none."""
    leaf_levels = clause_levels(body)
    groups = [node for node in body.nodes if node.level == Level.CLAUSE]
    grouping = {node.marker.start for node in body.nodes if _is_group(node, leaf_levels)}
    mixed = 0 < sum(node.marker.start in grouping for node in groups) < len(groups)
    chosen = []
    for node in body.nodes:
        above = [parent for parent in _ancestors(node) if parent.level in leaf_levels]
        if any(parent.marker.start not in grouping for parent in above):
            continue
        group = node.marker.start in grouping
        if node.level in leaf_levels and (
            not group or body.own[node.marker.start] or (mixed and node.level == Level.CLAUSE)
        ):
            chosen.append(_Found(node, not group, node.own_end if group else node.end))
        elif not node.children and node.level >= Level.CHAPTER and _stands_alone(body, node):
            chosen.append(_Found(node, True, node.end))
    return chosen


def _stands_alone(body: Body, node: Node) -> bool:
    """A chapter without points is a clause where it carries an attribution, or where nothing in the document does."""
    if any(body.own.values()):
        return bool(body.own[node.marker.start])
    heading = chapter_heading(node, body.text)[len(node.marker.raw) :]
    words = body.text[node.marker.end : min(node.end, body.end)].strip()
    return (
        node.level == Level.CHAPTER and not OPENER.match(heading) and len(words) > len(heading) + FEWEST_WORDS
    )


def _ancestors(node: Node) -> list[Node]:
    above = []
    while node.parent:
        node = node.parent
        above.append(node)
    return above


def _is_group(node: Node, levels: frozenset[Level]) -> bool:
    return any(child.level in levels for child in node.children)


def _levels_with_headings(body: Body, chosen: list[_Found]) -> set[Level]:
    """Levels whose units begin with a heading: their first sentences are short.

    Where no bracket or label tells who answers, a unit that is one sentence has no heading: the duty is in it.
    """
    lengths: dict[Level, list[int]] = {}
    sentences: Counter[Level] = Counter()
    marked = any(body.own.values())
    for choice in chosen:
        words = _without(body.text[choice.node.marker.end : min(choice.end, body.end)], body, choice)
        first = first_sentence(words)
        lengths.setdefault(choice.node.level, []).append(len(first))
        several = "，" in first or choice.node.level == Level.ARTICLE
        sentences[choice.node.level] += not marked and several and words.strip() == f"{first}。"
    longest = {Level.ARTICLE: TYPICAL_ARTICLE_HEADING}
    return {
        level
        for level, seen in lengths.items()
        if median(seen) <= longest.get(level, TYPICAL_HEADING) and sentences[level] * 2 < len(seen)
    }


def _without(words: str, body: Body, choice: _Found) -> str:
    """`words` up to the first attribution, so that one on the heading line is no part of it."""
    starts = [
        attribution.span[0] - choice.node.marker.end for attribution in body.own[choice.node.marker.start][:1]
    ]
    return words[: starts[0]] if starts and starts[0] > 0 else words


def _read(
    body: Body, choice: _Found, *, headed: bool, source_span: Callable[[int, int], tuple[int, int]]
) -> ReadClause:
    node, text = choice.node, body.text
    end = min(choice.end, body.end)
    attributions = body.attributions(node, whole=choice.whole)
    end = _before_closing_words(text, node, attributions, end)
    words = text[node.marker.end : end]
    spans = [
        (attribution.span[0] - node.marker.end, attribution.span[1] - node.marker.end)
        for attribution in attributions
    ]
    heading = first_sentence(_without(words, body, choice)).strip() if headed else ""
    caption = CAPTION.match(words) if node.level == Level.ARTICLE else None
    heading = caption["words"] if caption else heading.rstrip("：:")
    base = node.marker.end
    if not attributions:
        after = caption.end() if caption else 0
        attributions = [moved(duty, base + after) for duty in _in_sentences(words[after:], node)]
    attributions = _led_from_above(attributions, body.on_heading_above(node))
    return ReadClause(
        number=full_width(node.marker.raw),
        number_raw=node.marker.raw,
        heading=heading if len(heading) <= LONGEST_HEADING else "",
        chapter=_chapter(node, body),
        parent=full_width(node.parent.marker.raw) if node.parent and node.parent.level not in UPPER else None,
        text=words.strip(),
        points=tuple(_points(body, node, source_span)) if choice.whole else (),
        attributions=tuple(
            replace(attribution, span=source_span(*attribution.span)) for attribution in attributions
        ),
        targets=tuple(
            replace(target, span=source_span(target.span[0] + base, target.span[1] + base))
            for target in find_targets(words, spans)
        ),
        span=source_span(node.marker.start, base + len(words.rstrip())),
    )


def _led_from_above(own: list[Attribution], above: list[Attribution]) -> list[Attribution]:
    """What a chapter's heading says of who leads holds for clauses below that only list bodies (also as 责任单位), or nobody."""
    lead = united(attribution.lead for attribution in above)
    if not lead or any(attribution.mode and not attribution.responsible for attribution in own):
        return own
    return [
        replace(
            attribution,
            mode=attribution.mode or above[0].mode,
            lead=lead,
            support=tuple(name for name in attribution.joint if name not in lead),
            joint=(),
        )
        for attribution in own
    ] or above


def _in_sentences(words: str, node: Node) -> list[Attribution]:
    """Duties in the sentences of a unit without any other; outside regulations only those of named bodies."""
    duties = [replace(duty, in_sentence=True) for duty in duties_in_sentences(words)]
    return duties if node.level == Level.ARTICLE else [duty for duty in duties if names_its_bodies(duty)]


def _before_closing_words(text: str, node: Node, attributions: list[Attribution], end: int) -> int:
    """The last clause stops where the document speaks to everybody again."""
    start = max([node.marker.end, *(attribution.span[1] for attribution in attributions)])
    closing = CLOSING_WORDS.search(text, start, end)
    return closing.start() if closing else end


def _points(body: Body, node: Node, source_span: Callable[[int, int], tuple[int, int]]) -> list[Point]:
    return [
        Point(
            number=full_width(child.marker.raw),
            text=body.text[child.marker.end : min(child.end, body.end)].strip(),
            span=source_span(child.marker.start, min(child.end, body.end)),
        )
        for child in node.children
    ]


def _chapter(node: Node, body: Body) -> str | None:
    """The heading above, without the bracket on it that says who answers."""
    above = [parent for parent in _ancestors(node) if parent.level in UPPER]
    if not above:
        return None
    heading = chapter_heading(above[0], body.text)
    answered = body.own[above[0].marker.start][:1]
    at = answered[0].span[0] - above[0].marker.start if answered else 0
    return heading[:at].rstrip() if 0 < at < len(heading) else heading


def full_width(number: str) -> str:
    """（一） for (一); the signs of other numbers stay: 1. and 第一条."""
    number = number.replace(" ", "")
    if number[:1] in "(（":
        return f"（{number[1:-1]}）"
    return number.replace("．", ".")


def all_bodies(clauses: list[ReadClause]) -> tuple[str, ...]:
    """Bodies that carry out every clause without being listed again."""
    return united(clause.inherited for clause in clauses)
