"""Days that do not count, the one extension, and steps of a service that follow each other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huigong.casework.actions import clockwork
from huigong.casework.actions.grounds import require_known
from huigong.casework.actions.moving import Making
from huigong.casework.models import Case, Clock, Extension, Pause
from huigong.casework.procedures import effects
from huigong.casework.servicesteps import finishable
from huigong.casework.timekeeping import extension_of, limit_from_data, may_extend, pauses_of, reckon
from huigong.catalogue.entries import LimitKind
from huigong.kernel import timelimits
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.registry.texts import fitting


@effects.acts
def pause(making: Making) -> None:
    """Stops the count of every running clock from today, for a reason the law names (AL art. 45).

    `told_in_writing` is the day the applicant was told in writing. Raises `DomainError`:
    `clock.not_told`, `clock.told_before`, `clock.paused_already`, `clock.none_running`, `text.too_long`,
    `case.clause_unknown`.
    """
    reason, article, told_on = making.text("reason"), making.text("article"), making.form["told_in_writing"]
    _require_told(told_on, article=article, since=making.case.opened_on, today=making.today)
    require_known(making, fitting(Pause, "article", article))
    clocks = _running(making.case)
    if _open_pauses(clocks):
        raise Conflict(code="clock.paused_already", what="计时已经暂停", do="请先恢复计时，再登记新的暂停")
    for clock in clocks:
        Pause.objects.create(
            clock=clock,
            reason=fitting(Pause, "reason", reason),
            article=article,
            first_day=making.today,
            told_in_writing_on=told_on,
            paused_by=making.by.account_id,
        )
    clockwork.refresh(making.case, on=making.today)
    making.data["article"] = article


@effects.acts
def resume(making: Making) -> None:
    """Counting goes on; today counts again. Raises `DomainError` (`clock.not_paused`)."""
    today = making.today
    paused = _open_pauses(_running(making.case))
    if not paused:
        raise Conflict(code="clock.not_paused", what="计时没有暂停", do="不需要恢复")
    for row in paused:
        row.last_day, row.resumed_on, row.resumed_by = (
            today - date.resolution,
            today,
            making.by.account_id,
        )
        row.save(update_fields=["last_day", "resumed_on", "resumed_by"])
    clockwork.refresh(making.case, on=today)


@effects.acts
def extend(making: Making) -> None:
    """Adds the one extension that the clock's law allows, with who approved it (AL art. 42).

    Of several clocks it is the first that can be extended. Raises `DomainError`:
    `timelimit.no_extension`, `timelimit.extended_already`, `timelimit.extension_unapproved`,
    `timelimit.extended_too_late`, `clock.none_running`, `text.too_long`.
    """
    clock = _to_be_extended(_running(making.case), on=making.today)
    granted = timelimits.extend(
        limit_from_data(clock.limit),
        earlier=extension_of(clock),
        new=timelimits.Extension(
            granted_on=making.today,
            approver=fitting(Extension, "approver", making.text("approver")),
            reason=fitting(Extension, "reason", making.text("reason")),
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
        recorded_by=making.by.account_id,
    )
    clockwork.refresh(making.case, on=making.today)
    making.data["kind"] = clock.kind


@effects.acts
def finish_step(making: Making) -> None:
    """A step of the service is done: its clock stops, and the next begins today.

    Raises `DomainError` (`clock.no_such_step`).
    """
    step = making.text("step")
    if step not in finishable(making.case, clockwork.running(making.case)):
        raise Conflict(
            code="clock.no_such_step",
            what="没有正在办的这一步",
            why="它已经办完，还没有开始，或者后面没有接着它的一步",
            do="请刷新页面，从列出的步骤里选",
        )
    clockwork.finish(making.case, step, on=making.today, today=making.today)
    making.data["step"] = step


def _to_be_extended(clocks: list[Clock], *, on: date) -> Clock:
    """The first that can be extended, else the statutory one, of which the refusal then speaks."""
    extendable = (clock for clock in clocks if may_extend(clock, reckon(clock, on=on)))
    statutory = (clock for clock in clocks if clock.kind == LimitKind.STATUTORY)
    clock = next(extendable, None) or next(statutory, None)
    if clock is None:
        raise _none_running()
    return clock


def _running(case: Case) -> list[Clock]:
    clocks = clockwork.running(case)
    if not clocks:
        raise _none_running()
    return clocks


def _open_pauses(clocks: Iterable[Clock]) -> list[Pause]:
    return [pause for clock in clocks for pause in clock.pauses.all() if pause.resumed_on is None]


def _require_told(told_on: date, *, article: str, since: date, today: date) -> None:
    if told_on < min(since, today):  # a server whose clock was set back has received what comes later
        raise Invalid(
            code="clock.told_before",
            about="told_in_writing",
            what="书面告知的日期早于收件日",
            do="请核对年月日，填真正告知申请人的那一天",
        )
    if told_on > today:
        raise Invalid(
            code="clock.not_told",
            about="told_in_writing",
            what="还不能暂停计时",
            why="不计入期限的时间，应当先书面告知申请人",
            do="请先书面告知申请人，再填写告知日期",
            clause=article,
        )


def _none_running() -> DomainError:
    return Conflict(
        code="clock.none_running",
        what="没有正在计算的期限",
        why="这个事项没有规定办理期限，或者期限已经停止",
        do="不需要暂停或延长",
    )
