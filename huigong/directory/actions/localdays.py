"""A day off, or a day of work, that only the place has: said with its paper, and taken back. Whose clocks move is casework's."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.directory.keeping import require_keeps_all
from huigong.directory.localdays import standing
from huigong.directory.models import LocalDay
from huigong.directory.principals import Principal
from huigong.directory.saying import in_turn
from huigong.kernel import calendar, writing
from huigong.kernel.calendar import WorkCalendar
from huigong.kernel.days import in_words
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.kernel.packs import local
from huigong.kernel.sentences import say

AHEAD = timedelta(days=366)
"""Our own bound: further away is a mistake of the year."""
_LONGEST = {"note": 40, "source": 120}


@transaction.atomic
def put(*, by: Principal, now: datetime, day: date, working: bool, note: str, source: str) -> None:
    """From now on that day, which is not past, is a day of work or a day off.

    Said again, nothing happens. Raises `DomainError`: `access.denied`, `day.past`, `day.far`, `day.same`, `day.text`.
    """
    require_keeps_all(by)
    in_turn()
    _require_ahead(day, now=now)
    note, source = _text(note, "note"), _text(source, "source")
    known = standing().get(day)
    if known is not None and (known.working, known.note, known.source) == (working, note, source):
        return
    if known is None and WorkCalendar.published().day(day).working == working:
        raise Invalid(
            code="day.same",
            about="working",
            what=say("{day}本来就上班", day=in_words(day))
            if working
            else say("{day}本来就休息", day=in_words(day)),
            do="请核对日子，或者选另一种",
        )
    _say(LocalDay(day=day, working=working, note=note, source=source), "directory.day.put", by=by, now=now)


@transaction.atomic
def withdraw(*, by: Principal, now: datetime, day: date, source: str) -> None:
    """What the place said of that day, which is not past, no longer holds.

    Raises `DomainError`: `access.denied`, `day.past`, `day.far`, `day.not_said`, `day.text`.
    """
    require_keeps_all(by)
    in_turn()
    _require_ahead(day, now=now)
    known = standing().get(day)
    if known is None:
        raise Conflict(
            code="day.not_said",
            what=say("{day}没有当地的安排", day=in_words(day)),
            do="请刷新页面，可能刚才已经撤回",
        )
    row = LocalDay(day=day, working=known.working, withdrawn=True, source=_text(source, "source"))
    _say(row, "directory.day.withdrawn", by=by, now=now)


def reckoned(day: date, *, up_to: int) -> None:
    """Every clock ends as the entries about the day say, up to that one; one that came since is still to be reckoned."""
    LocalDay.objects.filter(day=day, pk__lte=up_to, reckoned=False).update(reckoned=True)


def _say(row: LocalDay, verb: str, *, by: Principal, now: datetime) -> None:
    row.said_at, row.said_by, row.said_by_name = now, by.account_id, by.name
    row.save(force_insert=True)
    data = {"day": row.day.isoformat(), "working": row.working, "note": row.note, "source": row.source}
    record(by=by, now=now, verb=verb, subject=f"directory.LocalDay:{row.day.isoformat()}", data=data)
    transaction.on_commit(lambda: local.draw(calendar.LOCAL), robust=True)


def _require_ahead(day: date, *, now: datetime) -> None:
    if day < localdate(now):
        raise _wrong_day("day.past", "过去的日子不能改", "期限已经按它算过，有人照着办了")
    if day > localdate(now) + AHEAD:
        raise _wrong_day("day.far", "日子太远了", "一年以后的放假，通常还没有定")


def _wrong_day(code: str, what: str, why: str) -> DomainError:
    return Invalid(code=code, about="day", what=what, why=why, do="请写今天到一年之内的日子")


def _text(text: str, field: str) -> str:
    written = writing.line(text)
    if not written and field == "source":
        raise Invalid(code="day.text", about=field, what="没有写根据什么", do="请写通知的文号或者名称")
    if len(written) > _LONGEST[field]:
        raise Invalid(
            code="day.text", about=field, what=say("太长了，最多{longest}个字", longest=_LONGEST[field]),
            do="请写短一些",
        )  # fmt: skip
    return written
