"""Taking a case in, asking once for what is missing, handing the answer over."""

from __future__ import annotations

from huigong.casework.actions import clockwork, more
from huigong.casework.actions.moving import Making
from huigong.casework.procedures import effects
from huigong.catalogue.beginnings import Event
from huigong.catalogue.services import LimitKind


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
    """What was missing has come, filled in, in words, on paper or as files; the time for acceptance runs again from today.

    Raises `DomainError` as `more.take`.
    """
    more.take(making)
    clockwork.start(
        making.case,
        event=Event.RECEIPT,
        kinds=[LimitKind.ACCEPTANCE],
        on=making.today,
        today=making.today,
    )


@effects.acts
def add(making: Making) -> None:
    """Something has come unasked; the clocks run on, and the office sees on its lists that there is more to read.

    The same words sent twice in a row by the same account are one addition. Raises `DomainError` as `more.take`.
    """
    more.take(making)
    making.unchanged = more.is_repeated(making)
    if not making.unchanged:
        making.case.added_on = making.today


@effects.acts
def deliver(making: Making) -> None:
    """Records that the decision was handed over today."""
    making.case.delivered_on = making.today


@effects.acts
def tell(making: Making) -> None:
    """Sets the note that the parties read."""
    making.case.note = making.text("note")
