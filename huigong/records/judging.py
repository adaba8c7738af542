"""States and flags of a record by date, and the next day on which one of them turns by itself.

Of the states in their order the first counts whose rule holds. Where it is not known whether an earlier one holds, the
state is not known (未知): never the rest. So exactly one state holds on each day, or none is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from huigong.kernel.days import LATEST
from huigong.records.kinds import STATE, RecordKind
from huigong.rules.evaluate import Situation, answer
from huigong.rules.nodes import (
    AllOf,
    AnyOf,
    Cited,
    Compare,
    Constant,
    JudgementDate,
    Later,
    Node,
    Not,
    Parameter,
    TimeBar,
    When,
    children,
    walk,
)
from huigong.rules.values import UNKNOWN, Answer

_ORDERED = ("<", "≤", ">", "≥")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Judged:
    """`state` is "" where it is not known; `flags` are those that hold."""

    state: str
    flags: tuple[str, ...]


def judged(kind: RecordKind, answers: Mapping[str, Answer], on: date) -> Judged:
    """The state and the flags of a record on a day."""
    here = Situation(answers, on, kind.parameters)
    state = _state(kind, here)
    if not kind.flags:
        return Judged(state, ())
    told = here.knowing({STATE: state or UNKNOWN})
    return Judged(state, tuple(flag.name for flag in kind.flags if answer(flag.rule, told) is True))


def row_of(kind: RecordKind, answers: Mapping[str, Answer], on: date) -> dict[str, Answer]:
    """What facts and other engines read of a record on a day: its values, its state, each flag."""
    here = Situation(answers, on, kind.parameters)
    state: Answer = _state(kind, here) or UNKNOWN
    told = here.knowing({STATE: state})
    return {**answers, STATE: state, **{flag.name: answer(flag.rule, told) for flag in kind.flags}}


def next_turn(kind: RecordKind, answers: Mapping[str, Answer], on: date) -> date | None:
    """The first day after `on` on which the state or a flag is another, if nothing more happens; None where none is.

    What is known by then already (an event that takes effect later) is the caller's to add.
    """
    here = judged(kind, answers, on)
    for day in sorted(set(_turns(kind, answers, on))):
        if judged(kind, answers, day) != here:
            return day
    return None


def unsteady(rule: Node) -> str:
    """Why it cannot be told when a rule turns; "" where it can.

    Each comparison names the day of judgement once and asks which is earlier or more, so that it turns at most once.
    """
    for atom in _atoms(rule):
        mentions = sum(isinstance(part, JudgementDate) for part in walk(atom, into_derived=True))
        if mentions > 1:
            return "一处比较里“判定日期”只能出现一次，请拆开写"
        if (
            mentions
            and not isinstance(atom, TimeBar)
            and not (isinstance(atom, Compare) and atom.operator in _ORDERED)
        ):
            return "和“判定日期”有关的只能用 <、<=、>、>= 比较"
        if mentions and any(isinstance(part, When) for part in walk(atom)):
            return "比较里面不能再写“若”，请把“若”写在外面"
    return ""


def _state(kind: RecordKind, here: Situation) -> str:
    for state in kind.states:
        holds: Answer = True if state.rule is None else answer(state.rule, here.afresh())
        if holds is UNKNOWN:
            return ""
        if holds is True:
            return state.name
    return ""


def _turns(kind: RecordKind, answers: Mapping[str, Answer], on: date) -> Iterator[date]:
    """The days on which single comparisons turn."""
    rules = [state.rule for state in kind.states if state.rule is not None]
    for rule in (*rules, *(flag.rule for flag in kind.flags)):
        for atom in _atoms(rule):
            if any(isinstance(part, JudgementDate | TimeBar) for part in walk(atom, into_derived=True)):
                yield from _turns_of(kind, atom, answers, on)


def _turns_of(kind: RecordKind, atom: Node, answers: Mapping[str, Answer], on: date) -> Iterator[date]:
    """The days on which one comparison may turn: of a day with the day of judgement, or that many days after it, they are
    read off; of anything else they are sought."""
    ahead = _days_ahead(atom)
    if ahead is None:
        day = _turn(kind, atom, answers, on)
        if day is not None:
            yield day
        return
    other, count = ahead
    value = answer(other, Situation(answers, on, kind.parameters))
    if isinstance(value, date):
        yield from (day for offset in (0, 1) if (day := _moved(value, offset - count)) and day > on)


def _days_ahead(atom: Node) -> tuple[Node, int] | None:
    """What is compared with the day of judgement, and how many days after it that is; None for any other comparison."""
    if not isinstance(atom, Compare):
        return None
    for side, other in ((atom.left, atom.right), (atom.right, atom.left)):
        if any(isinstance(part, JudgementDate | Parameter) for part in walk(other, into_derived=True)):
            continue
        if isinstance(side, JudgementDate):
            return other, 0
        if isinstance(side, Later) and isinstance(side.start, JudgementDate) and side.kind == "天后":
            count = side.count
            if isinstance(count, Constant) and isinstance(count.value, int):
                return other, count.value
    return None


def _moved(day: date, days: int) -> date | None:
    number = day.toordinal() + days
    return date.fromordinal(number) if 1 <= number <= LATEST.toordinal() else None


def _turn(kind: RecordKind, atom: Node, answers: Mapping[str, Answer], on: date) -> date | None:
    """The first day on which one comparison answers otherwise than on `on`: it turns once at most."""

    def at(day: date) -> Answer:
        return answer(atom, Situation(answers, day, kind.parameters))

    here, first, last = at(on), on, LATEST
    if at(last) == here:
        return None
    while (last - first) > _DAY:
        middle = first + (last - first) // 2
        if at(middle) == here:
            first = middle
        else:
            last = middle
    return last


def _atoms(rule: Node) -> Iterator[Node]:
    """The comparisons that a condition is put together from."""
    match rule:
        case AllOf() | AnyOf() | Not() | When() | Cited():
            for part in children(rule):
                yield from _atoms(part)
        case _:
            yield rule
