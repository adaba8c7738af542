"""Taking a case in, asking once for what is missing, turning it away, handing the answer over."""

from __future__ import annotations

from huigong.casework.actions import clockwork
from huigong.casework.actions.grounds import require_known
from huigong.casework.actions.moving import Making
from huigong.casework.answers import answers_as_text, answers_from_text
from huigong.casework.procedures import effects
from huigong.catalogue.beginnings import Event
from huigong.catalogue.services import LimitKind
from huigong.kernel.errors import Conflict, Invalid


def take_in(making: Making) -> None:
    """The clocks of handling start today; where the law took silence for acceptance, on the day of receipt."""
    case, clock = making.case, making.clock
    from_day = clock.started_on if clock else making.today
    case.accepted_on, case.deemed_accepted = from_day, clock is not None
    if clock is not None:
        making.data["from_day"] = from_day.isoformat()
    clockwork.stop(case, on=making.today, kinds=[LimitKind.ACCEPTANCE])
    clockwork.start(case, event=Event.ACCEPTANCE, on=from_day, today=making.today)


def request_completion(making: Making) -> None:
    """Says once, and all at once, what is still missing (AL art. 32). Raises `DomainError` (`case.note_missing`)."""
    making.case.note = required_note(making, "note", "需要补正的全部内容")
    clockwork.stop(making.case, on=making.today, kinds=[LimitKind.ACCEPTANCE])


def complete(making: Making) -> None:
    """What was missing has come; the time for acceptance runs again from today.

    Raises `DomainError` (`case.no_application`).
    """
    application = making.case.application
    if application is None:
        raise Conflict(code="case.no_application", what="这个办件没有申请材料可补", do="请用别的步骤登记材料")
    given, evidence = making.form.get("answers"), making.form.get("evidence") or ()
    if given:
        application.answers = answers_as_text({**answers_from_text(application.answers), **given})
    application.evidence = list(dict.fromkeys([*application.evidence, *evidence]))
    application.save(update_fields=["answers", "evidence"])
    clockwork.start(
        making.case,
        event=Event.RECEIPT,
        kinds=[LimitKind.ACCEPTANCE],
        on=making.today,
        today=making.today,
    )


def decline(making: Making) -> None:
    """Says why the case is not taken in (AL art. 32).

    Raises `DomainError`: `case.note_missing`, `case.clause_unknown`.
    """
    making.case.note = required_note(making, "reasons", "不予受理的理由")
    clause = str(making.form.get("clause") or "").strip()
    require_known(making, clause)
    making.data["clause"] = clause


def deliver(making: Making) -> None:
    """The decision has reached the person."""
    making.case.delivered_on = making.today


def tell(making: Making) -> None:
    """Words for the parties. Raises `DomainError` (`case.note_missing`)."""
    making.case.note = required_note(making, "note", "告知当事人的话")


def required_note(making: Making, field: str, what: str) -> str:
    """A text of the form that a party will read. Raises `DomainError` (`case.note_missing`)."""
    text = str(making.form.get(field) or "").strip()
    if not text:
        raise Invalid(
            code="case.note_missing",
            what=f"没有写明{what}",
            why="申请人要知道原因，才能补正或者另找办法",
            do="请用申请人看得懂的话写清楚",
        )
    return text


for _effect in (take_in, request_completion, complete, decline, deliver, tell):
    effects.bind(_effect.__name__, _effect)
