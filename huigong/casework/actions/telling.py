"""Tells the people of a case what happened to it, in the transaction in which it happens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from huigong.audit.subjects import subject_of
from huigong.casework import occasions, parties
from huigong.casework.accountability import name_of
from huigong.casework.actions import steps
from huigong.casework.models import Case, Clock, Decision
from huigong.casework.procedures.cases import status_in_list
from huigong.casework.procedures.roles import OWN_SIDE, Part, roles_where
from huigong.casework.procedures.terms import Move, Phase, Status
from huigong.casework.timekeeping import day_of
from huigong.messages.actions.telling import tell
from huigong.messages.occasions import Occasion
from huigong.messages.queries import events_told, told_of

_HEARS = roles_where(lambda standing: standing.own_side or standing.speaks)
_HEARS_NOTES = tuple(role for role in OWN_SIDE if Part.NOTE in role.standing.sees)
_BY_EFFECT = {"take_in": occasions.TAKEN_IN, "refer": occasions.HANDED_ON, "tell": occasions.VISIT}
_LOOKED_BACK = timedelta(days=7)  # nights in which the routine may not have run


def opened(case: Case, *, verb: str, now: datetime) -> None:
    """The receipt of a case that has just come into being."""
    _tell(case, occasions.RECEIVED, event=_event(case, verb, now), now=now)


def moved(
    case: Case,
    move: Move,
    *,
    to: Status,
    came_from: str,
    ended: bool,
    by_time: bool,
    decision: Decision | None,
    note: str,
    now: datetime,
) -> None:
    """What a move means to those who wait, if it means anything to them.

    `ended` says that it closed the case, `by_time` that an expired clock made it; `note` is what the office says.
    """
    occasion = _occasion(move, to, came_from=came_from, ended=ended, by_time=by_time)
    if occasion is not None:
        result = decision.verdict_name if decision else to.name
        _tell(case, occasion, event=_event(case, move.said, now), now=now, result=result, note=note)


def handed_on(case: Case, *, verb: str, now: datetime) -> None:
    """Another office has the case from now on."""
    _tell(case, occasions.HANDED_ON, event=_event(case, verb, now), now=now)


def other_last_days(case: Case, moved: Iterable[tuple[Clock, date]], *, verb: str, now: datetime) -> None:
    """Each clock that comes sooner than `date`; one that comes later only to a case whose people were told it is sooner."""
    event, told = _event(case, verb, now), _told_sooner(case)
    for clock, before in moved:
        sooner = clock.due_on < before
        if sooner or str(clock.pk) in told:
            occasion = occasions.SOONER if sooner else occasions.LATER
            _tell(case, occasion, event=f"{event} {clock.pk}", now=now, clock=clock, was_due=before)


def _told_sooner(case: Case) -> set[str]:
    """Which clocks: the event of such a message ends with it."""
    events = events_told(parties.told(case, _HEARS), about=subject_of(case), template=occasions.SOONER.id)
    return {event.rpartition(" ")[2] for event in events}


def late(*, now: datetime) -> int:
    """Tells of every clock that has run out since a week ago, once for each due day; how many cases were told of.

    Each case has a transaction of its own.
    """
    clocks = {_late_event(clock): clock for clock in _run_out(day_of(now))}
    told = told_of(clocks)
    return sum(_tell_late(clock, event, now=now) for event, clock in clocks.items() if event not in told)


def _run_out(today: date) -> QuerySet[Clock]:
    rows = Clock.objects.filter(
        stopped_on__isnull=True,
        due_on__gte=today - _LOOKED_BACK,
        due_on__lt=today,
        case__is_open=True,
        case__paused=False,
    )
    return rows.select_related("case").order_by("due_on", "pk")


@transaction.atomic
def _tell_late(clock: Clock, event: str, *, now: datetime) -> bool:
    case = steps.locked(clock.case.public_id)
    still = Clock.objects.filter(pk=clock.pk, stopped_on__isnull=True, due_on=clock.due_on).exists()
    if not still or not case.is_open or case.paused or status_in_list(case).phase is Phase.WAITING:
        return False
    return bool(_tell(case, occasions.LATE, event=event, now=now, clock=clock))


def _occasion(move: Move, to: Status, *, came_from: str, ended: bool, by_time: bool) -> Occasion | None:
    if to.phase is Phase.LEFT:  # the person's own doing, or told with the case that it went to
        return None
    if by_time:
        return occasions.BY_TIME
    if move.decision is not None or ended:
        return occasions.DECIDED
    if to.phase is Phase.WAITING and to.id != came_from:
        return occasions.TO_COMPLETE
    return next((_BY_EFFECT[effect] for effect in move.effects if effect in _BY_EFFECT), None)


def _tell(
    case: Case,
    occasion: Occasion,
    *,
    event: str,
    now: datetime,
    result: str = "",
    note: str = "",
    clock: Clock | None = None,
    was_due: date | None = None,
) -> int:
    values = {
        "事项": case.service_name,
        "编号": case.number,
        "部门": name_of(case.accountable_office, day_of(now)),
        "期限": f"最晚{_day(case.due_on)}要有答复。" if case.due_on and not case.paused else "",
        "说明": _short(note),
        "结果": result,
        "时限": f"{clock.stage}（{clock.get_kind_display()}）" if clock else "",
        "到期日": _day(clock.due_on) if clock else "",
        "原到期日": _day(was_due) if was_due else "",
    }
    hears = _HEARS_NOTES if "说明" in occasion.names else _HEARS
    messages = tell(
        people=parties.told(case, hears),
        event=event,
        about=subject_of(case),
        template=occasion.id,
        values={name: values[name] for name in occasion.names},
        region=case.region,
        office=case.accountable_office,
        now=now,
    )
    return len(messages)


def _event(case: Case, verb: str, now: datetime) -> str:
    """The case is locked or new: the same move at the same moment is the same event."""
    return f"{case.public_id.hex} {verb} {now.isoformat()}"[:160]


def _late_event(clock: Clock) -> str:
    return f"late {clock.pk} {clock.due_on.isoformat()}"


def _short(note: str) -> str:
    most = occasions.LONGEST_NOTE
    return note if len(note) <= most else f"{note[: most - 12]}……（全文在办件页面）"[:most]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
