"""Taking a case in, asking once for what is missing, handing the answer over."""

from __future__ import annotations

from huigong.casework.actions import attaching, clockwork
from huigong.casework.actions.moving import Making
from huigong.casework.procedures import effects
from huigong.catalogue.beginnings import Event
from huigong.catalogue.services import LimitKind
from huigong.kernel.errors import Conflict, Invalid


@effects.acts
def take_in(making: Making) -> None:
    """The clocks of handling start today; where the law took silence for acceptance, on the day of receipt."""
    case, clock = making.case, making.clock
    from_day = clock.started_on if clock else making.today
    case.accepted_on, case.deemed_accepted = from_day, clock is not None
    if clock is not None:
        making.data["from_day"] = from_day.isoformat()
    clockwork.stop(case, on=making.today, kinds=[LimitKind.ACCEPTANCE])
    clockwork.start(case, event=Event.ACCEPTANCE, on=from_day, today=making.today)


@effects.acts
def request_completion(making: Making) -> None:
    """Says once, and all at once, what is still missing (AL art. 32)."""
    making.case.note = making.text("note")
    clockwork.stop(making.case, on=making.today, kinds=[LimitKind.ACCEPTANCE])


@effects.acts
def complete(making: Making) -> None:
    """What was missing has come, on paper or as files; the time for acceptance runs again from today.

    Raises `DomainError` (`case.no_application`, `case.nothing_completed`).
    """
    application = making.case.application
    if application is None:
        raise Conflict(code="case.no_application", what="这个办件没有申请材料可补", do="请用别的步骤登记材料")
    names = making.form.get("evidence") or []
    files = attaching.take_more(making.case, by=making.by, now=making.now)
    if not (names or files):
        raise Invalid(
            code="case.nothing_completed",
            about="evidence",
            what="还没有补交任何材料",
            why="没有传文件，也没有写交了哪些原件",
            do="请拍照传上来，或者写明把什么交到了窗口",
        )
    making.data["files"] = files
    application.evidence = list(dict.fromkeys([*application.evidence, *names]))
    application.save(update_fields=["evidence"])
    clockwork.start(
        making.case,
        event=Event.RECEIPT,
        kinds=[LimitKind.ACCEPTANCE],
        on=making.today,
        today=making.today,
    )


@effects.acts
def deliver(making: Making) -> None:
    """Records that the decision was handed over today."""
    making.case.delivered_on = making.today


@effects.acts
def tell(making: Making) -> None:
    """Sets the note that the parties read."""
    making.case.note = making.text("note")
