"""Which warnings stand on a day: what months and records say, put before the rules of the place."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from huigong.casework.timekeeping import day_of
from huigong.records.models import Record
from huigong.rules.values import Answer
from huigong.wages.models import ProjectMonth, WorkerMonth
from huigong.wages.sites import sites
from huigong.wages.warnings.declaring import WarningRule, book
from huigong.wages.warnings.evaluating import holding
from huigong.wages.warnings.inputs import INPUTS

Held = Mapping[str, bool | None]


def of_records(records: Iterable[Record], *, on: date) -> list[tuple[Record, Sequence[WarningRule], Held]]:
    """Each record with the rules about its kind of its place that read no month, and which of them hold."""
    return _held([(record, {}) for record in records], on=on, of_month=False)


def of_months(
    months: Iterable[ProjectMonth], *, on: date
) -> list[tuple[ProjectMonth, Sequence[WarningRule], Held]]:
    """Each month with the rules of its place that read a month, and which of them hold."""
    listed = list(months)
    disputed = _disputed(listed)
    told = [(month.project, month_answers(month, disputed.get(month.pk, 0))) for month in listed]
    held = _held(told, on=on, of_month=True)
    return [(month, rules, answers) for month, (_, rules, answers) in zip(listed, held, strict=True)]


def month_answers(month: ProjectMonth, disputed: int) -> dict[str, Answer | None]:
    """What rules read of a month; None where the month does not say."""
    accounts: dict[str, Any] = {**month.accounts, "disputed": disputed}
    said = accounts.get("pay_day")
    accounts["pay_day"] = date.fromisoformat(said) if said else None
    accounts["whole"] = _is_whole(month)
    return {each.fact.name: accounts.get(each.column) for each in INPUTS}


def _is_whole(month: ProjectMonth) -> bool:
    """Whether it was handed in on its last day or later: what a part of a month lacks may still come."""
    days = monthrange(month.month.year, month.month.month)[1]
    return day_of(month.handed_in_at) >= month.month.replace(day=days)


def _disputed(months: Sequence[ProjectMonth]) -> dict[int, int]:
    rows = WorkerMonth.objects.filter(month__in=months, answer=WorkerMonth.Answer.DISPUTED)
    counted: defaultdict[int, int] = defaultdict(int)
    for key in rows.values_list("month_id", flat=True):
        counted[key] += 1
    return counted


def _held(
    told: Sequence[tuple[Record, Mapping[str, Answer | None]]], *, on: date, of_month: bool
) -> list[tuple[Record, Sequence[WarningRule], Held]]:
    """In the order that was given; the rules of a region are put before all of its records of a kind at once."""
    known = sites((record for record, _ in told), on=on)
    places: defaultdict[tuple[str, str], dict[str, Mapping[str, Answer | None]]] = defaultdict(dict)
    for number, ((record, answers), site) in enumerate(zip(told, known, strict=True)):
        places[record.region, record.kind][str(number)] = {**site.answers, **answers}
    held: dict[int, tuple[Record, Sequence[WarningRule], Held]] = {}
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
        held |= {int(number): (told[int(number)][0], rules, each) for number, each in answered.items()}
    return [held[number] for number in range(len(told))]
