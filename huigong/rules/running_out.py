"""What is said of a period: the day by which something must be done, and that it has gone by."""

from __future__ import annotations

from datetime import date

from huigong.kernel.sentences import say, wording
from huigong.rules.bars import LastDay
from huigong.rules.evaluate import Situation, answer, bar_dates, period_of
from huigong.rules.nodes import (
    AllOf,
    AnyOf,
    Cited,
    FactReference,
    Node,
    Not,
    TimeBar,
    When,
    fact_names,
    walk,
)
from huigong.rules.values import NEVER, UNKNOWN, Answer, Between, show


def run_out(node: Node, here: Situation) -> str:
    """`最后一天是2026年10月8日`: of the one period in a condition that has run out; empty for any other condition, and where
    something else keeps it from holding too: whoever never had the claim is not told that it is over."""
    waits = {part for negated in walk(node) if isinstance(negated, Not) for part in walk(negated)}
    bars = [part for part in walk(node) if isinstance(part, TimeBar)]
    if len(bars) != 1 or bars[0] in waits or answer(bars[0], here) is not False:
        return ""
    if _gone_by(node, here) is None:
        return ""
    last = _last(bars[0], here)
    return say("最后一天是{day}", day=show(last.moved)) if last else ""


def act_by(node: Node, here: Situation, value: Answer) -> date | None:
    """The last day on which what holds on the day of judgement still does; None where no period bounds it, or which does is open.

    `value` is the node's answer. Of conditions that all must hold the first to end decides, of conditions of which one
    is enough the last. Where the rest days are not published yet it is the day as counted: a rest day may turn out to
    be worked. Delays that nobody has told of are not counted on.
    """
    if value is False or not node.has_bar:
        return None
    match node:
        case TimeBar():
            last = _last(node, here, delays_known=False) if value is True else None
            if last is None:
                return None
            return last.counted if last.provisional else last.moved
        case Cited(part=part):
            return act_by(part, here, value)
        case AllOf(parts=parts):
            timed = (part for part in parts if part.has_bar)
            days = [act_by(part, here, answer(part, here)) for part in timed]
            return min(filter(None, days), default=None)
        case AnyOf(parts=parts):
            days = [act_by(part, here, True) for part in parts if answer(part, here) is True]
            return max(filter(None, days), default=None) if all(days) else None
        case When(condition=condition, then=then, otherwise=otherwise):
            known = answer(condition, here)
            return None if known is UNKNOWN else act_by(then if known else otherwise, here, value)
        case FactReference(name=name, fact=fact) if fact.derivation is not None and name not in here.values:
            return act_by(fact.derivation, here, value)
        case _:
            return None


def gone_by(node: Node, here: Situation) -> date | None:
    """The last day of the period that has run out and so keeps a condition from holding; None where something else does, or nothing.

    Of conditions of which one is enough every period must be over; one without a period (the other side does not object)
    may still hold. Delays that nobody has told of are not counted.
    """
    bars = (part for part in walk(node, into_derived=True) if isinstance(part, TimeBar))
    delays = {name for bar in bars if bar.suspended for name in fact_names(bar.suspended)}
    told: dict[str, Answer] = dict.fromkeys(delays, 0)
    told |= {name: value for name, value in here.values.items() if value not in (None, UNKNOWN)}
    return _gone_by(node, Situation(told, here.on, here.parameters))


def _gone_by(node: Node, here: Situation) -> date | None:
    known = answer(node, here)
    if known is True:
        return None
    match node:
        case TimeBar():
            last = _last(node, here) if known is False else None
            return last.moved if last else None
        case Cited(part=part):
            return _gone_by(part, here)
        case AllOf(parts=parts):
            days = {part: _gone_by(part, here) for part in parts}
            if any(day is None and answer(part, here) is False for part, day in days.items()):
                return None
            return min((day for day in days.values() if day), default=None)
        case AnyOf(parts=parts):
            days = {part: _gone_by(part, here) for part in parts if part.has_bar}
            if any(day is None and answer(part, here) is UNKNOWN for part, day in days.items()):
                return None
            return max((day for day in days.values() if day), default=None)
        case When(condition=condition, then=then, otherwise=otherwise):
            taken = answer(condition, here)
            return None if taken is UNKNOWN else _gone_by(then if taken else otherwise, here)
        case FactReference(name=name, fact=fact) if fact.derivation is not None and name not in here.values:
            return _gone_by(fact.derivation, here)
        case _:
            return None


def last_day_words(node: TimeBar, here: Situation) -> str:
    """`要在2026年12月1日以前（含当天）`, with the day from which it was moved; empty where it is not known.

    Where the rest days are not published yet it is the day as counted, as `act_by` tells the applicant, with the day to
    which it may move.
    """
    if node.claimed:
        return ""
    if isinstance(bar_dates(node, here)[0], Between) and answer(node, here) is True:
        return wording("最后一天要看准确的日期")
    last = _last(node, here)
    if last is None:
        return ""
    moved = provisional = ""
    if last.moved != last.counted and last.provisional:
        moved = say("：放假安排还没公布，那天休息的话，顺延到{day}", day=show(last.moved))
    elif last.moved != last.counted:
        moved = say("：最后一天{day}是休息日，顺延到这一天", day=show(last.counted))
    elif last.provisional:
        provisional = wording("，放假安排公布前是暂定的")
    day = show(last.counted if last.provisional else last.moved)
    return say("要在{day}以前（含当天{moved}{provisional}）", day=day, moved=moved, provisional=provisional)


def _last(node: TimeBar, here: Situation, *, delays_known: bool = True) -> LastDay | None:
    period, (start, renewed, suspended) = period_of(node, here), bar_dates(node, here)
    if suspended is UNKNOWN and not delays_known:
        suspended = 0
    if period is None or not isinstance(suspended, int) or start == NEVER:
        return None
    if isinstance(renewed, date) and isinstance(start, date) and period.began_in_time(start, renewed):
        start = max(start, renewed)
    return period.last_day(start, suspended) if isinstance(start, date) else None
