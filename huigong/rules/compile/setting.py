"""What is already fixed when a rule is compiled: the day, the parameters, and which facts nobody will know."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from huigong.rules.bars import Period
from huigong.rules.check import Shape, shape
from huigong.rules.evaluate import Situation, answer, period_of
from huigong.rules.nodes import Brackets, Cited, FactReference, Node, TimeBar, children
from huigong.rules.parameters import ParameterDeclaration, ParameterLookup, no_parameters
from huigong.rules.values import Answer


@dataclass(frozen=True)
class Setting:
    """The day and the parameters; `known` are the facts that people may have, None for all.

    A part of a rule that reads no such fact has one value for everybody; it is worked out
    once, by `evaluate` itself.
    """

    on: date
    parameters: ParameterLookup = no_parameters
    declared: Mapping[str, ParameterDeclaration] = field(default_factory=dict)
    known: Collection[str] | None = None
    _shapes: dict[Node, Shape] = field(default_factory=dict, compare=False, repr=False)
    _closed: dict[Node, bool] = field(default_factory=dict, compare=False, repr=False)

    def may_be_known(self, name: str) -> bool:
        """Whether some person may have this fact."""
        return self.known is None or name in self.known

    def is_closed(self, node: Node) -> bool:
        """Whether the value of this part is the same for everybody."""
        if node not in self._closed:
            self._closed[node] = self._find_closed(node)
        return self._closed[node]

    def _find_closed(self, node: Node) -> bool:
        if isinstance(node, FactReference):
            derivation = node.fact.derivation
            return not self.may_be_known(node.name) and (derivation is None or self.is_closed(derivation))
        return all(self.is_closed(part) for part in children(node))

    def value(self, node: Node) -> Answer:
        """The value of a closed part."""
        return answer(node, Situation({}, self.on, self.parameters))

    def bounds(self, node: Brackets) -> tuple[Answer, ...]:
        """The bounds of a table, from the first line down."""
        return tuple(self.value(step.upper) for step in node.steps)

    def period(self, node: TimeBar) -> Period | None:
        """The period of a bar; None where its length is not known."""
        return period_of(node, Situation({}, self.on, self.parameters))

    def shape(self, node: Node) -> Shape:
        """The type and measure of a checked part."""
        if node not in self._shapes:
            self._shapes[node] = shape(node, self.declared)
        return self._shapes[node]


def uncited(node: Node) -> Node:
    """The part inside its citations."""
    while isinstance(node, Cited):
        node = node.part
    return node
