"""Which level of numbers carries the clauses of a document."""

from __future__ import annotations

from huigong.policy.reading.body import Body
from huigong.policy.reading.markers import Level
from huigong.policy.reading.outline import UPPER, Node


def clause_levels(body: Body) -> frozenset[Level]:
    """The levels whose units are clauses, down to the lowest that carries attributions."""
    levels = _upper_clause_levels(body)
    if levels == {Level.ARTICLE} or not levels & {Level.CLAUSE, Level.POINT}:
        return levels
    for upper, lower in ((Level.POINT, Level.SUBPOINT), (Level.SUBPOINT, Level.ITEM)):
        if upper in levels and _answers_below(body, upper, lower) == "below":
            levels |= {lower}
    return levels


def _upper_clause_levels(body: Body) -> frozenset[Level]:
    present = {node.level for node in body.nodes}
    if Level.ARTICLE in present:
        return frozenset({Level.ARTICLE})
    if Level.CLAUSE in present and (
        _answers_below(body, Level.CHAPTER, Level.CLAUSE) == "above" or _only_chapters_answer(body)
    ):
        return frozenset({Level.CHAPTER})
    if Level.POINT in present:
        below = _answers_below(body, Level.CLAUSE, Level.POINT)
        direct = [node for node in body.nodes if node.level == Level.POINT and _under_chapter(node)]
        if below == "below":
            return frozenset({Level.CLAUSE, Level.POINT})
        if direct and (Level.CLAUSE not in present or any(body.own[node.marker.start] for node in direct)):
            return frozenset({Level.CLAUSE, Level.POINT}) if below != "above" else frozenset({Level.CLAUSE})
    if Level.CLAUSE in present:
        return frozenset({Level.CLAUSE})
    return frozenset({Level.CHAPTER}) if Level.CHAPTER in present else frozenset({Level.SUBPOINT})


def _only_chapters_answer(body: Body) -> bool:
    """Whether attributions stand on chapter headings and nowhere below."""
    levels = {node.level for node in body.nodes if body.own[node.marker.start]}
    grouping = any(body.own[node.marker.start] and node.children for node in body.nodes)
    return levels == {Level.CHAPTER} and grouping


def _under_chapter(node: Node) -> bool:
    return node.parent is None or node.parent.level in UPPER


def _answers_below(body: Body, upper: Level, lower: Level) -> str:
    """Where attributions stand in groups of `lower` units under an `upper` one.

    "below" where several of the lower units carry one, "above" where only the last does in
    every group, so that it speaks for the whole group, "" where there are none.
    """
    last_only = several = 0
    for node in body.nodes:
        under = [child for child in node.children if child.level == lower]
        if node.level != upper or not under:
            continue
        answered = [bool(body.attributions(child, whole=True)) for child in under]
        if sum(answered) == 1 and answered[-1] and len(under) > 1:
            last_only += 1
        elif any(answered):
            several += 1
    if several:
        return "below"
    return "above" if last_only >= (2 if upper == Level.CHAPTER else 1) else ""
