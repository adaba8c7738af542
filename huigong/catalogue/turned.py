"""What of somebody's rights is another since the register was corrected: each answer before and after, and why.

Both times of the register make it a question that can be asked again whenever somebody looks: what would have been
answered by what was believed before, and what is answered by what was believed from the correction on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huigong.catalogue import statuses
from huigong.catalogue.answers import Reason
from huigong.catalogue.screening import Screening
from huigong.catalogue.services import catalogue
from huigong.registry import facts
from huigong.registry.factvalues import FactValue
from huigong.registry.models import Person
from huigong.rules.nodes import AllOf, fact_names

_A_MOMENT = timedelta(microseconds=1)
Values = Mapping[str, FactValue]


@dataclass(frozen=True)
class Turned:
    """An answer that is another for a day: `before` and `after` are `yes`, `held`, `unknown` or `no`, `reasons` what decides now and did not before.

    Of one that reads the same, the reasons are others: what is still open, say. `service_id` is "" for a definition of
    who somebody is.
    """

    service_id: str
    name: str
    on: date
    before: str
    after: str
    reasons: tuple[Reason, ...]

    @property
    def is_other(self) -> bool:
        """Whether the answer itself is another one."""
        return self.before != self.after

    @property
    def lost(self) -> bool:
        """Whether what was a yes, or is held, no longer is one."""
        return self.before in ("yes", "held") and self.after not in ("yes", "held")


def by_correction(person: Person, *, at: datetime, days: Sequence[date]) -> tuple[Turned, ...]:
    """What a correction at that moment changed of the person's answers for each of the days, services in their order.

    Reads the register without a trace of it: whoever shows it to somebody has let them look at the person.
    """
    return tuple(turned for day in days for turned in _on(person, at, day))


def _on(person: Person, at: datetime, on: date) -> Iterator[Turned]:
    before = facts.gather(person, on, known_at=at - _A_MOMENT).values
    after = facts.gather(person, on, known_at=at).values
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    if not changed:
        return
    yield from _statuses(person, before, after, on)
    known, region = catalogue(), person.residence
    then, now = (Screening(known, region, on, values) for values in (before, after))
    for service in known.services_for(region, on):
        read = (service.rule,) if service.holding is None else (service.rule, service.holding)
        if changed.isdisjoint(fact_names(AllOf(read), into_derived=True)):
            continue
        was, is_now = then.of(service), now.of(service)
        if (was.verdict, was.reasons) != (is_now.verdict, is_now.reasons):
            why = _fresh(was.reasons, is_now.reasons)
            yield Turned(service.id, service.name, on, was.verdict, is_now.verdict, why)


def _statuses(person: Person, before: Values, after: Values, on: date) -> Iterator[Turned]:
    then, now = (statuses.by_values(values, on=on, region=person.residence) for values in (before, after))
    for was, is_now in zip(then, now, strict=True):
        if (was.verdict, was.kinds, was.reasons) != (is_now.verdict, is_now.kinds, is_now.reasons):
            why = _fresh(was.reasons, is_now.reasons)
            yield Turned("", is_now.status.name, on, was.verdict, is_now.verdict, why)


def _fresh(before: Sequence[Reason], after: Sequence[Reason]) -> tuple[Reason, ...]:
    """What decides now and did not before; all that decides now where that is nothing new."""
    return tuple(reason for reason in after if reason not in before) or tuple(after)
