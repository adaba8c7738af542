"""Clocks of a case: started and stopped by moves, paused, resumed and extended by people, recomputed by the calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import DateField, F, Value
from django.db.models.functions import Greatest

from huigong.audit.actions import record
from huigong.casework.actions import steps
from huigong.casework.beginnings import Event, begins_at
from huigong.casework.models import Case, Clock, Extension, Pause
from huigong.casework.status import Move
from huigong.casework.timekeeping import (
    day_of,
    extension_of,
    limit_as_data,
    limit_from_data,
    pauses_of,
    reckon,
)
from huigong.catalogue.services import LimitKind, PublicService
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel import timelimits
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.registry.texts import fitting

_AT_ONCE = 500


@transaction.atomic
def pause(
    *, by: Principal, now: datetime, case_id: str, reason: str, article: str, told_in_writing: date | None
) -> Case:
    """Stops the count of every running clock from today, for a reason the law names (AL art. 45).

    `told_in_writing` is the day the applicant was told in writing. Raises
    `DomainError`: `clock.not_told`, `clock.reason_missing`, `clock.paused_already`,
    `clock.none_running`, `text.too_long`, `case.move_not_allowed`, `access.denied`.
    """
    case = steps.locked(case_id)
    steps.begin(case, Move.PAUSE, by=by)
    today = day_of(now)
    told_on = _require_pause_lawful(reason, article, told_in_writing, today=today)
    clocks = _running(case)
    if _open_pauses(clocks):
        raise Conflict(code="clock.paused_already", what="计时已经暂停", do="请先恢复计时，再登记新的暂停")
    for clock in clocks:
        Pause.objects.create(
            clock=clock,
            reason=fitting(Pause, "reason", reason),
            article=fitting(Pause, "article", article),
            first_day=today,
            told_in_writing_on=told_on,
            paused_by=by.account_id,
        )
    refresh(case, on=today)
    steps.record_on(case, "casework.clock.paused", by=by, now=now, data={"article": article.strip()})
    return case


@transaction.atomic
def resume(*, by: Principal, now: datetime, case_id: str) -> Case:
    """Counting goes on; today counts again.

    Raises `DomainError`: `clock.not_paused`, `case.move_not_allowed`, `access.denied`.
    """
    case = steps.locked(case_id)
    steps.begin(case, Move.RESUME, by=by)
    today = day_of(now)
    paused = _open_pauses(_running(case))
    if not paused:
        raise Conflict(code="clock.not_paused", what="计时没有暂停", do="不需要恢复")
    for row in paused:
        row.last_day, row.resumed_on, row.resumed_by = today - date.resolution, today, by.account_id
        row.save(update_fields=["last_day", "resumed_on", "resumed_by"])
    refresh(case, on=today)
    steps.record_on(case, "casework.clock.resumed", by=by, now=now)
    return case


@transaction.atomic
def extend(
    *,
    by: Principal,
    now: datetime,
    case_id: str,
    approver: str,
    reason: str,
    kind: str = Clock.Kind.STATUTORY,
) -> Case:
    """Adds the one extension that the clock's law allows, with who approved it (AL art. 42).

    Raises `DomainError`: `timelimit.no_extension`, `timelimit.extended_already`,
    `timelimit.extension_unapproved`, `timelimit.extended_too_late`,
    `clock.reason_missing`, `clock.none_running`, `case.move_not_allowed`, `access.denied`.
    """
    case = steps.locked(case_id)
    steps.begin(case, Move.EXTEND, by=by)
    if not reason.strip():
        raise _reason_missing("延长期限")
    clock = next((one for one in _running(case) if one.kind == kind), None)
    if clock is None:
        raise _none_running()
    today = day_of(now)
    granted = timelimits.extend(
        limit_from_data(clock.limit),
        earlier=extension_of(clock),
        new=timelimits.Extension(
            granted_on=today,
            approver=fitting(Extension, "approver", approver),
            reason=fitting(Extension, "reason", reason),
        ),
        start=clock.started_on,
        calendar=WorkCalendar.published(),
        pauses=pauses_of(clock),
    )
    Extension.objects.create(
        clock=clock,
        granted_on=granted.granted_on,
        approver=granted.approver,
        reason=granted.reason,
        recorded_by=by.account_id,
    )
    refresh(case, on=today)
    steps.record_on(case, "casework.clock.extended", by=by, now=now, data={"kind": clock.kind})
    return case


@transaction.atomic
def recompute_all(*, by: Principal, now: datetime) -> int:
    """Reckons every running clock anew after the calendar changed; returns how many due days moved.

    Raises `DomainError` (`access.denied`): the calendar belongs to policy officers.
    """
    by.require(Permission.LIBRARY_EDIT)
    today, moved, touched = day_of(now), 0, set()
    rows = (
        Clock.objects.filter(stopped_on__isnull=True).select_related("extension").prefetch_related("pauses")
    )
    changed = []
    for clock in rows.iterator(chunk_size=_AT_ONCE):
        seen = reckon(clock, on=today)
        if (clock.due_on, clock.provisional) != (seen.due, seen.provisional):
            moved += clock.due_on != seen.due
            clock.due_on, clock.provisional = seen.due, seen.provisional
            touched.add(clock.case_id)
            changed.append(clock)
    Clock.objects.bulk_update(changed, ["due_on", "provisional"], batch_size=_AT_ONCE)
    for case in Case.objects.filter(pk__in=touched).prefetch_related("clocks"):
        _keep_nearest(case)
    record(by=by, now=now, verb="casework.clocks.recomputed", subject="casework.Clock", data={"moved": moved})
    return moved


def start(
    case: Case,
    service: PublicService,
    *,
    event: Event,
    on: date,
    today: date,
    kinds: Iterable[LimitKind] = tuple(LimitKind),
) -> None:
    """Starts the service's clocks that run from this event; narrowed limits are for people to judge and start none."""
    wanted = set(kinds)
    begun: set[tuple[str, str]] = set()
    for one in service.limits:
        key = (one.kind.value, one.stage)
        if one.kind not in wanted or one.applies or key in begun or begins_at(one) is not event:
            continue
        begun.add(key)
        seen = timelimits.run(one.limit, start=on, today=max(today, on), calendar=WorkCalendar.published())
        Clock.objects.create(
            case=case,
            kind=one.kind.value,
            stage=one.stage,
            limit=limit_as_data(one.limit),
            started_on=on,
            due_on=seen.due,
            provisional=seen.provisional,
        )
    _keep_nearest(case)


def stop(case: Case, *, on: date, kinds: Iterable[LimitKind] | None = None) -> None:
    """Stops running clocks (of these kinds, or all); what they show from now on is the day they stopped.

    Never before the day they started: the machine's clock may have been set back since.
    """
    rows = Clock.objects.filter(case=case, stopped_on__isnull=True)
    if kinds is not None:
        rows = rows.filter(kind__in=[kind.value for kind in kinds])
    Pause.objects.filter(clock__in=rows, resumed_on__isnull=True).update(
        last_day=on - date.resolution, resumed_on=on
    )
    rows.update(stopped_on=Greatest(F("started_on"), Value(on, output_field=DateField())))
    _keep_nearest(case)


def refresh(case: Case, *, on: date) -> None:
    """Reckons the case's running clocks and keeps the nearest due day on the case."""
    for clock in _running(case, some=False):
        seen = reckon(clock, on=on)
        clock.due_on, clock.provisional = seen.due, seen.provisional
        clock.save(update_fields=["due_on", "provisional"])
    _keep_nearest(case)


def _keep_nearest(case: Case) -> None:
    running = Clock.objects.filter(case=case, stopped_on__isnull=True)
    case.due_on = min((clock.due_on for clock in running), default=None)
    case.save(update_fields=["due_on"])


def _running(case: Case, *, some: bool = True) -> list[Clock]:
    rows = Clock.objects.filter(case=case, stopped_on__isnull=True)
    found = list(rows.select_related("extension").prefetch_related("pauses").order_by("due_on", "pk"))
    if some and not found:
        raise _none_running()
    return found


def _open_pauses(clocks: Iterable[Clock]) -> list[Pause]:
    return [pause for clock in clocks for pause in clock.pauses.all() if pause.resumed_on is None]


def _require_pause_lawful(reason: str, article: str, told: date | None, *, today: date) -> date:
    if not reason.strip() or not article.strip():
        raise _reason_missing("暂停计时")
    if told is None or told > today:
        raise Invalid(
            code="clock.not_told",
            what="还不能暂停计时",
            why="不计入期限的时间，应当先书面告知申请人",
            do="请先书面告知申请人，再填写告知日期",
            clause=article,
        )
    return told


def _reason_missing(what: str) -> DomainError:
    return Invalid(
        code="clock.reason_missing",
        what=f"{what}要写明事由和依据",
        why="申请人有权知道期限为什么变化",
        do="请写明事由和依据的条文",
    )


def _none_running() -> DomainError:
    return Conflict(
        code="clock.none_running",
        what="没有正在计算的期限",
        why="这个事项没有规定办理期限，或者期限已经停止",
        do="不需要暂停或延长",
    )
