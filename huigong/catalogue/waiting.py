"""Says when waiting alone will make a no a yes, also for a person who gave a number of months and no date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from huigong.kernel.sentences import say
from huigong.rules.evaluate import Situation, answer
from huigong.rules.nearest import Wait, first_day, longest
from huigong.rules.nodes import (
    AllOf,
    FactReference,
    FullSpan,
    JudgementDate,
    Node,
    Parameter,
    TimeBar,
    fact_names,
    walk,
)
from huigong.rules.parameters import ParameterLookup
from huigong.rules.spans import months_after
from huigong.rules.values import UNKNOWN, Answer

_MONTHS_EACH = {"满月数": 1, "满年数": 12, "周岁": 12}


def waiting(
    rule: Node, *, values: Mapping[str, Answer | None], on: date, parameters: ParameterLookup
) -> str | None:
    """`再过2个月，最早2027年1月5日`, or None where waiting does not help.

    Who says "four months" may have begun any day up to a month earlier, so the
    day found from the number alone is the latest one: `最晚` instead of `最早`.
    Where other conditions are still open, that is said too.
    """
    supposed = _latest_beginnings(rule, values, on)
    here = Situation(values if supposed is None else supposed, on, parameters)
    most = _longest_wait(rule, here)
    if most is None:
        return None
    # No day before the longest wait makes the rule a yes: a condition is a no until then.
    since = on if supposed else most.opens or most.earliest
    known = first_day(rule, Situation(values, on, parameters), since=since)
    if known is not None:
        return known.text
    wait = None if supposed is None else first_day(rule, here)
    if wait is None:
        if answer(rule, here.on_day(most.earliest)) is False:
            return None
        wait = most
    if supposed is not None:
        span, day = wait.text.parts["span"], wait.text.parts["day"]
        wait = replace(wait, text=say("再过{span}，最晚{day}", span=span, day=day))
    return told(wait, settled=answer(rule, here.on_day(wait.earliest)) is True)


def waits(rule: Node, *, values: Mapping[str, Answer | None], on: date, parameters: ParameterLookup) -> bool:
    """Whether `waiting` would say something; the day and its words cost more."""
    supposed = _latest_beginnings(rule, values, on)
    here = Situation(values if supposed is None else supposed, on, parameters)
    most = _longest_wait(rule, here)
    if most is None:
        return False
    if answer(rule, here.on_day(most.earliest)) is not False:
        return True
    return waiting(rule, values=values, on=on, parameters=parameters) is not None


def told(wait: Wait, *, settled: bool) -> str:
    """What is said of a wait; `settled` where the whole rule is a yes then, and not open for another reason."""
    return wait.text if settled else say("{wait}；其他条件还要问清", wait=wait.text)


def counted_spans(rule: Node) -> frozenset[str]:
    """The facts of a rule that say how long something has lasted, which people may count instead of naming the day."""
    return frozenset(node.name for node in walk(rule) if isinstance(node, FactReference) and _is_span(node))


def growing(rule: Node) -> frozenset[str] | None:
    """The facts whose value grows with time; None where the day itself is compared with something.

    What a rule answers without knowing any of them holds on every day.
    """
    spans = [node for node in walk(rule, into_derived=True) if isinstance(node, FullSpan | TimeBar)]
    within = {id(part) for span in spans for part in walk(span, into_derived=True)}
    grown = set[str]()
    for node in walk(rule, into_derived=True):
        if isinstance(node, JudgementDate) and id(node) not in within:
            return None
        if isinstance(node, FullSpan | TimeBar) or (isinstance(node, FactReference) and _reads_the_day(node)):
            grown.update(fact_names(node, into_derived=True))
    return frozenset(grown)


def may_change(rule: Node) -> bool:
    """Whether a rule may say something else on another day, all that is known staying as it is."""
    return growing(rule) != frozenset() or any(
        isinstance(node, Parameter) for node in walk(rule, into_derived=True)
    )


def supposed_of(rule: Node) -> frozenset[str]:
    """The facts of a rule that `waiting` supposes something of where people count instead of naming the day."""
    counted = (node for node in walk(rule) if isinstance(node, FactReference) and _is_span(node))
    return frozenset().union(*({node.name} | node.fact.reads for node in counted))


def _is_span(node: FactReference) -> bool:
    return isinstance(node.fact.derivation, FullSpan)


def _reads_the_day(node: Node) -> bool:
    return any(isinstance(part, JudgementDate | TimeBar) for part in walk(node, into_derived=True))


def _longest_wait(rule: Node, here: Situation) -> Wait | None:
    """The wait until no condition is a no; None where one of them stays so for ever, or none is.

    Trying each condition on the days that concern it is much cheaper than trying the whole rule on all of them.
    """
    parts = rule.parts if isinstance(rule, AllOf) else (rule,)
    waits = []
    for part in parts:
        if answer(part, here) is False:
            wait = first_day(part, here)
            if wait is None:
                return None
            waits.append(wait)
    return longest(waits, here.on) if waits else None


def _latest_beginnings(
    rule: Node, values: Mapping[str, Answer | None], on: date
) -> dict[str, Answer | None] | None:
    """`values` with every given span replaced by the latest day it can have begun; None where there is none."""
    if int not in map(type, values.values()):
        return None
    supposed, replaced = dict(values), False
    for node in walk(rule):
        match node:
            case FactReference(name=name) if isinstance(node.fact.derivation, FullSpan):
                beginning = _beginning(node.fact.derivation, values.get(name), values, on)
                if beginning is not None:
                    supposed.pop(name, None)
                    supposed[beginning[0]] = beginning[1]
                    replaced = True
    return supposed if replaced else None


def _beginning(
    span: FullSpan, given: Answer | None, values: Mapping[str, Answer | None], on: date
) -> tuple[str, date] | None:
    start = span.start
    countable = isinstance(given, int) and not isinstance(given, bool) and span.kind in _MONTHS_EACH
    if not (countable and isinstance(start, FactReference) and isinstance(span.end, JudgementDate)):
        return None
    if values.get(start.name) not in (None, UNKNOWN):
        return None
    assert isinstance(given, int)
    day = months_after(on, -given * _MONTHS_EACH[span.kind])
    return None if day is None else (start.name, day)
