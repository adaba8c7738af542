"""What rules mean. Every other reading of a rule must agree with this one.

Three values (Kleene): what is not known stays not known until the answer no
longer depends on it. Of a range (`values.Between`) a comparison is known where all of the
range answers the same. Evaluation of a checked rule never raises: a division by
zero or a number beyond range is not known, and the reason is kept.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, Final

from huigong.kernel.calendar import WorkCalendar
from huigong.rules import ranges, spans
from huigong.rules.bars import Period
from huigong.rules.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Brackets,
    Choice,
    Cited,
    Compare,
    Constant,
    Fact,
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
from huigong.rules.parameters import ParameterLookup, no_parameters
from huigong.rules.values import (
    EXACT,
    UNKNOWN,
    Answer,
    Between,
    decimal_in_range,
    integer_in_range,
)

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "≠": operator.ne,
    "<": operator.lt,
    "≤": operator.le,
    ">": operator.gt,
    "≥": operator.ge,
}
_SAME = ("=", "≠")  # of any two values, texts and days too
LIMITS: dict[str, Callable[[Any, Any], bool]] = {"不超过": operator.le, "不满": operator.lt}
_INTEGERS: dict[str, Callable[[int, int], int]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}
_DECIMALS: dict[str, Callable[[Any, Any], Decimal]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
}
SPANS = {
    "满月数": spans.full_months,
    "满年数": spans.full_years,
    "周岁": spans.full_years,
    "满天数": spans.full_days,
}
LATER = {"月后": spans.months_after, "天后": spans.days_after}
ROUNDINGS = {"向上取整": ROUND_CEILING, "向下取整": ROUND_FLOOR, "四舍五入": ROUND_HALF_UP}


@dataclass(frozen=True)
class Derived:
    """What a derived fact came to for one person, and why it could not be worked out."""

    value: Answer
    fact: Fact
    faults: Mapping[str, None]


@dataclass
class Situation:
    """One person on one day: typed values by fact name (absent or None is not known), and the parameters.

    `faults` gathers, in Chinese, why something could not be worked out; `derived` and
    `open_facts` keep what was already worked out for derived facts. Rules asked one after
    the other about the same person share `derived`, and each has `faults` of its own: `afresh`.
    """

    values: Mapping[str, Answer | None]
    on: date
    parameters: ParameterLookup = no_parameters
    faults: dict[str, None] = field(default_factory=dict)
    derived: dict[str, Derived] = field(default_factory=dict)
    open_facts: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def said_also(self, name: str, answers: Iterable[Answer]) -> Iterator[Situation]:
        """The same person for each answer that they might give about one more fact."""
        return (self.knowing({name: given}) for given in answers)

    def knowing(self, more: Mapping[str, Answer]) -> Situation:
        """The same person, of whom more is known; what does not follow from it stays worked out."""
        kept = {name: entry for name, entry in self.derived.items() if entry.fact.reads.isdisjoint(more)}
        return Situation({**self.values, **more}, self.on, self.parameters, derived=kept)

    def on_day(self, day: date) -> Situation:
        """The same person on another day; what is the same on any day stays worked out."""
        kept = {name: entry for name, entry in self.derived.items() if entry.fact.of_any_day}
        return Situation(self.values, day, self.parameters, derived=kept)

    def afresh(self) -> Situation:
        """The same person for the next rule."""
        return Situation(self.values, self.on, self.parameters, derived=self.derived)

    def fault(self, why: str) -> Answer:
        self.faults[why] = None
        return UNKNOWN


def evaluate(
    node: Node,
    *,
    values: Mapping[str, Answer | None],
    on: date,
    parameters: ParameterLookup = no_parameters,
) -> Answer:
    """The value of a rule for one person on one day, or UNKNOWN."""
    return answer(node, Situation(values, on, parameters))


def answer(node: Node, here: Situation) -> Answer:
    """The value of a node in a situation."""
    work = _WORK.get(type(node))
    if work is None:
        raise TypeError(f"not a node of the language: {node!r}")
    return work(node, here)


def _fact(node: FactReference, here: Situation) -> Answer:
    known = here.values.get(node.name)
    if known is not None and known is not UNKNOWN:
        return known
    if node.fact.derivation is None:
        return UNKNOWN
    kept = here.derived.get(node.name)
    if kept is None:
        alone = here.afresh()
        value = answer(node.fact.derivation, alone)
        kept = here.derived[node.name] = Derived(value, node.fact, alone.faults)
    if kept.faults:
        here.faults.update(kept.faults)
    return kept.value


def _parameter(node: Parameter, here: Situation) -> Answer:
    value = here.parameters(node.name, here.on)
    return here.fault(f"参数“{node.name}”在{here.on.isoformat()}没有取值") if value is UNKNOWN else value


def _until(decisive: bool, parts: Iterable[Node], here: Situation) -> Answer:
    """`decisive` as soon as one part is; else UNKNOWN if one part is; else the opposite."""
    result: Answer = not decisive
    for part in parts:
        value = answer(part, here)
        if value is UNKNOWN:
            result = UNKNOWN
        elif value == decisive:
            return decisive
    return result


def _not(node: Not, here: Situation) -> Answer:
    inside = answer(node.part, here)
    return UNKNOWN if inside is UNKNOWN else not inside


def _compare(node: Compare, here: Situation) -> Answer:
    sides = (node.left, node.right)
    if node.operator not in _SAME:
        return _strict(sides, here, COMPARISONS[node.operator])
    same = _known(sides, here, ranges.equal)
    return same if node.operator == "=" or same is UNKNOWN else not same


def _arithmetic(node: Arithmetic, here: Situation) -> Answer:
    sides = (node.left, node.right)
    if node.operator == "/":
        return _known(sides, here, lambda a, b: _quotient(a, b, here))
    return _strict(sides, here, lambda a, b: _fitting(sum_or_none(node.operator, a, b), here))


def _strict(parts: Iterable[Node], here: Situation, work: Callable[..., Answer]) -> Answer:
    values = tuple(answer(part, here) for part in parts)
    return UNKNOWN if UNKNOWN in values else _whole(work, values)


def _known(parts: Iterable[Node], here: Situation, work: Callable[..., Answer]) -> Answer:
    values = [answer(part, here) for part in parts]
    return UNKNOWN if UNKNOWN in values else work(*values)


def _whole(work: Callable[..., Answer], values: tuple[Answer | None, ...]) -> Answer:
    """`work` of values, or of all that ranges among them can be."""
    return ranges.over(work, values) if Between in map(type, values) else work(*values)


def _when(node: When, here: Situation) -> Answer:
    condition = answer(node.condition, here)
    if condition is UNKNOWN:
        then, otherwise = answer(node.then, here), answer(node.otherwise, here)
        return then if then == otherwise else UNKNOWN
    return answer(node.then if condition else node.otherwise, here)


def _brackets(node: Brackets, here: Situation) -> Answer:
    first, *others = (answer(part, here) for part in possible_values(node, here))
    return first if all(other == first for other in others) else UNKNOWN


def possible_values(node: Brackets, here: Situation) -> tuple[Node, ...]:
    """What a table may give: the one line that its subject falls into, or several while that is not known."""
    subject, values = answer(node.subject, here), []
    for step in node.steps:
        upper = answer(step.upper, here)
        if subject is UNKNOWN or upper is UNKNOWN:
            values.append(step.value)
            continue
        within = _whole(LIMITS[step.limit], (subject, upper))
        if within is not False:
            values.append(step.value)
        if within is True:
            return tuple(values)
    return (*values, node.above)


def period_of(node: TimeBar, here: Situation) -> Period | None:
    """The period of a bar on the day of judgement; None where its length is not known."""
    length = answer(node.length, here)
    if not isinstance(length, int) or length < 1:
        return None
    return Period(length, node.unit, here.on, WorkCalendar.published())


def bar_dates(node: TimeBar, here: Situation) -> tuple[Answer, Answer | None, Answer]:
    """The start of a bar, its interruption (None where the rule names none) and its suspended days."""
    start = answer(node.start, here)
    renewed = None if node.renewed is None else answer(node.renewed, here)
    return start, renewed, 0 if node.suspended is None else answer(node.suspended, here)


def _bar(node: TimeBar, here: Situation) -> Answer:
    period = period_of(node, here)
    if period is None:
        return here.fault("期限的长度不清楚，算不出最后一天")
    start, renewed, suspended = bar_dates(node, here)
    told = (start, renewed, suspended)
    if node.claimed:
        return _whole(period.claimed_in_time, (start, renewed))
    alive = _whole(lambda *dates: period.answer(dates[0], renewed=dates[1], suspended=dates[2]), told)
    if alive is UNKNOWN and not any(value is UNKNOWN or type(value) is Between for value in told):
        return here.fault(period.why_open(start, renewed, suspended))
    return alive


def _later(kind: str, start: date, count: int, here: Situation) -> Answer:
    day = LATER[kind](start, count)
    return here.fault("日期太远，算不出来") if day is None else day


def _quotient(left: Any, right: Any, here: Situation) -> Answer:
    if right == 0 or ranges.holds_zero(right):
        return here.fault("除数为零，算不出来")
    return _whole(lambda a, b: _fitting(quotient_or_none(a, b), here), (left, right))


def sum_or_none(sign: str, left: Any, right: Any) -> int | Decimal | None:
    """`left` plus, minus or times `right`, or None beyond range."""
    if isinstance(left, int) and isinstance(right, int):
        return integer_in_range(_INTEGERS[sign](left, right))
    return decimal_in_range(_DECIMALS[sign](Decimal(left), Decimal(right)))


def quotient_or_none(left: Any, right: Any) -> Decimal | None:
    """`left` by `right` rounded half up to six places, or None for division by zero or beyond range."""
    return None if right == 0 else decimal_in_range(EXACT.divide(Decimal(left), Decimal(right)))


def _fitting(number: int | Decimal | None, here: Situation) -> Answer:
    return here.fault("数字太大，算不出来") if number is None else number


def _rounded(direction: str, number: int | Decimal, here: Situation) -> Answer:
    whole = Decimal(number).to_integral_value(rounding=ROUNDINGS[direction])
    return _fitting(integer_in_range(int(whole)), here)


# What each kind of node says. A table, because most of the time of an interview goes into finding the kind.
_WORK: Final[dict[type[Node], Callable[[Any, Situation], Answer]]] = {
    Constant: lambda node, here: node.value,
    Choice: lambda node, here: node.value,
    FactReference: _fact,
    JudgementDate: lambda node, here: here.on,
    Parameter: _parameter,
    AllOf: lambda node, here: _until(False, node.parts, here),
    AnyOf: lambda node, here: _until(True, node.parts, here),
    Not: _not,
    Compare: _compare,
    Member: lambda node, here: _known(
        (node.part, *node.options), here, lambda value, *others: ranges.among(value, others)
    ),
    When: _when,
    Brackets: _brackets,
    TimeBar: _bar,
    Later: lambda node, here: _strict(
        (node.start, node.count), here, lambda day, number: _later(node.kind, day, number, here)
    ),
    Cited: lambda node, here: answer(node.part, here),
    Arithmetic: _arithmetic,
    Negate: lambda node, here: _strict((node.part,), here, operator.neg),
    Rounded: lambda node, here: _strict((node.part,), here, lambda a: _rounded(node.direction, a, here)),
    Smallest: lambda node, here: _strict(node.parts, here, lambda *values: min(values)),
    Largest: lambda node, here: _strict(node.parts, here, lambda *values: max(values)),
    FullSpan: lambda node, here: _strict((node.start, node.end), here, SPANS[node.kind]),
}
