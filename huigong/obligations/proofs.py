"""What every proof is held against before it is noted, whichever way it comes."""

from __future__ import annotations

from datetime import date, datetime

from huigong.casework.timekeeping import day_of
from huigong.kernel.days import in_words
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.sentences import say
from huigong.kernel.writing import said_within
from huigong.obligations.declaring.reading import book
from huigong.obligations.looking import entries_of
from huigong.obligations.models import HistoryEntry, Obligation, Occurrence

MOST_NOTE, MOST_REFUSED = 500, 60


def require_day(day: date, of: Obligation, *, now: datetime) -> None:
    """Raises `DomainError`: `obligation.day_to_come`, `obligation.day_too_early` before it was there and could be done."""
    if day > day_of(now):
        raise Invalid("obligation.day_to_come", about="day", what="办的日子还没有到", do="请核对日期")
    first = _first_day(of)
    if first is not None and day < first:
        raise Invalid(
            "obligation.day_too_early",
            about="day",
            what="办的日子比这项义务还早",
            why=say("它从{first}起才有、才可以办", first=in_words(first)),
            do="请核对日期，多半是年份写错了",
        )


def require_provable(of: Obligation, *, now: datetime) -> None:
    """Raises `DomainError` (`obligation.proved_by_record`) where a new day on the record is what proves it."""
    today = day_of(now)
    declared = book().declaration(of.declared, of.region, on=today)
    if declared is not None and declared.renewed_by:
        raise Conflict(
            "obligation.proved_by_record",
            what="这件事办没办，看登记上的新日期",
            why="登记上的日子没有变，过了那天照样算过期",
            do=say("请到这本登记里记上“{event}”和新的日期", event="”或者“".join(declared.renewed_by)),
        )


def _first_day(of: Obligation) -> date | None:
    """The day from which it runs, or on which it can be done already; None while nothing is known of either."""
    begun = [row.day for row in entries_of([of])[of.pk] if row.kind == HistoryEntry.Kind.ANCHORED and row.day]
    opened = Occurrence.objects.filter(obligation=of).order_by().values_list("opens_on", flat=True)
    return min([*begun, *opened], default=None)


def require_refused(why: str) -> str:
    """Why something does not count, as it is kept. Raises `DomainError` (`obligation.reason_too_long`)."""
    return said_within(
        why,
        MOST_REFUSED,
        code="obligation.reason_too_long",
        about="refused",
        what="原因写得太长了",
        do="请写短一些，别的写在情况里",
    )


def require_note(text: str) -> str:
    """The text as it is kept. Raises `DomainError` (`obligation.note_too_long`)."""
    return said_within(text, MOST_NOTE, code="obligation.note_too_long", about="text")
