"""Telling people ahead of what ends for them: by the routine, in small transactions of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import chain

from django.db import transaction

from huigong.audit.subjects import subject_of
from huigong.casework import parties
from huigong.casework.accountability import present
from huigong.casework.models import Case, CaseLink, Decision, Party
from huigong.casework.procedures.cases import status_in_list
from huigong.casework.procedures.roles import OWN_SIDE
from huigong.casework.procedures.terms import Phase
from huigong.casework.timekeeping import day_of
from huigong.kernel.days import in_words as day_in_words
from huigong.kernel.sentences import wording
from huigong.lapses.endings import endings, goes_on, that_stand
from huigong.lapses.occasions import AHEAD, LONGEST_WAY, REMEDY
from huigong.lapses.rules import Lapse, Rules, rules
from huigong.messages.actions.telling import tell
from huigong.messages.queries import told_of
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
    ends = {f"lapse {lapse.id} {row.person_id} {end}": (row, end) for row, end in endings(lapse, days)}
    gone = told_of(ends)
    people = {row.person_id for row, _ in ends.values()}
    renewed = _renewed(lapse, people, since=today - timedelta(days=2 * lapse.days))
    count = 0
    for event, (row, end) in ends.items():
        if event in gone or row.person_id in renewed or goes_on(row, end):
            continue
        count += _tell(lapse, row, event, end, now=now)
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
    rows = that_stand(Decision.objects.filter(favourable=False, remedy_until__in={*chain(*days.values())}))
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
        people=parties.told(case),
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
        office=present(row.office, day_of(now)),
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
