"""Ranges to choose from instead of an exact figure, where what may still be had only asks on which side of a boundary one stands."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from huigong.catalogue.answers import show_answer
from huigong.kernel.sentences import say, wording
from huigong.rules.dividing import boundaries, divided, open_conditions, span_of
from huigong.rules.evaluate import Situation
from huigong.rules.nodes import Fact, Node, fact_names
from huigong.rules.spans import full_months, months_after
from huigong.rules.values import MEASURED, MONTHS, YEARS, Between, Measured, Type, show

Choices = tuple[Measured | Between, ...]
_ONE_DAY = timedelta(days=1)
MOST_CHOICES = 6  # more are no easier than the figure itself


def choices(fact: Fact, asking: Iterable[Node], others: Iterable[Node], here: Situation) -> Choices:
    """The ranges of a fact between which open conditions tell, ascending; none where an exact figure is needed.

    `asking` are those of the services that want to know: what is open in each of them about the fact has to be settled
    by the range alone. `others` are open too and add their boundaries where they have them, so that nobody is asked
    twice. `here` is what is known; a range said earlier is divided further.
    """
    if fact.type not in MEASURED:
        return ()
    said = here.values.get(fact.name)
    span = said if isinstance(said, Between) else span_of(fact, on=here.on)
    ends: set[Measured] = set()
    needed = dict.fromkeys(_comparisons(fact, asking, here))
    for comparison in {**needed, **dict.fromkeys(_comparisons(fact, others, here))}:
        told = boundaries(comparison, fact, span, here)
        if told is None and comparison in needed:
            return ()
        ends.update(told or ())
    parts = divided(span, fact, ends)
    return parts if 1 < len(parts) <= MOST_CHOICES else ()


def _comparisons(fact: Fact, conditions: Iterable[Node], here: Situation) -> Iterable[Node]:
    """What of these conditions is open and reads the fact."""
    for condition in conditions:
        for comparison in open_conditions(condition, here):
            if fact.name in fact_names(comparison, into_derived=True):
                yield comparison


def choice_words(fact: Fact, value: Measured | Between, on: date) -> str:
    """How a choice reads on the day of asking: `不到6个月`; days with how long ago they are: `2024年11月25日或更早（超过2年了）`."""
    if not (isinstance(value, Between) and fact.type is Type.DATE):
        return show_answer(fact, value)
    if value.most == on:
        shown: str = say("{day}到今天", day=show(value.least))
        full, within = _length(value.least - _ONE_DAY, on), _length(value.least, on)
        told = wording("不满{length}") if full else wording("最近{length}")
    else:
        shown = show(value)
        full, within = _length(value.most, on), _length(value.most + _ONE_DAY, on)
        told = wording("满{length}了") if full else wording("超过{length}了")
    length = full or within
    return say("{days}（{length}）", days=shown, length=say(told, length=length)) if length else shown


def _length(day: date, on: date) -> str:
    """`2年`, `6个月`: how long it is from a day to `on`, "" where these are no whole months."""
    months = full_months(day, on)
    if not months or months_after(on, -months) != day:
        return ""
    return show(months // 12, YEARS) if months % 12 == 0 else show(months, MONTHS)
