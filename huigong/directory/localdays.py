"""Reading which days a place has off, or works, besides the yearly notice: a year, and the rows of the local file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max

from huigong.directory.models import LocalDay
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.calendar import DayKind, WorkCalendar
from huigong.kernel.data.calendar_tables import Override

_SATURDAY = 5


@dataclass(frozen=True)
class SaidDay:
    """Who of the place said it, when, and from what paper."""

    by: str
    at: datetime
    source: str


@dataclass(frozen=True)
class DayRow:
    """A day that is not as its weekday is; `said` is None for what the yearly notice says."""

    kind: DayKind
    said: SaidDay | None


@dataclass(frozen=True)
class PastWord:
    """One entry of the place about a day, as the history shows it."""

    day: date
    working: bool
    withdrawn: bool
    note: str
    said: SaidDay


def days_of(viewer: Principal, year: int) -> tuple[DayRow, ...]:
    """The days of a year on which it is otherwise than on any such weekday, in order. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.PLACE_MANAGE)
    calendar, said = WorkCalendar.published(), standing()
    first, length = date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days
    kinds = (calendar.day(first + timedelta(days=number)) for number in range(length))
    return tuple(
        DayRow(kind, _said(said[kind.day]) if kind.day in said else None)
        for kind in kinds
        if kind.day in said or kind.working != (kind.day.weekday() < _SATURDAY)
    )


def history(viewer: Principal) -> tuple[PastWord, ...]:
    """Every entry of the place, the newest first. Raises `DomainError` (`access.denied`)."""
    viewer.require(Permission.PLACE_MANAGE)
    return tuple(
        PastWord(row.day, row.working, row.withdrawn, row.note, _said(row))
        for row in LocalDay.objects.order_by("-pk")
    )


def standing() -> dict[date, LocalDay]:
    """What holds of each day of which the place has said something: its last word."""
    last = {row.day: row for row in LocalDay.objects.order_by("pk")}
    return {day: row for day, row in last.items() if not row.withdrawn}


def newest_of(day: date) -> int:
    """The key of the last entry about a day; 0 where there is none."""
    return LocalDay.objects.filter(day=day).order_by("-pk").values_list("pk", flat=True).first() or 0


def unreckoned() -> tuple[date, ...]:
    """The days of which something was said and clocks may still end otherwise, the first said first."""
    days = LocalDay.objects.filter(reckoned=False).order_by("pk").values_list("day", flat=True)
    return tuple(dict.fromkeys(days))


def in_use(more: Iterable[tuple[date, Override | None]] = ()) -> WorkCalendar:
    """The calendar as the database has it now, and with `more` said of some days: None takes back."""
    words = {day: Override(row.working, row.source, row.note) for day, row in standing().items()}
    for day, override in more:
        words.pop(day, None)
        if override is not None:
            words[day] = override
    return WorkCalendar.published().with_local(words)


def drawn() -> list[dict[str, Any]]:
    """The days that hold as rows of the local file."""
    return [
        {"day": day.isoformat(), "working": row.working, "source": row.source, "note": row.note}
        for day, row in sorted(standing().items())
    ]


def newest() -> object:
    """What differs as soon as another entry was committed, in whatever order that happens."""
    return LocalDay.objects.aggregate(Count("pk"), Max("pk"))


def _said(row: LocalDay) -> SaidDay:
    return SaidDay(row.said_by_name, row.said_at, row.source)
