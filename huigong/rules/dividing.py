"""Into which ranges a number or a day falls by what is still asked of it.

Where rules only ask on which side of a boundary somebody stands, nobody has to look up an exact figure.
The boundaries are found by asking the conditions themselves, so that a figure of a place, a rest day that moves
a last day, and what is known already count as in the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from huigong.kernel.days import EARLIEST, LATEST
from huigong.rules.evaluate import Situation, answer
from huigong.rules.nodes import AllOf, AnyOf, Cited, Fact, FactReference, Node, Not, When
from huigong.rules.values import (
    DECIMAL_PLACES,
    LARGEST_DECIMAL,
    LARGEST_INTEGER,
    UNKNOWN,
    Answer,
    Between,
    Measured,
    Type,
)

_MOST_ASKED = 1_000  # of one condition; a boundary among 10**18 numbers takes 120


class _Undecided(Exception):
    """More than the one fact decides."""


def open_conditions(node: Node, here: Situation) -> Iterator[Node]:
    """The comparisons and the like inside a rule that keep it open."""
    if answer(node, here) is not UNKNOWN:
        return
    match node:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            inside = parts
        case Not(part=part) | Cited(part=part):
            inside = (part,)
        case When(condition=condition, then=then, otherwise=otherwise):
            inside = (condition, then, otherwise)
        case FactReference() if node.fact.type is Type.BOOL and node.fact.derivation is not None:
            inside = (node.fact.derivation,)
        case _:
            yield node
            return
    for part in inside:
        yield from open_conditions(part, here)


def span_of(fact: Fact, *, on: date) -> Between:
    """Everything that a number or a day can be, to be divided."""
    least, most = fact.bounds.least, fact.bounds.most
    match fact.type:
        case Type.DATE:
            return Between(EARLIEST, on if fact.bounds.in_past else LATEST)
        case Type.INT:
            return Between(
                -LARGEST_INTEGER if least is None else least, LARGEST_INTEGER if most is None else most
            )
        case Type.DECIMAL:
            end = _endless(fact)
            return Between(-end if least is None else Decimal(least), end if most is None else Decimal(most))
    raise TypeError(f"{fact.name} is no number and no day")


def _endless(fact: Fact) -> int | Decimal:
    return LARGEST_INTEGER if fact.type is Type.INT else LARGEST_DECIMAL - DECIMAL_PLACES


def boundaries(condition: Node, fact: Fact, span: Between, here: Situation) -> tuple[Measured, ...] | None:
    """The values up to which the answer of a condition is one, and behind which it is another, ascending.

    None where something else that is not known has a say, or where no end of boundaries is found.
    """
    try:
        runs = _Runs(condition, fact, here).of(_number(span.least), _number(span.most))
    except _Undecided:
        return None
    return tuple(_value(fact, last) for last, _ in runs[:-1])


def divided(span: Between, fact: Fact, ends: Iterable[Measured]) -> tuple[Measured | Between, ...]:
    """The parts of a span that these boundaries make, ascending; a part of one value is that value.

    The last one has no end where the fact is bounded only by what is sensible.
    """
    first, parts = _number(span.least), list[Measured | Between]()
    most = _endless(fact) if span.most == fact.bounds.most else span.most
    for last in sorted({*map(_number, ends), _number(most)}):
        parts.append(Between.of((_value(fact, first), _value(fact, last))))
        first = last + 1
    return tuple(parts)


class _Runs:
    """The stretches on which one condition answers the same, by halving."""

    def __init__(self, condition: Node, fact: Fact, here: Situation) -> None:
        self._condition, self._fact, self._here, self._asked = condition, fact, here, 0

    def of(self, first: int, last: int) -> list[tuple[int, Answer]]:
        """(the last number, the answer) of each stretch from `first` to `last`."""
        if UNKNOWN in (self._answer(first, first), self._answer(last, last)):
            raise _Undecided
        return self._of(first, last)

    def _of(self, first: int, last: int) -> list[tuple[int, Answer]]:
        known = self._answer(first, last)
        if known is not UNKNOWN:
            return [(last, known)]
        if first == last or self._asked > _MOST_ASKED:
            raise _Undecided
        middle = (first + last) // 2
        low, high = self._of(first, middle), self._of(middle + 1, last)
        return low[:-1] + high if low[-1][1] == high[0][1] else low + high

    def _answer(self, first: int, last: int) -> Answer:
        self._asked += 1
        value = Between.of(_value(self._fact, number) for number in (first, last))
        values = {**self._here.values, self._fact.name: value}
        return answer(
            self._condition, replace(self._here, values=values, faults={}, derived={}, open_facts={})
        )


def _number(value: Measured) -> int:
    """Values in their order as whole numbers, neighbours one apart."""
    match value:
        case date():
            return value.toordinal()
        case Decimal():
            return int(value / DECIMAL_PLACES)
        case _:
            return value


def _value(fact: Fact, number: int) -> Measured:
    match fact.type:
        case Type.DATE:
            return date.fromordinal(number)
        case Type.DECIMAL:
            return number * DECIMAL_PLACES
        case _:
            return number
