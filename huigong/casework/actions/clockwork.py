"""Starts and stops the clocks of a case, and keeps what lists sort by: the nearest due day, and whether it is paused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from huigong.audit.actions import record
from huigong.casework.models import Case, Clock, Pause
from huigong.casework.procedures.lengths import Length
from huigong.casework.procedures.terms import ClockRule
from huigong.casework.servicesteps import service_of
from huigong.casework.timekeeping import day_of, limit_as_data, reckon, running_clocks
from huigong.catalogue.beginnings import Event, begins_at
from huigong.catalogue.citations import cite
from huigong.catalogue.services import LimitKind, ServiceLimit, catalogue
from huigong.declarations.durations import MEASURES
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import timelimits
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import Invalid, Unavailable
from huigong.kernel.sentences import say
from huigong.kernel.timelimits import ExtensionRule, Measure, Roll, TimeLimit

_AT_ONCE = 500


def recompute_all(*, by: Principal, now: datetime) -> int:
    """Reckons every running clock anew after the calendar changed; returns how many due days moved.

    Each batch of cases is a transaction with an event of its own, so that moves wait for one batch at most.
    Raises `DomainError` (`access.denied`): the calendar belongs to policy officers.
    """
    by.require(Permission.LIBRARY_EDIT)
    today = day_of(now)
    stale = sorted({clock.case_id for clock, _ in _stale(running_clocks(), on=today)})
    batches = (stale[first : first + _AT_ONCE] for first in range(0, len(stale), _AT_ONCE))
    return sum(_recompute(keys, by=by, now=now) for keys in batches)


@transaction.atomic
def _recompute(keys: Sequence[int], *, by: Principal, now: datetime) -> int:
    moved = sum(len(clocks) for clocks in reckon_anew(keys, on=day_of(now)).values())
    data = {"moved": moved}
    record(by=by, now=now, verb="casework.clocks.recomputed", subject="casework.Clock", data=data)
    return moved


def reckon_anew(
    keys: Iterable[int], *, on: date, calendar: WorkCalendar | None = None
) -> dict[Case, list[tuple[Clock, date]]]:
    """Locks these cases, mends the due days of their running clocks, and gives those that moved, each with its old last day.

    Call it in a transaction. What was read before the lock is not trusted: a pause or an extension may have come since.
    Cases are locked in the order of their keys, so that two who do this wait for each other and never in a circle.
    """
    rows = Case.objects.filter(pk__in=keys).select_related("application").order_by("pk")
    cases = {case.pk: case for case in rows.select_for_update(of=("self",))}
    changed: list[Clock] = []
    moved: dict[Case, list[tuple[Clock, date]]] = {}
    for clock, seen in _stale(running_clocks().filter(case__in=cases), on=on, calendar=calendar):
        if clock.due_on != seen.due:
            moved.setdefault(cases[clock.case_id], []).append((clock, clock.due_on))
        clock.due_on, clock.provisional = seen.due, seen.provisional
        changed.append(clock)
    Clock.objects.bulk_update(changed, ["due_on", "provisional"], batch_size=_AT_ONCE)
    for key in sorted({clock.case_id for clock in changed}):
        keep_nearest(cases[key])
    return moved


def _stale(
    clocks: QuerySet[Clock], *, on: date, calendar: WorkCalendar | None = None
) -> Iterator[tuple[Clock, timelimits.Clock]]:
    """The clocks whose row says another due day, or another certainty of it, than reckoning gives."""
    for clock in clocks.order_by("due_on", "pk").iterator(chunk_size=_AT_ONCE):
        seen = reckon(clock, on=on, calendar=calendar)
        if (clock.due_on, clock.provisional) != (seen.due, seen.provisional):
            yield clock, seen


def start(
    case: Case,
    *,
    event: Event,
    on: date,
    today: date,
    kinds: Iterable[LimitKind] = tuple(LimitKind),
) -> None:
    """Starts the clocks of the case's service that run from this event.

    Limits that hold only for some are for people to judge and start none.
    Raises `DomainError` (`catalogue.no_service`) where the service is no longer known.
    """
    wanted, service = set(kinds), service_of(case)
    limits = [limit for limit in service.limits if begins_at(limit) is event] if service else []
    _start_limits(case, [limit for limit in limits if limit.kind in wanted], on=on, today=today)


def start_declared(
    case: Case, rule: ClockRule, stage: str, *, on: date, today: date, last: date | None = None
) -> None:
    """Starts a clock that the procedure itself declares; `last` is the last day that the move has named for it.

    Raises `DomainError`: `clock.no_length` where no checked length is in force and the clock is not `local`, `clock.too_short`
    for a day that is over.
    """
    if rule.local and rule.length is not None and not _is_set(rule.length, region=case.region, on=on):
        return
    limit = (
        _until(last, rule, on=on)
        if rule.length is None
        else _extendable(limit_of(rule.length, region=case.region, on=on), rule, region=case.region, on=on)
    )
    _create(case, kind=LimitKind.STATUTORY, stage=stage, limit=limit, on=on, today=today)
    keep_nearest(case)


def _extendable(limit: TimeLimit, rule: ClockRule, *, region: str, on: date) -> TimeLimit:
    """The limit with the one extension that its law allows."""
    if rule.longer is None:
        return limit
    longer = limit_of(rule.longer, region=region, on=on)
    return replace(limit, extension=ExtensionRule(longer.length, rule.approver))


def _until(last: date | None, rule: ClockRule, *, on: date) -> TimeLimit:
    """The days up to one that an office has named: it stays that day, though it be a holiday, for so it was ordered."""
    if last is None or last <= on:
        raise Invalid(
            code="clock.too_short",
            about=rule.until,
            what="限期的最后一天要在今天以后",
            why="对方要有时间去做",
            do="请写今天以后的日子",
            clause=cite(rule.clause),
        )
    article = cite(rule.clause)
    return TimeLimit((last - on).days, Measure.NATURAL_DAY, article, roll=Roll.NONE, roll_article=article)


def _is_set(length: Length, *, region: str, on: date) -> bool:
    """Whether a place has set the length, where the law leaves it to places."""
    return length.given is not None or bool(
        catalogue().parameters.dated(length.parameter, region=region, on=on)
    )


def limit_of(length: Length, *, region: str, on: date) -> TimeLimit:
    """The length as it was on that day in that region. Raises `DomainError` (`clock.no_length`)."""
    if length.given is not None:
        return length.given
    book = catalogue().parameters
    dated, declared = (
        book.dated(length.parameter, region=region, on=on),
        book.declarations.get(length.parameter),
    )
    measure = MEASURES.get(declared.measure) if declared else None
    if dated is None or measure is None or not isinstance(dated.value, int):
        raise Unavailable(
            code="clock.no_length",
            what="算不出这一步的期限",
            why=say("{on}没有核实过的“{parameter}”", on=on.isoformat(), parameter=length.parameter),
            do="请管理员补全参数；在那以前这一步不能开始",
        )
    return TimeLimit(dated.value, measure, cite(dated.clause))


def finish(case: Case, stage: str, *, on: date, today: date) -> None:
    """Stops the running clocks of this stage, and starts those of the service that wait for its end."""
    _stop(Clock.objects.filter(case=case, stage=stage, stopped_on__isnull=True), on=on)
    service = service_of(case)
    if service is not None:
        _start_limits(case, [limit for limit in service.limits if limit.after == stage], on=on, today=today)
    keep_nearest(case)


def stop(case: Case, *, on: date, kinds: Iterable[LimitKind] | None = None) -> None:
    """Stops running clocks (of these kinds, or all); what they show from now on is the day they stopped."""
    rows = Clock.objects.filter(case=case, stopped_on__isnull=True)
    if kinds is not None:
        rows = rows.filter(kind__in=[kind.value for kind in kinds])
    _stop(rows, on=on)
    keep_nearest(case)


def refresh(case: Case, *, on: date) -> None:
    """Reckons the case's running clocks and keeps the nearest due day on the case."""
    for clock in running(case):
        seen = reckon(clock, on=on)
        clock.due_on, clock.provisional = seen.due, seen.provisional
        clock.save(update_fields=["due_on", "provisional"])
    keep_nearest(case)


def running(case: Case) -> list[Clock]:
    """The clocks that run, the nearest due day first."""
    rows = Clock.objects.filter(case=case, stopped_on__isnull=True)
    return list(rows.select_related("extension").prefetch_related("pauses").order_by("due_on", "pk"))


def keep_nearest(case: Case) -> None:
    """Writes the nearest due day, and whether the count stands still, on the case."""
    open_pause = Pause.objects.filter(clock=OuterRef("pk"), resumed_on__isnull=True)
    rows = Clock.objects.filter(case=case, stopped_on__isnull=True).order_by("due_on", "pk")
    clocks = list(rows.annotate(standing=Exists(open_pause)).values_list("due_on", "standing"))
    case.due_on = clocks[0][0] if clocks else None
    case.paused = any(standing for _, standing in clocks)
    case.save(update_fields=["due_on", "paused"])


def _start_limits(case: Case, limits: Iterable[ServiceLimit], *, on: date, today: date) -> None:
    begun: set[tuple[str, str]] = set()
    for limit in limits:
        key = (limit.kind.value, limit.stage)
        if not limit.applies and key not in begun:
            begun.add(key)
            _create(case, kind=limit.kind.value, stage=limit.stage, limit=limit.limit, on=on, today=today)
    keep_nearest(case)


def _create(case: Case, *, kind: str, stage: str, limit: TimeLimit, on: date, today: date) -> None:
    seen = timelimits.run(limit, start=on, today=max(today, on), calendar=WorkCalendar.published())
    Clock.objects.create(
        case=case,
        kind=kind,
        stage=stage,
        limit=limit_as_data(limit),
        started_on=on,
        due_on=seen.due,
        provisional=seen.provisional,
    )


def _stop(rows: Iterable[Clock], *, on: date) -> None:
    """Never stops a clock before its first day, even if the server's time was set back."""
    for clock in rows:
        day = max(on, clock.started_on)
        Pause.objects.filter(clock=clock, resumed_on__isnull=True).update(
            last_day=day - date.resolution, resumed_on=day
        )
        clock.stopped_on = day
        clock.save(update_fields=["stopped_on"])
