"""The next best question: the one whose answer should settle the most rules that are still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from fractions import Fraction

from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import Needs
from huigong.rules.nodes import Fact, FactReference, Node, walk
from huigong.rules.values import UNKNOWN, Type, Value


@dataclass(frozen=True)
class OpenRule:
    """A rule without an answer yet, what it needs, and which of that may be asked now, in its order."""

    rule: Node
    needs: Needs
    asked: tuple[str, ...]

    @property
    def reads(self) -> frozenset[str]:
        """The facts that may settle it: what it misses, and what is asked where the person does not know that."""
        return frozenset(self.needs.missing + self.asked)


def next_question(rules: Iterable[OpenRule], here: Situation, *, skip: Collection[str] = ()) -> str | None:
    """The fact to ask for next, or None when nothing that can be asked would help.

    Looks one answer ahead: for every answer that a person may give, how many open rules it
    settles, all answers being equally likely. The greatest expectation comes first, then the
    fact that the most open rules need, then the one that comes first in the rules. `skip` are
    facts that the person has already said they do not know; when nothing else is left, a
    derived fact is asked instead (how many months, for one who does not know since which day).
    """
    still_open = list(rules)
    needed = Counter(name for rule in still_open for name in rule.asked if name not in skip)
    if not needed:
        estimates = [name for rule in still_open for name in rule.needs.estimates if name not in skip]
        return estimates[0] if estimates else None
    settled = _expected(needed, still_open, here)
    # `max` keeps the first of equals, and a Counter keeps the order of the rules.
    return max(needed, key=lambda name: (settled[name], needed[name]))


def _expected(names: Collection[str], rules: list[OpenRule], here: Situation) -> dict[str, Fraction]:
    """How many of the rules the answer about each fact should settle."""
    reading: dict[str, list[OpenRule]] = {name: [] for name in names}
    for rule in rules:
        for name in rule.reads & reading.keys():
            reading[name].append(rule)
    declared = _declared(names, rules)
    return {name: _settled(declared[name], readers, here) for name, readers in reading.items()}


def _settled(fact: Fact, rules: list[OpenRule], here: Situation) -> Fraction:
    return sum((hope(fact, rule, here) for rule in rules), Fraction(0))


def hope(fact: Fact, rule: OpenRule, here: Situation) -> Fraction:
    """How likely the answer about `fact` settles this rule, from 0 to 1; all answers being equally likely."""
    answers = possible_answers(fact)
    if not answers:
        # A number or a day: one that decides alone does, one of several does half of the time.
        alone = rule.needs.missing == (fact.name,)
        return Fraction(alone + (fact.name in rule.needs.settled_by), 2)
    settling = sum(answer(rule.rule, then) is not UNKNOWN for then in here.said_also(fact.name, answers))
    return Fraction(settling, len(answers))


def possible_answers(fact: Fact) -> tuple[Value, ...]:
    """Every answer that a person may give, where they can be counted."""
    return (True, False) if fact.type is Type.BOOL else fact.values


def _declared(names: Collection[str], rules: list[OpenRule]) -> dict[str, Fact]:
    missing, facts = set(names), dict[str, Fact]()
    for rule in rules:
        if missing.isdisjoint(rule.reads):
            continue
        for node in walk(rule.rule, into_derived=True):
            if isinstance(node, FactReference) and node.name in missing:
                facts[node.name] = node.fact
                missing.discard(node.name)
    return facts
