"""What every entry of a place about an office or a desk must be, and the event that it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from huigong.audit.actions import record
from huigong.directory import offices
from huigong.directory.models import LocalDesk, LocalOffice
from huigong.directory.principals import Principal
from huigong.kernel.days import in_words
from huigong.kernel.errors import Conflict, DomainError, Invalid
from huigong.kernel.packs import local
from huigong.kernel.sentences import say

AHEAD = timedelta(days=366)
"""Our own bound: what is further away is still a plan."""
DAY = timedelta(days=1)
_EARLIEST = date(2000, 1, 1)


def data_of(row: LocalOffice | LocalDesk) -> dict[str, Any]:
    """Who changes where everybody has to go, and whom to telephone, can be asked for it: the words are in the trail."""
    words = {name: getattr(row, name) for name in ("name", "street", "telephone", "hours", "source")}
    return {**words, "valid_from": row.valid_from.isoformat()}


def record_on(
    subject: str, verb: str, region: str, data: Mapping[str, Any], *, by: Principal, now: datetime
) -> None:
    """The event, and the local file drawn anew once it is committed."""
    record(by=by, now=now, verb=verb, subject=subject, region=region, data=data)
    transaction.on_commit(lambda: local.draw(offices.LOCAL), robust=True)


def require_day(day: date, *, now: datetime) -> None:
    """Raises `Invalid` (`office.day`)."""
    if not _EARLIEST <= day <= localdate(now) + AHEAD:
        raise wrong_day("日子太早或者太远", "请写2000年以后、一年之内的日子")


def require_seen(newest: int, seen: int | None) -> None:
    """What a page sends is the whole entry: one that came since would be undone by what the page still shows.

    Raises `Conflict` (`office.said_meanwhile`).
    """
    if seen is not None and seen != newest:
        raise Conflict(
            code="office.said_meanwhile",
            about="name",
            what="您打开这一页以后，别人改过这里",
            why="照这一页存，会把别人改的又改回去",
            do="请重新打开这一页，看清现在的再改",
        )


def require_last(said: QuerySet[LocalOffice] | QuerySet[LocalDesk], last_day: date) -> None:
    """Nothing that was said for a day after the closing may bring back what is closed.

    Raises `Conflict` (`office.said_later`).
    """
    later = said.filter(valid_from__gt=last_day + DAY).order_by("valid_from", "pk")
    closed = dict(later.values_list("valid_from", "closed"))  # of two for one day the later one counts
    living = [day for day, over in closed.items() if not over]
    if living:
        raise Conflict(
            code="office.said_later",
            about="day",
            what=say("{day}起另有登记，它会重新出现", day=in_words(living[-1])),
            why="那一条比最后一天晚，撤了也不算撤",
            do=say("请先把最后一天写成{day}", day=in_words(living[-1] - DAY)),
        )


def wrong_day(what: str, do: str) -> DomainError:
    """`office.day`."""
    return Invalid(code="office.day", about="day", what=what, do=do)
