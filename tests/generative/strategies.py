"""Strategies for well-typed rules over the facts of the specification, and for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from huigong.rules.check import NUMBERS, shape
from huigong.rules.grammar import COMPARISONS, LIMITS, ROUNDINGS
from huigong.rules.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Bracket,
    Brackets,
    Choice,
    Cited,
    Compare,
    Constant,
    FactReference,
    FullSpan,
    JudgementDate,
    Largest,
    Later,
    Member,
    Negate,
    Node,
    Not,
    Parameter,
    Rounded,
    Smallest,
    TimeBar,
    When,
)
from huigong.rules.values import FEN, LARGEST_INTEGER, Type
from tests.spec.table import FACTS, PARAMETERS

Nodes = st.SearchStrategy[Node]
Bounds = st.SearchStrategy[Constant]
SPANS = {"月": "满月数", "年": "满年数", "岁": "周岁", "天": "满天数"}
MEASURES = ("", "月", "年", "岁", "天", "人", FEN)

days = st.dates(date(1900, 1, 1), date(2100, 12, 31)) | st.sampled_from(
    [date(2016, 2, 29), date(2015, 2, 28), date(2016, 1, 31), date.min, date.max]
)
integers = st.integers(-20, 200) | st.sampled_from([0, LARGEST_INTEGER, -LARGEST_INTEGER, 960000])
decimals = st.builds(
    lambda part: Decimal(part) / 10**6,
    st.integers(-(10**9), 10**9) | st.sampled_from([10**24 - 1, 500_000, 2_500_000, 1]),
)
words = st.text(max_size=12).filter(lambda text: not set(text) & set("【】｜")).map(str.strip)


def fact(name: str) -> FactReference:
    return FactReference(name, FACTS[name])


def facts_of(kind: Type, measure: str = "") -> list[Nodes]:
    return [st.just(fact(one.name)) for one in FACTS.values() if (one.type, one.measure) == (kind, measure)]


def constants(kind: Type, values: st.SearchStrategy[Any], measure: str = "") -> Bounds:
    return values.map(lambda value: Constant(kind, value, measure))


def parameters_of(*kinds: Type, measure: str = "") -> list[Parameter]:
    return [
        Parameter(one.name) for one in PARAMETERS.values() if one.type in kinds and one.measure == measure
    ]


def dated(kind: Type) -> list[Nodes]:
    return [st.just(one) for one in parameters_of(kind)]


def several(parts: Nodes) -> st.SearchStrategy[tuple[Node, ...]]:
    return st.lists(parts, min_size=2, max_size=3).map(tuple)


def compounds(of: Nodes, levels: int) -> list[Nodes]:
    """What can stand around a node of any type."""
    clause = st.tuples(words, words).filter(any)
    return [
        st.builds(When, conditions(levels), of, of),
        st.builds(lambda part, said: Cited(part, *said), of, clause),
        brackets(of, levels),
    ]


def brackets(of: Nodes, levels: int) -> Nodes:
    """Tables over a number or a date: up to three ascending bounds of both kinds, and perhaps a parameter."""

    def over(subject: Nodes, bounds: Bounds, dated: Sequence[Parameter] = ()) -> Nodes:
        limits = st.sampled_from(LIMITS)
        drawn = st.lists(st.tuples(bounds, limits), min_size=1, max_size=3, unique_by=_bound)
        lines = drawn.map(lambda found: sorted(found, key=_bound))
        if dated:
            lines |= st.builds(_with_dated, lines, st.tuples(st.sampled_from(dated), limits))
        return lines.flatmap(
            lambda found: st.builds(
                lambda seen, values, above: Brackets(
                    seen,
                    tuple(
                        Bracket(limit, upper, value)
                        for (upper, limit), value in zip(found, values, strict=True)
                    ),
                    above,
                ),
                subject,
                st.lists(of, min_size=len(found), max_size=len(found)),
                of,
            )
        )

    def numbers(measure: str) -> Nodes:
        bounds = constants(Type.INT, integers, measure) | constants(Type.DECIMAL, decimals, measure)
        return over(number(measure, levels), bounds, parameters_of(*NUMBERS, measure=measure))

    return st.sampled_from(MEASURES).flatmap(numbers) | st.deferred(
        lambda: over(dates(levels), constants(Type.DATE, days), parameters_of(Type.DATE))
    )


def _with_dated(lines: list[Any], dated: Any) -> list[Any]:
    """A dated bound may stand anywhere: where its value lies, the reader of a rule cannot see."""
    return [*lines[:1], dated, *lines[1:2]]


lengths = st.one_of(
    st.builds(
        lambda unit, length: (Constant(Type.INT, length, unit), unit),
        st.sampled_from(["年", "月", "天"]),
        st.integers(1, 400) | st.sampled_from([9999 * 12, LARGEST_INTEGER]),
    ),
    st.just((Parameter("居住月数下限"), "月")),
)


def bars(levels: int) -> Nodes:
    """Time bars with and without an interruption and suspended days."""
    whole = st.one_of(*facts_of(Type.INT, "天"), *facts_of(Type.INT), constants(Type.INT, integers, "天"))
    return st.deferred(
        lambda: (
            st.builds(
                lambda start, length, renewed, suspended: TimeBar(start, *length, renewed, suspended),
                dates(levels),
                lengths,
                st.none() | dates(levels),
                st.none() | whole,
            )
            | st.builds(
                lambda start, length, claimed: TimeBar(start, *length, claimed, claimed=True),
                dates(levels),
                lengths,
                dates(levels),
            )
        )
    )


def _bound(one: tuple[Constant, str]) -> tuple[Any, bool]:
    """Where a bound lies: up to and with a number comes after less than it."""
    return one[0].value, one[1] == "不超过"


@cache
def conditions(levels: int) -> Nodes:
    """Yes-or-no rules, `levels` deep."""
    leaves = st.one_of(*facts_of(Type.BOOL), *dated(Type.BOOL), constants(Type.BOOL, st.booleans()))
    if levels == 0:
        return leaves
    inner = conditions(levels - 1)
    signs = st.sampled_from(COMPARISONS)
    equality = st.sampled_from(["=", "≠"])
    numbers = st.sampled_from(MEASURES).flatmap(
        lambda measure: st.builds(Compare, signs, number(measure, levels - 1), number(measure, levels - 1))
    )
    return st.one_of(
        leaves,
        st.builds(AllOf, several(inner)),
        st.builds(AnyOf, several(inner)),
        st.builds(Not, inner),
        numbers,
        st.builds(Compare, signs, dates(levels - 1), dates(levels - 1)),
        st.builds(Compare, equality, inner, inner),
        st.builds(Compare, equality, options(levels - 1), options(levels - 1)),
        st.builds(Compare, equality, texts(levels - 1), texts(levels - 1)),
        members(levels - 1),
        bars(levels - 1),
        *compounds(inner, levels - 1),
    )


@cache
def number(measure: str, levels: int) -> Nodes:
    """Numbers of one measure."""
    leaves = st.one_of(
        *facts_of(Type.INT, measure),
        *facts_of(Type.DECIMAL, measure),
        *map(st.just, parameters_of(*NUMBERS, measure=measure)),
        constants(Type.INT, integers, measure),
        constants(Type.DECIMAL, decimals, measure),
    )
    if levels == 0:
        return leaves
    inner = number(measure, levels - 1)
    bare = number("", levels - 1)
    spans = st.builds(FullSpan, st.just(SPANS.get(measure, "")), dates(levels - 1), dates(levels - 1))
    return st.one_of(
        leaves,
        st.builds(Arithmetic, st.sampled_from("+-"), inner, inner),
        st.builds(Arithmetic, st.sampled_from("*/"), inner, bare),
        st.builds(Negate, inner),
        st.builds(Rounded, st.sampled_from(ROUNDINGS), inner),
        st.builds(Smallest, several(inner)),
        st.builds(Largest, several(inner)),
        *([spans] if measure in SPANS else []),
        *compounds(inner, levels - 1),
    )


@cache
def dates(levels: int) -> Nodes:
    """Dates."""
    leaves = st.one_of(
        *facts_of(Type.DATE), *dated(Type.DATE), st.just(JudgementDate()), constants(Type.DATE, days)
    )
    if levels == 0:
        return leaves
    inner = dates(levels - 1)
    later = [
        st.builds(
            Later, st.just(kind), inner, number(measure, levels - 1).filter(_is_whole) | counts(measure)
        )
        for kind, measure in (("月后", "月"), ("天后", "天"), ("月后", ""), ("天后", ""))
    ]
    extremes = [st.builds(Smallest, several(inner)), st.builds(Largest, several(inner))]
    return st.one_of(leaves, *later, *extremes, *compounds(inner, levels - 1))


def counts(measure: str) -> Nodes:
    """Numbers of months or days, most of them such as a law may name."""
    few = st.integers(-40, 40) | st.sampled_from([9998 * 12, -LARGEST_INTEGER, LARGEST_INTEGER])
    return st.one_of(*facts_of(Type.INT, measure), constants(Type.INT, few, measure))


def _is_whole(node: Node) -> bool:
    return shape(node, PARAMETERS).type is Type.INT


@cache
def options(levels: int) -> Nodes:
    """Options of 就业状态."""
    named = FACTS["就业状态"]
    leaves = st.one_of(
        st.just(fact(named.name)), *dated(Type.ENUM), st.sampled_from(named.values).map(Choice)
    )
    return leaves if levels == 0 else st.one_of(leaves, *compounds(options(levels - 1), levels - 1))


@cache
def texts(levels: int) -> Nodes:
    """Texts."""
    leaves = st.one_of(*facts_of(Type.TEXT), *dated(Type.TEXT), constants(Type.TEXT, st.text(max_size=8)))
    return leaves if levels == 0 else st.one_of(leaves, *compounds(texts(levels - 1), levels - 1))


@cache
def members(levels: int) -> Nodes:
    """`A 属于 (…)` for every type that has constants."""
    chosen = st.lists(st.sampled_from(FACTS["就业状态"].values).map(Choice), min_size=1, max_size=3)
    return st.one_of(
        st.builds(Member, options(levels), chosen.map(tuple)),
        *(
            st.builds(Member, parts, st.lists(constants(kind, values), min_size=1, max_size=3).map(tuple))
            for kind, values, parts in (
                (Type.INT, integers, number("人", levels)),
                (Type.DATE, days, dates(levels)),
                (Type.TEXT, st.text(max_size=8), texts(levels)),
            )
        ),
    )


def fact_values(name: str) -> st.SearchStrategy[Any]:
    """Values that a fact can have."""
    match FACTS[name].type:
        case Type.BOOL:
            return st.booleans()
        case Type.INT:
            return integers
        case Type.DECIMAL:
            return decimals
        case Type.DATE:
            return days
        case Type.ENUM:
            return st.sampled_from(FACTS[name].values)
        case Type.TEXT:
            return st.text(max_size=8)


ASKED = [name for name, one in FACTS.items() if not one.derived]
people = st.fixed_dictionaries({name: fact_values(name) for name in ASKED})
rules = conditions(3)


def partly(person: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    """What is known of a person when some answers are still missing."""
    return st.sets(st.sampled_from(ASKED)).map(lambda known: {name: person[name] for name in known})
