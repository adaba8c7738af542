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
from huigong.casework.timekeeping import extension_of, limit_from_data, pauses_of
from huigong.catalogue.entries import LimitKind
from huigong.kernel import timelimits
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.registry.texts import fitting


def pause(making: Making) -> None:
    """Stops the count of every running clock from today, for a reason the law names (AL art. 45).

    `told_in_writing` is the day the applicant was told in writing. Raises `DomainError`:
    `clock.not_told`, `clock.reason_missing`, `clock.paused_already`, `clock.none_running`, `text.too_long`,
    `case.clause_unknown`.
    """
    reason, article = _text(making, "reason"), _text(making, "article")
    told_on = _require_lawful(reason, article, making.form.get("told_in_writing"), today=making.today)
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


def extend(making: Making) -> None:
    """Adds the one extension that the clock's law allows, with who approved it (AL art. 42).

    `kind` names the clock, the statutory one where it is left out. Raises `DomainError`:
    `timelimit.no_extension`, `timelimit.extended_already`, `timelimit.extension_unapproved`,
    `timelimit.extended_too_late`, `clock.reason_missing`, `clock.none_running`.
    """
    reason, kind = _text(making, "reason"), making.form.get("kind") or LimitKind.STATUTORY
    if not reason:
        raise _reason_missing("延长期限")
    clock = next((one for one in _running(making.case) if one.kind == kind), None)
    if clock is None:
        raise _none_running()
    granted = timelimits.extend(
        limit_from_data(clock.limit),
        earlier=extension_of(clock),
        new=timelimits.Extension(
            granted_on=making.today,
            approver=fitting(Extension, "approver", _text(making, "approver")),
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
        recorded_by=making.by.account_id,
    )
    clockwork.refresh(making.case, on=making.today)
    making.data["kind"] = clock.kind


def finish_step(making: Making) -> None:
    """A step of the service is done: its clock stops, and the next begins today.

    Raises `DomainError` (`clock.no_such_step`).
    """
    step = _text(making, "step")
    if step not in finishable(making.case, clockwork.running(making.case)):
        raise Conflict(
            code="clock.no_such_step",
            what="没有正在办的这一步",
            why="它已经办完，还没有开始，或者后面没有接着它的一步",
            do="请刷新页面，从列出的步骤里选",
        )
    clockwork.finish(making.case, step, on=making.today, today=making.today)
    making.data["step"] = step


def _running(case: Case) -> list[Clock]:
    clocks = clockwork.running(case)
    if not clocks:
        raise _none_running()
    return clocks


def _open_pauses(clocks: Iterable[Clock]) -> list[Pause]:
    return [pause for clock in clocks for pause in clock.pauses.all() if pause.resumed_on is None]


def _text(making: Making, field: str) -> str:
    return str(making.form.get(field) or "").strip()


def _require_lawful(reason: str, article: str, told: object, *, today: date) -> date:
    if not reason or not article:
        raise _reason_missing("暂停计时")
    if not isinstance(told, date) or told > today:
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


for _effect in (pause, resume, extend, finish_step):
    effects.bind(_effect.__name__, _effect)
