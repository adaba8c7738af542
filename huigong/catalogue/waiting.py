"""Says when waiting alone will make a no a yes, also for a person who gave a number of months and no date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from huigong.kernel.sentences import say
from huigong.rules.evaluate import evaluate
from huigong.rules.nearest import Wait, nearest
from huigong.rules.nodes import AllOf, FactReference, FullSpan, JudgementDate, Node, TimeBar, fact_names, walk
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
    known = nearest(rule, values=values, on=on, parameters=parameters)
    if known is not None:
        return known.text
    supposed = _latest_beginnings(rule, values, on)
    if supposed is not None:
        wait = nearest(rule, values=supposed, on=on, parameters=parameters) or _part_way(
            rule, values=supposed, on=on, parameters=parameters
        )
        if wait is None:
            return None
        latest = replace(wait, text=say("再过{span}，最晚{day}", **wait.text.parts))
        return _told(latest, rule, supposed, parameters)
    wait = _part_way(rule, values=values, on=on, parameters=parameters)
    return None if wait is None else _told(wait, rule, values, parameters)


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


def _reads_the_day(node: Node) -> bool:
    return any(isinstance(part, JudgementDate | TimeBar) for part in walk(node, into_derived=True))


def _told(wait: Wait, rule: Node, values: Mapping[str, Answer | None], parameters: ParameterLookup) -> str:
    then = evaluate(rule, values=values, on=wait.earliest, parameters=parameters)
    return wait.text if then is True else say("{wait}；其他条件还要问清", wait=wait.text)


def _part_way(
    rule: Node, *, values: Mapping[str, Answer | None], on: date, parameters: ParameterLookup
) -> Wait | None:
    """The wait until no condition is a no, where others are still unknown."""
    parts = rule.parts if isinstance(rule, AllOf) else ()
    against = [part for part in parts if evaluate(part, values=values, on=on, parameters=parameters) is False]
    waits = [nearest(part, values=values, on=on, parameters=parameters) for part in against]
    lasting = [wait for wait in waits if wait is not None]
    if not lasting or len(lasting) < len(waits):
        return None
    longest = max(lasting, key=lambda wait: wait.earliest)
    then = evaluate(rule, values=values, on=longest.earliest, parameters=parameters)
    return None if then is False else longest


def _latest_beginnings(
    rule: Node, values: Mapping[str, Answer | None], on: date
) -> dict[str, Answer | None] | None:
    """`values` with every given span replaced by the latest day it can have begun; None where there is none."""
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
