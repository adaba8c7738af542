"""Which warnings stand on a day: what months and records say, put before the rules of the place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from huigong.records.models import Record
from huigong.rules.values import Answer
from huigong.wages.models import ProjectMonth, WorkerMonth
from huigong.wages.sites import sites
from huigong.wages.warnings.declaring import WarningRule, book
from huigong.wages.warnings.evaluating import holding
from huigong.wages.warnings.inputs import INPUTS, LEFT_OUT

Held = Mapping[str, bool | None]
_DISPUTED = Q(answer=WorkerMonth.Answer.DISPUTED)
_LEFT_OUT = Q(left_out=True) & ~Q(answer=WorkerMonth.Answer.CONFIRMED)


def of_records(records: Iterable[Record], *, on: date) -> list[tuple[Record, Sequence[WarningRule], Held]]:
    """Each record with the rules about its kind of its place that read no month, and which of them hold."""
    return _held([(record, {}) for record in records], on=on, of_month=False)


def of_months(
    months: Iterable[ProjectMonth], *, on: date
) -> list[tuple[ProjectMonth, Sequence[WarningRule], Held]]:
    """Each month with the rules of its place that read a month, and which of them hold.

    Of a month that leaves somebody out its sums are not those that they were: a rule that does not hold of it is
    not known to be kept, so that nobody closes a warning by leaving out whom it is about.
    """
    listed = list(months)
    disputed, left_out = _counted(listed, _DISPUTED), _counted(listed, _LEFT_OUT)
    told = [
        (month.project, month_answers(month, disputed=disputed[month.pk], left_out=left_out[month.pk]))
        for month in listed
    ]
    held = _held(told, on=on, of_month=True)
    return [
        (month, rules, _while_left_out(rules, answers) if left_out[month.pk] else answers)
        for month, (_, rules, answers) in zip(listed, held, strict=True)
    ]


def month_answers(month: ProjectMonth, *, disputed: int, left_out: int) -> dict[str, Answer | None]:
    """What rules read of a month; None where the month does not say."""
    accounts: dict[str, Any] = {**month.accounts, "disputed": disputed, LEFT_OUT: left_out}
    said = accounts.get("pay_day")
    accounts["pay_day"] = date.fromisoformat(said) if said else None
    accounts["pay_day_known"] = bool(said)
    return {each.fact.name: accounts.get(each.column) for each in INPUTS}


def _counted(months: Sequence[ProjectMonth], which: Q) -> Mapping[int, int]:
    counted: defaultdict[int, int] = defaultdict(int)
    for key in WorkerMonth.objects.filter(which, month__in=months).values_list("month_id", flat=True):
        counted[key] += 1
    return counted


def _while_left_out(rules: Sequence[WarningRule], answers: Held) -> Held:
    return {rule.id: answers[rule.id] or None for rule in rules}


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
