"""The next best question: only what some open rule still needs, the most telling first."""

from __future__ import annotations

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
    person has already said they do not know.
    """
    settles: dict[str, int] = {}
    needed: dict[str, int] = {}
    for one in explanations:
        for name in one.missing:
            if name not in skip:
                needed[name] = needed.get(name, 0) + 1
                settles[name] = settles.get(name, 0) + (name in one.settled_by)
    if not needed:
        return None
    order = {name: place for place, name in enumerate(needed)}
    return max(needed, key=lambda name: (settles[name], needed[name], -order[name]))


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
