"""Telling people ahead of what ends for them: by the routine, in small transactions of their own."""

from __future__ import annotations

import json
from calendar import isleap
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import chain

from django.db import transaction
from django.db.models import Q

from huigong.audit.subjects import subject_of
from huigong.casework import parties
from huigong.casework.models import Case, CaseLink, Decision, Party
from huigong.casework.procedures.cases import status_in_list
from huigong.casework.procedures.roles import OWN_SIDE
from huigong.casework.procedures.terms import DecisionKind, Phase
from huigong.casework.timekeeping import day_of
from huigong.kernel.days import in_words as day_in_words
from huigong.kernel.regions import contains
from huigong.kernel.sentences import wording
from huigong.lapses.occasions import AHEAD, LONGEST_WAY, REMEDY
from huigong.lapses.rules import Ends, Lapse, Rules, rules
from huigong.messages.actions.telling import tell
from huigong.messages.queries import told_of
from huigong.registry import factvalues
from huigong.registry.models import PersonFact

_LOOKED_BACK = 7  # nights in which the routine may not have run
_IN_THE_DECISION = wording("向哪里提、怎么提，请看决定里写的办法，或者打 12345 问。")


def tell_ahead(*, now: datetime) -> int:
    """Tells of every record and remedy that ends as many days ahead as the packs say; how many were told.

    Each is told once, whatever the routine missed or repeats. Raises `DomainError` (`message.no_template`).
    """
    known, today = rules(), day_of(now)
    told = sum(_tell_lapse(lapse, today=today, now=now) for lapse in known.lapses)
    return told + _tell_remedies(known, today=today, now=now)


def _tell_lapse(lapse: Lapse, *, today: date, now: datetime) -> int:
    days = _days_looked_at(lapse.days, today)
    rows = [row for row in _ending(lapse, days) if _holds(row)]
    ends = {f"lapse {lapse.id} {row.person_id} {_end(lapse, row, days)}": row for row in rows}
    gone = told_of(ends)
    renewed = _renewed(lapse, {row.person_id for row in rows}, since=today - timedelta(days=2 * lapse.days))
    count = 0
    for event, row in ends.items():
        if event in gone or row.person_id in renewed or _goes_on(row, _end(lapse, row, days)):
            continue
        count += _tell(lapse, row, event, _end(lapse, row, days), now=now)
    return count


@transaction.atomic
def _tell(lapse: Lapse, row: PersonFact, event: str, end: date, *, now: datetime) -> int:
    messages = tell(
        people=[row.person],
        event=event,
        about=subject_of(row.person),
        template=AHEAD.id,
        values={"名称": lapse.name, "到期日": day_in_words(end), "怎么办": lapse.what},
        region=row.person.residence,
        office="",
        now=now,
    )
    return len(messages)


def _days_looked_at(ahead: int, today: date) -> list[date]:
    """The last days that are told of tonight, the earliest first; none that has passed."""
    days = (today + timedelta(days=ahead - back) for back in range(_LOOKED_BACK + 1))
    return sorted(day for day in days if day >= today)


def _ending(lapse: Lapse, days: list[date]) -> Iterator[PersonFact]:
    """The records of people of the lapse's region that end on one of the days."""
    rows = PersonFact.objects.known_at().filter(fact=lapse.fact).select_related("person").order_by("pk")
    if lapse.ends is Ends.VALID_UNTIL:
        rows = rows.filter(valid_until__in=days)
    else:
        same = Q(pk__in=[])
        for month, number, day in _anniversaries(days):
            same |= Q(valid_from__month=month, valid_from__day=number, valid_from__lt=day)
        rows = rows.filter(same).filter(Q(valid_until__isnull=True) | Q(valid_until__gte=days[0]))
    for row in rows.iterator(chunk_size=500):
        if contains(lapse.region, row.person.residence):
            yield row


def _end(lapse: Lapse, row: PersonFact, days: Iterable[date]) -> date:
    if lapse.ends is Ends.VALID_UNTIL and row.valid_until is not None:
        return row.valid_until
    begun = row.valid_from
    return next(
        day for month, number, day in _anniversaries(days) if (month, number) == (begun.month, begun.day)
    )


def _anniversaries(days: Iterable[date]) -> Iterator[tuple[int, int, date]]:
    """Month and day of a beginning, with the day on which its full year ends.

    What began on 29 February ends in a common year on the 28th.
    """
    for day in days:
        yield day.month, day.day, day
        if (day.month, day.day) == (2, 28) and not isleap(day.year):
            yield 2, 29, day


def _goes_on(row: PersonFact, end: date) -> bool:
    """Whether the register knows that the same holds after that day: it was renewed."""
    if row.valid_until is None:
        return False
    later = PersonFact.objects.known_at().filter(person=row.person_id, fact=row.fact)
    return later.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=end), valid_from__gt=row.valid_from
    ).exists()


def _renewed(lapse: Lapse, people: set[int], *, since: date) -> set[int]:
    """Who has applied for a renewal since then and did not take it back."""
    rows = Party.objects.filter(
        person_id__in=people,
        role__in=[role.value for role in OWN_SIDE],
        case__service_id__in=lapse.renewed_by,
        case__opened_on__gte=since,
    ).select_related("case")
    return {
        row.person_id
        for row in rows.order_by("pk")
        if row.person_id and status_in_list(row.case).phase is not Phase.LEFT
    }


def _tell_remedies(known: Rules, *, today: date, now: datetime) -> int:
    days = {ahead: _days_looked_at(ahead, today) for ahead in known.remedies.values() if ahead}
    revoked = Decision.objects.filter(kind=DecisionKind.REVOCATION, corrects__isnull=False)
    rows = Decision.objects.filter(favourable=False, remedy_until__in={*chain(*days.values())}).exclude(
        pk__in=revoked.values("corrects")
    )
    decisions = {
        f"remedy {row.pk} {row.remedy_until}": row
        for row in rows.select_related("case").order_by("pk")
        if row.remedy_until in days.get(known.remedy_days(row.case.region), ())
    }
    gone = told_of(decisions)
    open_to = _not_appealed(decisions.values())
    return sum(
        _tell_remedy(row, event, now=now)
        for event, row in decisions.items()
        if event not in gone and row.case_id in open_to
    )


@transaction.atomic
def _tell_remedy(row: Decision, event: str, *, now: datetime) -> int:
    case: Case = row.case
    assert row.remedy_until is not None
    messages = tell(
        people=parties.persons(case),
        event=event,
        about=subject_of(case),
        template=REMEDY.id,
        values={
            "事项": case.service_name,
            "编号": case.number,
            "到期日": day_in_words(row.remedy_until),
            "途径": _way_of(row),
        },
        region=case.region,
        office=row.office,
        now=now,
    )
    return len(messages)


def _way_of(row: Decision) -> str:
    """Where to turn; half a way would send people astray."""
    return row.remedy if len(row.remedy) <= LONGEST_WAY else _IN_THE_DECISION


def _not_appealed(decisions: Iterable[Decision]) -> set[int]:
    cases = {row.case_id for row in decisions}
    links = CaseLink.objects.filter(other_id__in=cases, kind=CaseLink.Kind.APPEAL).order_by()
    return cases - set(links.values_list("other_id", flat=True))


def _holds(row: PersonFact) -> bool:
    """False where the register says that the person does not hold it."""
    return factvalues.from_json(json.loads(row.value)) is not False
