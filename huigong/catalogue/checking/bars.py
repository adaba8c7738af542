"""Refuses a right that is bounded by full months or days or by a day so long after another, which end it a day
early or know no holidays, and a wait written as a bar that must be over, which would be moved off rest days.

What is bounded from below (so many months of residence) is no bar, and neither is the length
of something that goes on, such as a life or a business: its first day is a fact marked `lasting`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from huigong.catalogue.services import Catalogue
from huigong.kernel.packs import PackError, Place, Report
from huigong.rules.nodes import (
    AllOf,
    AnyOf,
    Arithmetic,
    Brackets,
    Cited,
    Compare,
    Constant,
    Fact,
    FactReference,
    FullSpan,
    JudgementDate,
    Largest,
    Later,
    Negate,
    Node,
    Not,
    Rounded,
    Smallest,
    TimeBar,
    When,
    walk,
)
from huigong.rules.render import expression
from huigong.rules.values import Type

COUNTED = ("满月数", "满年数", "满天数")
_NO = Constant(Type.BOOL, False)


def check(catalogue: Catalogue, report: Report) -> None:
    """Reports every bar of a service or a derived fact that is not written as `期限内`, and every wait that is."""
    for service in catalogue.services:
        for part in bars(service.rule, catalogue.facts):
            report.add(_error(part, f"“{service.name}”", service.place))
    for fact in catalogue.facts.values():
        if fact.type is Type.BOOL and fact.derivation is not None:
            for part in bars(fact.derivation, catalogue.facts):
                report.add(_error(part, f"事实“{fact.name}”", Place()))


def bars(
    rule: Node, facts: Mapping[str, Fact], *, wanted: bool = True
) -> Iterator[FullSpan | Later | TimeBar]:
    """What a condition bounds from above where it answers `wanted` without being a time bar, and the time bars that must be over; derived facts opened."""
    match rule:
        case AllOf(parts=parts) | AnyOf(parts=parts):
            for part in parts:
                yield from bars(part, facts, wanted=wanted)
        case Not(part=part):
            yield from bars(part, facts, wanted=not wanted)
        case Cited(part=part):
            yield from bars(part, facts, wanted=wanted)
        case FactReference() if rule.fact.derivation is not None and rule.fact.type is Type.BOOL:
            yield from bars(rule.fact.derivation, facts, wanted=wanted)
        case When(condition=condition, then=then, otherwise=otherwise):
            # A condition bars only where one of its answers is a plain no.
            for branch, holds in ((then, not wanted), (otherwise, wanted)):
                if branch == _NO:
                    yield from bars(condition, facts, wanted=holds)
                yield from bars(branch, facts, wanted=wanted)
        case Brackets():
            yield from bars(rule.as_choices(), facts, wanted=wanted)
        case TimeBar() if not wanted:
            yield rule
        case Compare():
            yield from _bounded_above(rule, facts, wanted=wanted)


def _bounded_above(rule: Compare, facts: Mapping[str, Fact], *, wanted: bool) -> Iterator[FullSpan | Later]:
    for growing, limit, upper in ((rule.left, rule.right, "<≤"), (rule.right, rule.left, ">≥")):
        bounded = rule.operator in upper if wanted else rule.operator not in upper + "=≠"
        for span, direction in _growing(growing):
            if (direction > 0) is bounded and _is_event(span, facts) and rule.operator not in "=≠":
                yield span
        if bounded and isinstance(growing, JudgementDate):
            yield from _last_days(limit, facts)


def _last_days(limit: Node, facts: Mapping[str, Fact]) -> Iterator[Later]:
    """The days so long after an event that stand where the last day of a right would; days before one are none."""
    for part in walk(limit, into_derived=True):
        match part:
            case Later(count=Constant(value=int() as count)) if count < 0:
                continue
            case Later() if _is_event(part, facts):
                yield part


def _growing(node: Node, direction: int = 1) -> Iterator[tuple[FullSpan, int]]:
    """The spans up to the day of judgement inside a number, with 1 where it grows with them and -1 where it shrinks."""
    match node:
        case FullSpan(kind=kind, end=JudgementDate()) if kind in COUNTED:
            yield node, direction
        case FactReference() if node.fact.derivation is not None:
            yield from _growing(node.fact.derivation, direction)
        case Cited(part=part) | Rounded(part=part):
            yield from _growing(part, direction)
        case Negate(part=part):
            yield from _growing(part, -direction)
        case Arithmetic(operator=operator, left=left, right=right):
            yield from _growing(left, direction)
            yield from _growing(right, -direction if operator in "-/" else direction)
        case Smallest(parts=parts) | Largest(parts=parts):
            for part in parts:
                yield from _growing(part, direction)


def _is_event(span: FullSpan | Later, facts: Mapping[str, Fact]) -> bool:
    """Whether it begins with something that happened once."""
    names = [part.name for part in walk(span.start, into_derived=True) if isinstance(part, FactReference)]
    return any(not _lasts(name, facts) for name in names)


def _lasts(name: str, facts: Mapping[str, Fact]) -> bool:
    """Whether something goes on from that day; a fact of a relative is marked where it is asked of oneself."""
    return any(facts[word].lasting for word in (name, name.rpartition(".")[2]) if word in facts)


def _error(part: FullSpan | Later | TimeBar, owner: str, place: Place) -> PackError:
    if isinstance(part, TimeBar):
        return PackError(
            "pack.wait_by_bar",
            what=f"{owner}要等“{expression(part)}”过去",
            why="等满的日子不因为休息日顺延，期限内会顺延",
            do=f"请写成 判定日期 > 月后({expression(part.start)}, 1) 这样的条件",
            place=part.place or place,
        )
    return PackError(
        "pack.bar_by_span",
        what=f"{owner}用“{expression(part)}”给权利限期",
        why="满几个月、满几天的算法不对：最后一天还在期限内，遇休息日还要顺延",
        do=f"请写成 期限内({expression(part.start)}, 1年) 这样的条件；"
        "日期是持续的事从哪天开始的（出生、居住、经营），请在事实上写 lasting: true",
        place=part.place or place,
    )
