"""The next question, straight from rules and what is known of a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from huigong.rules.ask import OpenRule, next_question
from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import needs
from huigong.rules.nodes import Node
from huigong.rules.parameters import ParameterLookup, no_parameters
from huigong.rules.values import UNKNOWN, Answer


def next_question_for(
    rules: Iterable[Node],
    *,
    values: Mapping[str, Answer | None],
    on: date,
    parameters: ParameterLookup = no_parameters,
    skip: Collection[str] = (),
) -> str | None:
    """The fact to ask for next, None where no question would help."""
    here = Situation(values, on, parameters)
    still_open = [(rule, needs(rule, here)) for rule in rules if answer(rule, here) is UNKNOWN]
    return next_question([OpenRule(rule, need, need.missing) for rule, need in still_open], here, skip=skip)
