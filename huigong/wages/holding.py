"""Which warnings stand on a day: what months and records say, put before the rules of the place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Generic, TypeVar

from django.db.models import Q

from huigong.records.models import Record
from huigong.rules.nodes import fact_names
from huigong.rules.values import Answer, Unknown
from huigong.wages.models import DISPUTED, LEFT_OUT, LOWERED, ProjectMonth, WorkerMonth
from huigong.wages.sites import sites
from huigong.wages.warnings.declaring import WarningRule, book
from huigong.wages.warnings.evaluating import holding
from huigong.wages.warnings.inputs import INPUTS, LEFT_OUT_COLUMN, LOWERED_COLUMN

T = TypeVar("T", Record, ProjectMonth)


@dataclass(frozen=True)
class Looked(Generic[T]):
    """A record or a month with the rules of its place, which of them hold (None where that cannot be told), and what they
    read of it."""

    of: T
    rules: Sequence[WarningRule]
    holds: Mapping[str, bool | None]
    read: Mapping[str, Answer | None]

    def facts_of(self, rule: WarningRule) -> dict[str, str]:
        """What a rule read, as text, sums in fen; what nobody knows is left out."""
        values = {name: self.read.get(name) for name in fact_names(rule.when, into_derived=True)}
        return {
            name: str(value)
            for name, value in values.items()
            if value is not None and not isinstance(value, Unknown)
        }


def of_records(records: Iterable[Record], *, on: date) -> list[Looked[Record]]:
    """Each record with the rules about its kind of its place that read no month."""
    listed = list(records)
    return _looked(listed, [(record, {}) for record in listed], on=on, of_month=False)


def of_months(months: Iterable[ProjectMonth], *, on: date) -> list[Looked[ProjectMonth]]:
    """Each month with the rules of its place that read a month.

    Of a month that leaves somebody out, or gives them less than before, the sums are not those that they were: a rule that
    does not hold of it is not known to be kept, so that nobody closes a warning by writing a month anew.
    """
    listed = list(months)
    disputed, left_out, lowered = (_counted(listed, which) for which in (DISPUTED, LEFT_OUT, LOWERED))
    told = [
        (
            month.project,
            month_answers(
                month,
                {
                    "disputed": disputed[month.pk],
                    LEFT_OUT_COLUMN: left_out[month.pk],
                    LOWERED_COLUMN: lowered[month.pk],
                },
            ),
        )
        for month in listed
    ]
    looked = _looked(listed, told, on=on, of_month=True)
    return [_while_less(look) if left_out[look.of.pk] or lowered[look.of.pk] else look for look in looked]


def month_answers(month: ProjectMonth, people: Mapping[str, int]) -> dict[str, Answer | None]:
    """What rules read of a month; None where the month does not say."""
    accounts: dict[str, Any] = {**month.accounts, **people}
    said = accounts.get("pay_day")
    accounts["pay_day"] = date.fromisoformat(said) if said else None
    accounts["pay_day_known"] = bool(said)
    accounts["whole"] = month.is_whole
    return {each.fact.name: accounts.get(each.column) for each in INPUTS}


def _counted(months: Sequence[ProjectMonth], which: Q) -> Counter[int]:
    rows = WorkerMonth.objects.filter(which, month__in=months)
    return Counter(rows.values_list("month_id", flat=True))


def _while_less(look: Looked[ProjectMonth]) -> Looked[ProjectMonth]:
    return replace(look, holds={id: holds or None for id, holds in look.holds.items()})


def _looked(
    things: Sequence[T],
    told: Sequence[tuple[Record, Mapping[str, Answer | None]]],
    *,
    on: date,
    of_month: bool,
) -> list[Looked[T]]:
    """In the order that was given; the rules of a region are put before all of its records of a kind at once."""
    known = sites((record for record, _ in told), on=on)
    read = [{**site.answers, **answers} for (_, answers), site in zip(told, known, strict=True)]
    places: defaultdict[tuple[str, str], dict[str, Mapping[str, Answer | None]]] = defaultdict(dict)
    for number, ((record, _), answers) in enumerate(zip(told, read, strict=True)):
        places[record.region, record.kind][str(number)] = answers
    looked: dict[int, Looked[T]] = {}
    packs = book()
    for (region, about), rows in places.items():
        rules = [
            rule
            for rule in packs.in_region(region, on=on)
            if rule.about == about and rule.of_month is of_month
        ]
        answered = holding(
            rules,
            rows,
            packs.facts(about, region, on),
            on=on,
            parameters=packs.parameters.lookup(region),
            declared=packs.parameters.declarations,
        )
        for key, holds in answered.items():
            looked[int(key)] = Looked(things[int(key)], rules, holds, rows[key])
    return [looked[number] for number in range(len(told))]
