"""A document's outline with who answers in each unit's own words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from huigong.policy.reading.attributions import find_attributions, listed_only
from huigong.policy.reading.document import Attribution
from huigong.policy.reading.markers import Level
from huigong.policy.reading.outline import Node
from huigong.policy.reading.stated import LeadRule


class Body:
    """The outline with the attributions of every unit's own words, read once."""

    def __init__(self, text: str, nodes: list[Node], *, rule: LeadRule, end: int) -> None:
        self.text = text
        self.nodes = nodes
        self.end = end
        regulation = any(node.level == Level.ARTICLE for node in nodes)
        self.own = self._answers(lambda words: find_attributions(words, rule=rule, sentences=not regulation))
        if not any(self.own.values()):
            self.own = self._answers(listed_only)

    def _answers(self, find: Callable[[str], list[Attribution]]) -> dict[int, list[Attribution]]:
        by_place = {}
        for node in self.nodes:
            words = self.text[node.marker.end : min(node.own_end, self.end)]
            by_place[node.marker.start] = [moved(item, node.marker.end) for item in find(words)]
        return by_place

    def attributions(self, node: Node, *, whole: bool) -> list[Attribution]:
        attributions = list(self.own[node.marker.start])
        if whole:
            for child in node.children:
                attributions += self.attributions(child, whole=True)
        return attributions


def moved(attribution: Attribution, by: int) -> Attribution:
    return replace(attribution, span=(attribution.span[0] + by, attribution.span[1] + by))
