"""Whether conditions hold for what is known: yes, no, or not to be told and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huigong.arrears.criteria.declaring import Condition, Criterion
from huigong.kernel.sentences import say
from huigong.rules.evaluate import Situation, answer
from huigong.rules.explain import needs
from huigong.rules.nodes import Parameter, walk
from huigong.rules.parameters import ParameterLookup
from huigong.rules.values import Answer, Unknown

Values = Mapping[str, Answer]


@dataclass(frozen=True)
class Held:
    """One condition: `holds` None where that cannot be told, `why` then says what is missing."""

    condition: Condition
    holds: bool | None
    why: str = ""


@dataclass(frozen=True)
class Tried:
    """A criterion held against a matter."""

    criterion: Criterion
    held: tuple[Held, ...]

    @property
    def met(self) -> bool | None:
        """Whether all hold; None where one cannot be told and none fails."""
        answers = [each.holds for each in self.held]
        return False if False in answers else None if None in answers else True


def tried(
    criterion: Criterion,
    of_matter: Values,
    workers: Sequence[Values],
    *,
    on: date,
    parameters: ParameterLookup,
) -> Tried:
    """Every condition of a criterion; `workers` is what is known of each who is owed something."""
    return Tried(
        criterion,
        tuple(_held(each, of_matter, workers, on, parameters) for each in criterion.conditions),
    )


def _held(
    condition: Condition, of_matter: Values, workers: Sequence[Values], on: date, parameters: ParameterLookup
) -> Held:
    rows = [{**of_matter, **row} for row in workers] if condition.of_worker else [of_matter]
    answers = [answer(condition.when, Situation(row, on, parameters)) for row in rows]
    if True in answers:
        return Held(condition, True)
    if all(each is False for each in answers) and (answers or not condition.of_worker):
        return Held(condition, False)
    return Held(condition, None, _missing(condition, rows or [of_matter], on, parameters))


def _missing(condition: Condition, rows: Sequence[Values], on: date, parameters: ParameterLookup) -> str:
    """What keeps it open: amounts that no place has set, then facts."""
    unset = [
        node.name
        for node in walk(condition.when, into_derived=True)
        if isinstance(node, Parameter) and isinstance(parameters(node.name, on), Unknown)
    ]
    facts = [name for row in rows for name in needs(condition.when, Situation(row, on, parameters)).missing]
    told = []
    if unset:
        told.append(say("当地没有录入“{names}”", names="、".join(dict.fromkeys(unset))))
    if facts:
        told.append(say("还没有查清“{names}”", names="、".join(dict.fromkeys(facts))))
    return "；".join(told)
