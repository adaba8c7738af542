"""The next question, straight from rules and what is known of a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from huigong.rules.ask import next_question, open_rules
from huigong.rules.evaluate import Situation
from huigong.rules.nodes import Node
from huigong.rules.parameters import ParameterLookup, no_parameters
from huigong.rules.values import Answer


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
    return next_question(open_rules(rules, here), here, skip=skip)
