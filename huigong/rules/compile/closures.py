"""Turns a rule into nested Python functions: the fastest way to answer for one person.

A compiled rule takes a *notebook*: a private dict of what is known about one person, by
fact name, without unknowns. Derived facts are worked out once and noted down in it, so
one notebook serves all rules of a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from huigong.rules.compile.reasons import Conditions, Saying, by_answer
from huigong.rules.compile.setting import Setting
from huigong.rules.compile.thresholds import Bound, bound
from huigong.rules.evaluate import COMPARISONS, LATER, LIMITS, ROUNDINGS, SPANS, quotient_or_none, sum_or_none
from huigong.rules.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Brackets,
    Cited,
    Compare,
    FactReference,
    FullSpan,
    Largest,
    Later,
    Member,
    Negate,
    Node,
    Not,
    Rounded,
    Smallest,
    TimeBar,
    When,
)
from huigong.rules.values import UNKNOWN, Answer, integer_in_range

Notebook = dict[str, Any]
Compiled = Callable[[Notebook], Any]
Reason = Callable[[Notebook], int]


@dataclass(frozen=True)
class CompiledRule:
    """A rule for one day and one set of parameters: `answer` gives the value; `yes`, `no` and
    `unknown` the number of the condition that decided (the first that `explain` would name)."""

    answer: Compiled
    yes: Reason
    no: Reason
    unknown: Reason

    def decided(self, book: Notebook) -> tuple[Any, int]:
        """The answer, and the number of the condition that decided."""
        value = self.answer(book)
        if value is UNKNOWN:
            return value, self.unknown(book)
        return value, self.yes(book) if value else self.no(book)


def notebook(values: Mapping[str, Answer | None]) -> Notebook:
    """A private dict of what is known."""
    return {name: value for name, value in values.items() if value is not None and value is not UNKNOWN}


def compile_value(node: Node, setting: Setting) -> Compiled:
    """The value of a checked rule; UNKNOWN where it is not known."""
    return Closures(setting).of(node)


def compile_rule(node: Node, setting: Setting, conditions: Conditions) -> CompiledRule:
    """A condition with the number of what decided it; numbers are given in `conditions`."""
    closures = Closures(setting)
    return CompiledRule(closures.of(node), *by_answer(node, conditions, closures.saying()))


class Closures:
    """Makes one function for each distinct part of the rules of one setting."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self._made: dict[Node, Compiled] = {}

    def of(self, node: Node) -> Compiled:
        """The function of a part."""
        if node not in self._made:
            closed = self.setting.is_closed(node)
            self._made[node] = _always(self.setting.value(node)) if closed else self._make(node)
        return self._made[node]

    def _make(self, node: Node) -> Compiled:
        match node:
            case FactReference():
                return self._fact(node)
            case AllOf(parts=parts):
                return _until(False, tuple(map(self.of, parts)))
            case AnyOf(parts=parts):
                return _until(True, tuple(map(self.of, parts)))
            case Not(part=part):
                return _one(lambda value: not value, self.of(part))
            case Compare(operator=operator, left=left, right=right):
                limit = bound(node, self.setting)
                if limit is not None:
                    return self._bounded(limit)
                return _pair(COMPARISONS[operator], self.of(left), self.of(right))
            case Member(part=part, options=options):
                return _member(self.of(part), [option.value for option in options])
            case When(condition=condition, then=then, otherwise=otherwise):
                return _when(self.of(condition), self.of(then), self.of(otherwise))
            case Brackets(subject=subject, steps=steps):
                uppers = self.setting.bounds(node)
                if UNKNOWN in uppers:
                    return self.of(node.as_choices())
                limits = tuple((LIMITS[step.limit], upper) for step, upper in zip(steps, uppers, strict=True))
                return _brackets(self.of(subject), limits, tuple(map(self.of, node.values)))
            case TimeBar():
                return self._bar(node)
            case Cited(part=part):
                return self.of(part)
            case _:
                return self._number(node)

    def _number(self, node: Node) -> Compiled:
        match node:
            case Arithmetic(operator="/", left=left, right=right):
                return _pair(quotient_or_none, self.of(left), self.of(right))
            case Arithmetic(operator=operator, left=left, right=right):
                return _pair(lambda a, b: sum_or_none(operator, a, b), self.of(left), self.of(right))
            case Negate(part=part):
                return _one(lambda a: -a, self.of(part))
            case Rounded(direction=direction, part=part):
                rounding = ROUNDINGS[direction]
                return _one(
                    lambda a: integer_in_range(int(Decimal(a).to_integral_value(rounding=rounding))),
                    self.of(part),
                )
            case Smallest(parts=parts):
                return _extreme(min, tuple(map(self.of, parts)))
            case Largest(parts=parts):
                return _extreme(max, tuple(map(self.of, parts)))
            case FullSpan(kind=kind, start=start, end=end):
                return _pair(SPANS[kind], self.of(start), self.of(end))
            case Later(kind=kind, start=start, count=count):
                return _pair(LATER[kind], self.of(start), self.of(count))
        raise TypeError(f"not a node of the language: {node!r}")

    def _fact(self, node: FactReference) -> Compiled:
        name, derivation = node.name, node.fact.derivation
        if derivation is None:
            return lambda book: book.get(name, UNKNOWN)
        derive = self.of(derivation)

        def known_or_derived(book: Notebook) -> Any:
            value = book.get(name)
            if value is None:
                value = book[name] = derive(book)
            return value

        return known_or_derived

    def _bounded(self, limit: Bound) -> Compiled:
        start, latest, later = self.of(limit.start), limit.latest, limit.later

        def by_beginning(book: Notebook) -> Any:
            began = start(book)
            if began is UNKNOWN:
                return UNKNOWN
            return later if latest is None else (began <= latest) is not later

        if limit.given is None:
            return by_beginning
        name, compare, count = limit.given.name, COMPARISONS[limit.operator], limit.limit

        def by_what_was_said(book: Notebook) -> Any:
            value = book.get(name)
            if value is None or value is UNKNOWN:
                return by_beginning(book)
            return compare(value, count)

        return by_what_was_said

    def _bar(self, node: TimeBar) -> Compiled:
        period = self.setting.period(node)
        if period is None:
            return _always(UNKNOWN)
        start = self.of(node.start)
        if node.renewed is None and node.suspended is None:
            by_start = period.by_start()
            return lambda book: by_start(start(book))
        renewed = _always(None) if node.renewed is None else self.of(node.renewed)
        if node.claimed:
            return lambda book: period.claimed_in_time(start(book), renewed(book))
        suspended = _always(0) if node.suspended is None else self.of(node.suspended)
        return lambda book: period.answer(start(book), renewed=renewed(book), suspended=suspended(book))

    def saying(self) -> Saying[Reason]:
        """How reasons are said in functions."""

        def chain(tests: list[tuple[Node, Answer, Reason]], otherwise: Reason) -> Reason:
            tried = tuple((self.of(part), deciding, why) for part, deciding, why in tests)

            def find(book: Notebook) -> int:
                for value, deciding, why in tried:
                    if value(book) is deciding:
                        return why(book)
                return otherwise(book)

            return find if tried else otherwise

        return Saying(_always, chain)


def _always(value: Any) -> Compiled:
    return lambda book: value


def _until(decisive: bool, parts: tuple[Compiled, ...]) -> Compiled:
    def go(book: Notebook) -> Any:
        result: Answer = not decisive
        for part in parts:
            value = part(book)
            if value is UNKNOWN:
                result = UNKNOWN
            elif value is decisive:
                return decisive
        return result

    return go


def _one(work: Callable[[Any], Any], part: Compiled) -> Compiled:
    def go(book: Notebook) -> Any:
        value = part(book)
        if value is UNKNOWN:
            return UNKNOWN
        outcome = work(value)
        return UNKNOWN if outcome is None else outcome

    return go


def _pair(work: Callable[[Any, Any], Any], left: Compiled, right: Compiled) -> Compiled:
    def go(book: Notebook) -> Any:
        first, second = left(book), right(book)
        if first is UNKNOWN or second is UNKNOWN:
            return UNKNOWN
        outcome = work(first, second)
        return UNKNOWN if outcome is None else outcome

    return go


def _member(part: Compiled, options: list[Any]) -> Compiled:
    return _one(lambda value: value in options, part)


def _extreme(choose: Callable[..., Any], parts: tuple[Compiled, ...]) -> Compiled:
    def go(book: Notebook) -> Any:
        values = [part(book) for part in parts]
        return UNKNOWN if any(value is UNKNOWN for value in values) else choose(values)

    return go


def _when(condition: Compiled, then: Compiled, otherwise: Compiled) -> Compiled:
    def go(book: Notebook) -> Any:
        holds = condition(book)
        if holds is UNKNOWN:
            first, second = then(book), otherwise(book)
            return first if first == second else UNKNOWN
        return (then if holds else otherwise)(book)

    return go


def _brackets(
    subject: Compiled,
    limits: tuple[tuple[Callable[[Any, Any], bool], Any], ...],
    values: tuple[Compiled, ...],
) -> Compiled:
    lines = tuple((within, upper, value) for (within, upper), value in zip(limits, values, strict=False))
    above = values[-1]

    def go(book: Notebook) -> Any:
        seen = subject(book)
        if seen is UNKNOWN:
            first, *others = (value(book) for value in values)
            return first if all(other == first for other in others) else UNKNOWN
        for within, upper, value in lines:
            if within(seen, upper):
                return value(book)
        return above(book)

    return go
