"""Numbers the conditions of rules, so that an engine can say which one decided.

The deciding condition is the first of the reasons that `explain` gives: of a no, the first
part that fails; of an open rule, the first that is not known; of a yes, the first that holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from huigong.rules.nodes import AllOf, AnyOf, Cited, Node, Not, When, fact_names
from huigong.rules.render import statement
from huigong.rules.values import UNKNOWN, Answer

LINKS = (AllOf, AnyOf, Cited, When, Not)
Made = TypeVar("Made")


@dataclass(frozen=True)
class Condition:
    """One condition as `explain` names it: in words, with its clause and its wording for workers."""

    text: str
    clause: str
    phrase: str = ""

    def __str__(self) -> str:
        return f"{self.clause}｜{self.text}" if self.clause else self.text


@dataclass
class Conditions:
    """Every condition once, numbered in the order in which it was met."""

    numbers: dict[Condition, int] = field(default_factory=dict)
    _texts: dict[Node, str] = field(default_factory=dict, repr=False)

    def number(self, node: Node, clause: str, phrase: str) -> int:
        """The number of a condition."""
        if node not in self._texts:
            self._texts[node] = statement(node)
        condition = Condition(self._texts[node], clause, phrase)
        return self.numbers.setdefault(condition, len(self.numbers))

    def listed(self) -> tuple[Condition, ...]:
        """The conditions by number."""
        return tuple(self.numbers)


@dataclass(frozen=True)
class Saying(Generic[Made]):
    """How an engine says "condition 7", and "where this part answers so, that, and so on, else that"."""

    condition: Callable[[int], Made]
    chain: Callable[[list[tuple[Node, Answer, Made]], Made], Made]


def by_answer(node: Node, conditions: Conditions, saying: Saying[Made]) -> tuple[Made, Made, Made]:
    """What says which condition decided a rule: for a yes, a no, and not known."""
    yes, no, unknown = (_first(node, truth, "", conditions, saying) for truth in (True, False, UNKNOWN))
    return yes, no, unknown


def deciding(node: Node, conditions: Conditions, saying: Saying[Made], clause: str = "") -> Made:
    """The same whatever the answer: of linked parts, one that decides, else one that is open, else the first."""
    match node:
        case Cited(part=part, phrase=""):
            return deciding(part, conditions, saying, node.clause or clause)
        case AllOf(parts=parts) | AnyOf(parts=parts):
            decisive = isinstance(node, AnyOf)
            tests: list[tuple[Node, Answer, Made]] = [
                (part, deciding, _first(part, deciding, clause, conditions, saying))
                for deciding in (decisive, UNKNOWN)
                for part in parts
            ]
            return saying.chain(tests, _first(parts[0], not decisive, clause, conditions, saying))
        case _:
            return _whatever(node, clause, conditions, saying)


def _whatever(node: Node, clause: str, conditions: Conditions, saying: Saying[Made]) -> Made:
    yes, no, unknown = (_first(node, truth, clause, conditions, saying) for truth in (True, False, UNKNOWN))
    return saying.chain([(node, True, yes), (node, False, no)], unknown)


def _first(node: Node, verdict: Answer, clause: str, conditions: Conditions, saying: Saying[Made]) -> Made:
    """What says which condition comes first, given that the answer of `node` is `wanted`."""
    match node:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            everyone = verdict is isinstance(node, AllOf)
            tried = parts[:1] if everyone else parts
            ways = [(part, verdict, _first(part, verdict, clause, conditions, saying)) for part in tried]
            return saying.chain(ways[:-1], ways[-1][2])
        case Cited(part=part, phrase=""):
            return _first(part, verdict, node.clause or clause, conditions, saying)
        case Cited(part=part, phrase=phrase):
            return saying.condition(conditions.number(part, node.clause or clause, phrase))
        case Not(part=part) if isinstance(part, LINKS):
            opposite = UNKNOWN if verdict is UNKNOWN else not verdict
            return _first(part, opposite, clause, conditions, saying)
        case When() if verdict is False:
            return _lacking(node, clause, conditions, saying)
        case When(condition=condition):
            return _whatever(condition, clause, conditions, saying)
        case _:
            return saying.condition(conditions.number(node, clause, ""))


def _lacking(node: When, clause: str, conditions: Conditions, saying: Saying[Made]) -> Made:
    """What a choice lacks: of the branch that was taken, which itself is nothing that the person lacks."""
    tested = _whatever(node.condition, clause, conditions, saying)
    then, otherwise = (
        _first(branch, False, clause, conditions, saying) if fact_names(branch) else tested
        for branch in (node.then, node.otherwise)
    )
    return saying.chain([(node.condition, True, then), (node.condition, False, otherwise)], then)
