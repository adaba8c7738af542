"""A document's outline with who answers in each unit's own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from huigong.policy.reading.attributions import find_attributions, listed_only
from huigong.policy.reading.document import Attribution
from huigong.policy.reading.markers import Level
from huigong.policy.reading.outline import UPPER, Node
from huigong.policy.reading.stated import LeadRule


class Body:
    """The outline with the attributions of every unit's own words, read once."""

    def __init__(self, text: str, nodes: list[Node], *, rule: LeadRule, end: int) -> None:
        self.text = text
        self.nodes = nodes
        self.end = end
        regulation = any(node.level == Level.ARTICLE for node in nodes)
        self.own = self._answers(lambda words: find_attributions(words, rule=rule, sentences=not regulation))
        self._take_bare_lists()

    def _take_bare_lists(self) -> None:
        """Brackets that only list bodies, where nothing else says who answers; one body alone counts beside longer lists."""
        several = self._answers(listed_only)
        alone = any(several.values())
        listed = self._answers(lambda words: listed_only(words, fewest=1)) if alone else several
        self.own = {place: own or listed[place] for place, own in self.own.items()}

    def _answers(self, find: Callable[[str], list[Attribution]]) -> dict[int, list[Attribution]]:
        by_place = {}
        for node in self.nodes:
            words = self.text[node.marker.end : min(node.own_end, self.end)]
            by_place[node.marker.start] = [moved(item, node.marker.end) for item in find(words)]
        return by_place

    def on_heading_above(self, node: Node) -> list[Attribution]:
        """What the heading line of the nearest chapter, section or part above says of who answers."""
        while node.parent:
            node = node.parent
            line_end = self.text.find("\n", node.marker.end)
            if node.level in UPPER:
                return [item for item in self.own[node.marker.start] if item.span[1] <= line_end]
        return []

    def attributions(self, node: Node, *, whole: bool) -> list[Attribution]:
        attributions = list(self.own[node.marker.start])
        if whole:
            for child in node.children:
                attributions += self.attributions(child, whole=True)
        return attributions


def moved(attribution: Attribution, by: int) -> Attribution:
    return replace(attribution, span=(attribution.span[0] + by, attribution.span[1] + by))
