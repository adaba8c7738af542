"""The nearest way in: the earliest day on which waiting is enough, and the one thing to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from math import ceil

from huigong.kernel.sentences import Sentence, say
from huigong.rules.evaluate import LATER, Situation, answer, bar_dates, period_of
from huigong.rules.nodes import (
    Brackets,
    Cited,
    Compare,
    FactReference,
    FullSpan,
    JudgementDate,
    Later,
    Node,
    TimeBar,
    walk,
)
from huigong.rules.parameters import ParameterLookup, no_parameters
from huigong.rules.spans import days_after, full_months, months_after
from huigong.rules.values import DAYS, MONTHS, UNKNOWN, Answer, show

_MONTHS_EACH = {"满月数": 1, "满年数": 12, "周岁": 12}
_MOST_SHARING = 4  # 28 to 31 January have one corresponding day in February


@dataclass(frozen=True)
class Wait:
    """The person qualifies on `earliest` if nothing else changes.

    `months` are the full months from today to that day, rounded up; `facts` are what grows
    with time (`居住月数`); `text` says it: `再过2个月，最早2027年1月5日`. `opens` is the first day on which they may
    qualify, where that is earlier because something that nobody has told decides; then `text` names both days.
    """

    earliest: date
    months: int
    facts: tuple[str, ...]
    text: Sentence
    opens: date | None = None


@dataclass(frozen=True)
class Step:
    """With this one fact a yes the answer is no longer no; `text` says what to do for it."""

    fact: str
    text: str


@dataclass(frozen=True)
class _Threshold:
    day: date
    fact: str


def nearest(
    node: Node,
    *,
    values: Mapping[str, Answer | None],
    on: date,
    parameters: ParameterLookup = no_parameters,
) -> Wait | None:
    """The earliest later day on which a rule that is no today becomes yes, all facts staying as they are.

    Only days on which some threshold of the rule is crossed are tried, and the whole rule
    is evaluated on each. None where the answer is not no, or waiting does not help.
    """
    here = Situation(values, on, parameters)
    return first_day(node, here) if answer(node, here) is False else None


def first_day(node: Node, here: Situation, *, since: date = date.min) -> Wait | None:
    """What `nearest` gives of a rule that is known to be a no in this situation, and on every day before `since`."""
    thresholds = sorted(
        (threshold for threshold in _thresholds(node, here) if threshold.day > here.on),
        key=lambda threshold: threshold.day,
    )
    opens = None
    for day in dict.fromkeys(threshold.day for threshold in thresholds if threshold.day >= since):
        then = answer(node, here.on_day(day))
        if then is True:
            crossed = (each.fact for each in thresholds if each.day == day and each.fact)
            return _opening(_wait(day, here.on, tuple(dict.fromkeys(crossed))), opens, here.on)
        if then is UNKNOWN and opens is None:
            opens = day
    return None


def longest(waits: Sequence[Wait], on: date) -> Wait:
    """The wait until the last of several conditions of a rule, each a no today, is a yes."""
    last = max(waits, key=lambda wait: wait.earliest)
    return _opening(last, max(wait.opens or wait.earliest for wait in waits), on)


def steps(node: Node, here: Situation) -> tuple[Step, ...]:
    """Each thing a person could do that alone takes a no away, in the order of the rule.

    Only facts that say how they are attained are tried; a fact such as an injury is never suggested.
    Where other conditions are still open, that is said too.
    """
    lacking = {
        part.name: part.fact.attain
        for part in walk(node, into_derived=True)
        if isinstance(part, FactReference) and part.fact.attain and here.values.get(part.name) is False
    }
    if not lacking or answer(node, here) is not False:
        return ()
    suggested = []
    for name, attain in lacking.items():
        (attained,) = here.said_also(name, (True,))
        then = answer(node, attained)
        if then is not False:
            suggested.append(
                Step(name, attain if then is True else say("{attain}；其他条件还要问清", attain=attain))
            )
    return tuple(suggested)


def _wait(day: date, on: date, facts: tuple[str, ...]) -> Wait:
    text = say("再过{span}，最早{day}", span=_span(on, day), day=show(day))
    return Wait(day, _months(on, day), facts, text)


def _opening(wait: Wait, opens: date | None, on: date) -> Wait:
    if opens is None or opens >= wait.earliest:
        return wait
    span, first, day = _span(on, opens), show(opens), show(wait.earliest)
    text = say("再过{span}，最早{first}，最晚{day}（看没问到的情况）", span=span, first=first, day=day)
    return replace(wait, text=text, opens=opens)


def _span(on: date, day: date) -> str:
    return show(_months(on, day), MONTHS) if (day - on).days >= 28 else show((day - on).days, DAYS)


def _months(on: date, day: date) -> int:
    months = full_months(on, day)
    reached = months_after(on, months)
    return months + 1 if reached is None or reached < day else months


def _thresholds(node: Node, here: Situation) -> Iterator[_Threshold]:
    for part in walk(node, into_derived=True):
        if isinstance(part, Compare):
            yield from _crossed(part.left, part.right, here)
            yield from _crossed(part.right, part.left, here)
        if isinstance(part, Brackets):
            for step in part.steps:
                yield from _crossed(part.subject, step.upper, here)
        if isinstance(part, TimeBar):
            yield from (_Threshold(day, "") for day in _days_over(part, here))


def _days_over(node: TimeBar, here: Situation) -> Iterator[date]:
    """The days on which a bar may come to its end: those right after the last day, as far as rest days may reach."""
    period, (start, renewed, suspended) = period_of(node, here), bar_dates(node, here)
    if period is None or not isinstance(suspended, int) or node.claimed:
        return
    for day in (start, renewed):
        last = period.last_day(day, suspended) if isinstance(day, date) else None
        if last is not None:
            reach = min(2 * period.calendar.longest_rest, (date.max - last.counted).days)
            yield from (last.counted + timedelta(days=days) for days in range(1, reach + 1))


def _crossed(growing: Node, limit: Node, here: Situation) -> Iterator[_Threshold]:
    """The days on which what grows with time reaches a limit, and passes it."""
    fact, inside = _opened(growing, here)
    bound = answer(limit, here)
    match inside:
        case JudgementDate() if isinstance(bound, date):
            days = [bound, bound + timedelta(days=1)] if bound < date.max else [bound]
        case Later(kind=kind, start=JudgementDate(), count=count) if isinstance(bound, date):
            days = _days_before(kind, bound, answer(count, here))
        case FullSpan(kind=kind, start=start, end=JudgementDate()) if isinstance(bound, int | Decimal):
            days = _span_days(kind, answer(start, here), ceil(bound))
        case _:
            return
    yield from (_Threshold(day, fact) for day in days)


def _days_before(kind: str, bound: date, count: Answer) -> list[date]:
    """The days so long before a bound; several days of a long month may have one corresponding day in a short one."""
    first = LATER[kind](bound, -count) if isinstance(count, int) else None
    if first is None:
        return []
    days = (days_after(first, number) for number in range(_MOST_SHARING + 1))
    return [day for day in days if day is not None]


def _span_days(kind: str, start: Answer, count: int) -> list[date]:
    if not isinstance(start, date) or not 0 <= count <= 9999 * 12:
        return []
    if kind == "满天数":
        room = (date.max - start).days
        return [start + timedelta(days=days) for days in (count, count + 1) if days <= room]
    each = _MONTHS_EACH[kind]
    ends = (months_after(start, times * each) for times in (count, count + 1))
    return [day for day in ends if day is not None]


def _opened(node: Node, here: Situation) -> tuple[str, Node]:
    """What a derived fact is derived from, unless its value was given; with the fact's name."""
    fact = ""
    while True:
        match node:
            case Cited(part=part):
                node = part
            case FactReference(name=name) if here.values.get(name, UNKNOWN) in (None, UNKNOWN):
                if node.fact.derivation is None:
                    return fact, node
                fact, node = fact or name, node.fact.derivation
            case _:
                return fact, node
