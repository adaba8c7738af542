"""The next best question: only what some open rule still needs, the most telling first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from huigong.rules.explain import Explanation, explain
from huigong.rules.nodes import Node
from huigong.rules.parameters import ParameterLookup, no_parameters
from huigong.rules.values import Answer


def next_question(explanations: Iterable[Explanation], *, skip: Collection[str] = ()) -> str | None:
    """The fact to ask for next, or None when nothing that can be asked would help.

    First the fact that alone could settle the most open rules, then the one that the most
    open rules need, then the one that comes first in the rules. `skip` are facts that the
    person has already said they do not know; when nothing else is left, a derived fact is
    asked instead (how many months, for one who does not know since which day).
    """
    still_open = list(explanations)
    needed = Counter(name for one in still_open for name in one.missing if name not in skip)
    if not needed:
        estimates = [name for one in still_open for name in one.estimates if name not in skip]
        return estimates[0] if estimates else None
    settles = Counter(name for one in still_open for name in one.settled_by)
    # `max` keeps the first of equals, and a Counter keeps the order of the rules.
    return max(needed, key=lambda name: (settles[name], needed[name]))


def next_question_for(
    rules: Iterable[Node],
    *,
    values: Mapping[str, Answer | None],
    on: date,
    parameters: ParameterLookup = no_parameters,
    skip: Collection[str] = (),
) -> str | None:
    """`next_question` straight from rules and what is known of the person."""
    explanations = [explain(rule, values=values, on=on, parameters=parameters) for rule in rules]
    return next_question(explanations, skip=skip)
