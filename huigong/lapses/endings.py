"""On which day what somebody holds ends: on the last day of its record, or with each full year."""

from __future__ import annotations

import json
from calendar import isleap
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from django.db.models import Q, QuerySet

from huigong.casework.models import Decision, Party
from huigong.casework.procedures.roles import OWN_SIDE
from huigong.casework.procedures.terms import DecisionKind
from huigong.casework.timekeeping import day_of
from huigong.kernel.regions import city_of, contains, known
from huigong.lapses.rules import Ends, Lapse
from huigong.registry import factvalues
from huigong.registry.models import PersonFact
from huigong.rules.spans import months_after

_AT_ONCE = 500  # records


def endings(lapse: Lapse, days: Sequence[date]) -> Iterator[tuple[PersonFact, date]]:
    """The records of people of the lapse's region that end on one of the days, the earliest first, and which.

    Only those whose day it may be are looked at: the rest of a province's holders cost nothing each night.
    """
    rows = PersonFact.objects.known_at().filter(fact=lapse.fact).select_related("person").order_by("pk")
    yearly = lapse.ends is Ends.ANNIVERSARY
    if yearly:
        rows = rows.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=days[0]))
        rows = rows.filter(_may_end(lapse, days))
    else:
        rows = rows.filter(valid_until__in=days)
    stream = rows.iterator(chunk_size=_AT_ONCE)
    while some := list(islice(stream, _AT_ONCE)):
        years = _FullYears.of(lapse, {row.person_id for row in some}) if yearly else None
        for row in some:
            end = years.end(row, days) if years else row.valid_until
            if end is not None and contains(lapse.region, row.person.residence) and _holds(row):
                yield row, end


def goes_on(row: PersonFact, end: date) -> bool:
    """Whether the register knows that the same holds after that day: it was renewed."""
    if row.valid_until is None:
        return False
    later = PersonFact.objects.known_at().filter(person=row.person_id, fact=row.fact)
    return later.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=end), valid_from__gt=row.valid_from
    ).exists()


def that_stand(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Those of the decisions that were not revoked."""
    revoked = Decision.objects.filter(kind=DecisionKind.REVOCATION, corrects__isnull=False)
    return decisions.exclude(pk__in=revoked.values("corrects"))


@dataclass(frozen=True)
class _FullYears:
    """From which day the full years of each record run.

    `last_days` is the day that a person's paper names, by person and city; `renewals` the first and the last day of
    each renewal that was granted, the latest last. One asked for by the day that the paper names, or where nobody
    knows that day within `ahead` of a full year, leaves the years as they are; a later one begins them anew.
    """

    last_days: dict[tuple[int, str], date]
    renewals: dict[int, list[tuple[date, date]]]
    ahead: timedelta

    @classmethod
    def of(cls, lapse: Lapse, people: Collection[int]) -> _FullYears:
        """Of these people, in three questions."""
        return cls(
            _last_days_on_record(lapse, people), _renewals(lapse, people), timedelta(days=2 * lapse.days)
        )

    def end(self, row: PersonFact, days: Sequence[date]) -> date | None:
        """Which of the days ends a full year of the record; None for none, or where no day is known."""
        named = self.last_days.get((row.person_id, _city(row.region)))
        begun = self._begun(row, named)
        if begun is None:
            return None
        due = named if begun == named else None
        for asked, granted in self.renewals.get(row.person_id, ()):
            if asked > due if due else asked > begun and not self._just_before_a_full_year(begun, asked):
                begun, named, due = granted, None, months_after(granted, 12)
            elif due and asked >= due - self.ahead:
                due = months_after(due, 12)
        return begun if begun == named and named in days else _full_year(begun, days)

    def _just_before_a_full_year(self, begun: date, asked: date) -> bool:
        """Of a paper whose day nobody knows, years before may have been renewed where the register does not look."""
        return (
            _full_year(begun, [asked + timedelta(days=more) for more in range(self.ahead.days + 1)])
            is not None
        )

    def _begun(self, row: PersonFact, named: date | None) -> date | None:
        """The day that the holder gave for it says nothing: it is the day on which he said that he holds it."""
        if row.verification == PersonFact.Verification.CLAIMED:
            return named
        return named if named and named > row.valid_from else row.valid_from


def _may_end(lapse: Lapse, days: Sequence[date]) -> Q:
    """Whose full year may end on one of the days: by the day the record begins, by that of a renewal that was granted,
    or by the day that the paper names, which is sealed and has to be read."""
    said = _said(lapse, PersonFact.objects.known_at().filter(fact=lapse.due)) if lapse.due else ()
    named = {person for (person, _city), day in said if day in days or _full_year(day, days)}
    begun, decided = Q(pk__in=[]), Q(pk__in=[])
    for month, number, day in _anniversaries(days):
        begun |= Q(valid_from__month=month, valid_from__day=number, valid_from__lt=day)
        decided |= Q(decided_at__month=month, decided_at__day=number)
    renewed = Party.objects.filter(
        case__in=_granted(lapse).filter(decided).values("case"), person__isnull=False
    )
    return begun | Q(person__in=named) | Q(person__in=renewed.values("person"))


def _said(lapse: Lapse, rows: QuerySet[PersonFact]) -> Iterator[tuple[tuple[int, str], date]]:
    """The person and city of each record of a day, the latest last, and the day."""
    for row in rows.order_by("valid_from", "pk").iterator(chunk_size=_AT_ONCE):
        day = factvalues.from_json(json.loads(row.value))
        if isinstance(day, date):
            yield (row.person_id, _city(row.region)), day


def _last_days_on_record(lapse: Lapse, people: Collection[int]) -> dict[tuple[int, str], date]:
    """What each person's latest record of the day says, by person and city."""
    if not lapse.due:
        return {}
    return dict(_said(lapse, PersonFact.objects.known_at().filter(fact=lapse.due, person__in=people)))


def _renewals(lapse: Lapse, people: Collection[int]) -> dict[int, list[tuple[date, date]]]:
    """On which days each of these people asked for a renewal and got it."""
    parties = Party.objects.filter(
        person__in=people, role__in=[role.value for role in OWN_SIDE], case__service_id__in=lapse.renewed_by
    )
    cases = dict(_granted(lapse).filter(case__parties__person__in=people).values_list("case", "decided_at"))
    renewals: dict[int, list[tuple[date, date]]] = {}
    for person, case, asked in parties.order_by("case__opened_on").values_list(
        "person_id", "case_id", "case__opened_on"
    ):
        if case in cases and person is not None:
            renewals.setdefault(person, []).append((asked, day_of(cases[case])))
    return renewals


def _granted(lapse: Lapse) -> QuerySet[Decision]:
    """The decisions that granted a renewal and stand, the latest of a case last."""
    granted = Decision.objects.filter(case__service_id__in=lapse.renewed_by, favourable=True)
    return that_stand(granted).order_by("decided_at")


def _full_year(begun: date, days: Iterable[date]) -> date | None:
    return next(
        (
            day
            for month, number, day in _anniversaries(days)
            if (month, number) == (begun.month, begun.day) and day > begun
        ),
        None,
    )


def _anniversaries(days: Iterable[date]) -> Iterator[tuple[int, int, date]]:
    """Month and day of a beginning, with the day on which its full year ends.

    What began on 29 February ends in a common year on the 28th.
    """
    for day in days:
        yield day.month, day.day, day
        if (day.month, day.day) == (2, 28) and not isleap(day.year):
            yield 2, 29, day


def _city(region: str) -> str:
    return city_of(region) if known(region) else region


def _holds(row: PersonFact) -> bool:
    """False where the register says that the person does not hold it."""
    return factvalues.from_json(json.loads(row.value)) is not False
