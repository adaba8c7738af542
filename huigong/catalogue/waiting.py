"""Says when waiting alone will make a no a yes, also for a person who gave a number of months and no date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from huigong.rules.nearest import nearest
from huigong.rules.nodes import FactReference, FullSpan, JudgementDate, Node, walk
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
    """
    known = nearest(rule, values=values, on=on, parameters=parameters)
    if known is not None:
        return known.text
    supposed = _latest_beginnings(rule, values, on)
    if supposed is None:
        return None
    found = nearest(rule, values=supposed, on=on, parameters=parameters)
    return None if found is None else found.text.replace("最早", "最晚")


def _latest_beginnings(
    rule: Node, values: Mapping[str, Answer | None], on: date
) -> dict[str, Answer | None] | None:
    """`values` with every given span replaced by the latest day it can have begun; None where there is none."""
    supposed, found = dict(values), False
    for node in walk(rule):
        match node:
            case FactReference(name=name) if isinstance(node.fact.derivation, FullSpan):
                beginning = _beginning(node.fact.derivation, values.get(name), values, on)
                if beginning is not None:
                    supposed.pop(name, None)
                    supposed[beginning[0]] = beginning[1]
                    found = True
    return supposed if found else None


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
