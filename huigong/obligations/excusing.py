"""What an excuse is held against before it is noted: its reason, its length, and that it does anything."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huigong.kernel.days import in_words
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.sentences import say
from huigong.obligations.declaring.reading import Declaration, book
from huigong.obligations.forecast.forecasting import forecast
from huigong.obligations.forecast.history import Excuse
from huigong.obligations.forecast.states import Why
from huigong.obligations.keeping import history_of
from huigong.obligations.models import HistoryEntry


def require_reason(declared: Declaration | None, reason: str) -> None:
    """Raises `DomainError` (`obligation.no_excuse`) for what the declaration does not excuse."""
    reasons = declared.reasons if declared else ()
    if reason not in reasons:
        raise Invalid(
            "obligation.no_excuse",
            about="reason",
            what=say("“{reason}”不能免办", reason=reason[:40]),
            why=say("可以免办的有：{reasons}", reasons="、".join(reasons))
            if reasons
            else "这一项没有写可以免办的情况",
            do="请核对规定",
        )


def require_bounded(declared: Declaration | None, excuse: Excuse) -> None:
    """One excuse is for no longer than is declared, else for one time at most, so that it never ends the obligation.

    Raises `DomainError` (`obligation.backwards`, `obligation.excused_too_long`).
    """
    if excuse.until < excuse.day:
        raise Invalid("obligation.backwards", about="until", what="止日早于起日", do="请核对日期")
    if declared is None or declared.versions is None:
        return
    terms = declared.versions.on(excuse.day)
    last = (book().longest_excuse(declared, excuse.day) or terms.every or terms.step).after(excuse.day)
    if excuse.until > last:
        raise Invalid(
            "obligation.excused_too_long",
            about="until",
            what="一次免办得太久了",
            why=say("从{day}起，最晚到{last}", day=in_words(excuse.day), last=in_words(last)),
            do="请把止日写早一些，到时候还办不了再批一次",
        )


def require_effect(
    declared: Declaration | None, entries: Iterable[HistoryEntry], excuse: Excuse, *, on: date
) -> None:
    """Raises `DomainError` (`obligation.nothing_due`) where nothing that falls due in that time can be excused any more."""
    if declared is None or declared.versions is None:
        return
    history = history_of(entries)
    told = forecast(declared.versions, history.with_excuse(excuse), max(on, excuse.day))
    if told.refused.get(excuse.id) == Why.NOTHING_DUE:
        raise Conflict(
            "obligation.nothing_due",
            about="day",
            what="这次免办不起作用",
            why="那段时间没有要到期的，或者已经过期、已经办了",
            do="请核对日期",
        )
