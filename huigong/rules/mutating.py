"""A rule with one thing changed: what every worked example overlooks, nobody would notice in the law either."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from huigong.kernel.packs import Place
from huigong.rules.canonical import expression
from huigong.rules.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Bracket,
    Brackets,
    Cited,
    Compare,
    Constant,
    FullSpan,
    Later,
    Member,
    Node,
    Not,
    TimeBar,
    When,
)
from huigong.rules.values import DAYS, Type

_NEXT_TO = {"≥": ">", ">": "≥", "≤": "<", "<": "≤", "=": "≠", "≠": "="}
_LIMITS = {"不超过": "不满", "不满": "不超过"}


@dataclass(frozen=True)
class Mutant:
    """A rule that differs in one place: `before` became `after`, both in the rule language."""

    rule: Node
    before: str
    after: str
    place: Place | None


def mutants(rule: Node) -> Iterator[Mutant]:
    """The rule with each comparison, connective, negation, bar and choice changed, one at a time.

    A comparison takes in or leaves out its own limit, a bar runs a day longer or a unit shorter,
    a day so long after another comes a unit later.
    Derived facts are left as they are.
    """
    for node, changed in _changes(rule):
        yield Mutant(changed, expression(node.before), expression(node.after), node.before.place)


@dataclass(frozen=True)
class _Change:
    before: Node
    after: Node


def _changes(node: Node) -> Iterator[tuple[_Change, Node]]:
    for after in _instead_of(node):
        yield _Change(node, after), after
    for name, part in _parts(node):
        for change, changed in _changes(part):
            yield change, _with(node, name, changed)


def _instead_of(node: Node) -> Iterator[Node]:
    match node:
        case Compare(operator=operator):
            yield replace(node, operator=_NEXT_TO[operator])
        case AllOf(parts=parts):
            yield AnyOf(parts, place=node.place)
        case AnyOf(parts=parts):
            yield AllOf(parts, place=node.place)
        case Not(part=part):
            yield part
        case Member():
            yield Not(node, place=node.place)
        case When(then=then, otherwise=otherwise):
            yield replace(node, then=otherwise, otherwise=then)
        case Brackets(steps=steps):
            for index, step in enumerate(steps):
                changed = replace(step, limit=_LIMITS[step.limit])
                yield replace(node, steps=_put(steps, index, changed))
        case Later(count=Constant(value=int() as value) as count):
            yield replace(node, count=replace(count, value=value + 1))
        case TimeBar():
            if node.suspended is None and not node.claimed:
                yield replace(node, suspended=Constant(Type.INT, 1, DAYS))
            if (
                isinstance(node.length, Constant)
                and isinstance(node.length.value, int)
                and node.length.value > 1
            ):
                yield replace(node, length=replace(node.length, value=node.length.value - 1))


def _parts(node: Node) -> Iterator[tuple[Any, Node]]:
    """The parts in which something may be changed, each with the name under which `_with` puts it back."""
    match node:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            yield from enumerate(parts)
        case Not(part=part) | Cited(part=part):
            yield "part", part
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            yield from (("left", left), ("right", right))
        case FullSpan(start=start, end=end):
            yield from (("start", start), ("end", end))
        case Later(start=start, count=count):
            yield from (("start", start), ("count", count))
        case When(condition=condition, then=then, otherwise=otherwise):
            yield from (("condition", condition), ("then", then), ("otherwise", otherwise))
        case Brackets(steps=steps, above=above):
            yield from ((step, step.value) for step in steps)
            yield "above", above


def _with(node: Node, name: Any, part: Node) -> Node:
    if isinstance(node, AllOf | AnyOf):
        return replace(node, parts=_put(node.parts, name, part))
    if isinstance(node, Brackets) and isinstance(name, Bracket):
        return replace(node, steps=_put(node.steps, node.steps.index(name), replace(name, value=part)))
    rebuilt: Any = node
    return replace(rebuilt, **{name: part})


def _put(parts: tuple[Any, ...], index: int, part: Any) -> tuple[Any, ...]:
    return (*parts[:index], part, *parts[index + 1 :])
