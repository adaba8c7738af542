"""Counts the days of a time limit."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise

from huigong.kernel import days
from huigong.kernel.calendar import Direction, WorkCalendar
from huigong.kernel.days import in_words
from huigong.kernel.errors import Conflict, Invalid
from huigong.kernel.sentences import say
from huigong.kernel.timelimits import words
from huigong.kernel.timelimits.terms import Clock, Extension, Measure, Pause, Roll, TimeLimit

_ONE_DAY = timedelta(days=1)
NOBODY = "无人承办"  # days nobody held are named, never spread over others


@days.within_calendar()
def run(
    limit: TimeLimit,
    *,
    start: date,
    today: date,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
    extension: Extension | None = None,
    holders: Sequence[tuple[str, date]] = (),
) -> Clock:
    """The clock of `limit` begun by an event on `start`, seen on `today`.

    `holders` are (office, first day it held the matter), in any order.
    Raises `DomainError`: `timelimit.pause_backwards`, `timelimit.no_extension`,
    `timelimit.extension_unapproved`, `timelimit.extended_too_late`, `day.beyond_calendar`.
    """
    count = _Count(limit, start=start, today=today, pauses=tuple(pauses), calendar=calendar)
    length = limit.length
    if extension is not None:
        _require_lawful(limit, extension, start=start, due=count.rolled(count.end(length)))
        length += limit.extension.length if limit.extension else 0
    end = count.end(length)
    due = count.rolled(end)
    counted = count.days(due=due, until=max(due, today))
    used = [day for day in counted if day <= today]
    pausing = sorted((pause for pause in count.pauses if pause.start <= due), key=lambda pause: pause.start)
    overdue = today > due
    open_pause = not overdue and any(pause.end is None and pause.start <= today for pause in pausing)
    unpublished = count.rests_on_unpublished(end=end, due=due, today=today)
    steps = words.tell(
        limit, start=start, first=count.first, pauses=pausing, extension=extension, end=end, due=due
    )
    cautions = words.warn(limit, unpublished=unpublished, open_pause=open_pause, overdue=overdue)
    return Clock(
        limit=limit,
        start=start,
        due=due,
        total=sum(day <= due for day in counted),
        used=len(used),
        used_by=_by_holder(used, holders),
        paused_now=any(pause.covers(today) for pause in pausing) and not overdue,
        overdue=overdue,
        provisional=unpublished or open_pause,
        steps=(*steps, *cautions),
    )


def extend(
    limit: TimeLimit,
    *,
    earlier: Extension | None,
    new: Extension,
    start: date,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
) -> Extension:
    """`new`, if the law allows it: once, before expiry, by the one who may approve.

    Raises `DomainError`: `timelimit.extended_already` and those of `run`.
    """
    if earlier is not None:
        raise Conflict(
            code="timelimit.extended_already",
            what="这项期限已经延长过一次，不能再延长",
            why=say(
                "{granted_on}已由{approver}批准延长",
                granted_on=in_words(earlier.granted_on),
                approver=earlier.approver,
            ),
            do="请在现有期限内办结",
            clause=limit.article,
        )
    run(limit, start=start, today=new.granted_on, calendar=calendar, pauses=pauses, extension=new)
    return new


def corresponding_day(start: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day when there is none.

    Raises `DomainError` (`day.beyond_calendar`).
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise days.beyond_calendar()
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


class _Count:
    """Which days of one clock count."""

    def __init__(
        self, limit: TimeLimit, *, start: date, today: date, pauses: tuple[Pause, ...], calendar: WorkCalendar
    ) -> None:
        for pause in pauses:
            _require_forward(pause)
        self.limit, self.start, self.calendar = limit, start, calendar
        self._every_day = limit.measure is not Measure.WORKING_DAY
        self.first = start if limit.first_day_counts else start + _ONE_DAY
        # An open pause lasts at least through today; what follows is a projection.
        self._spans = [(pause.start, pause.end or max(today, pause.start)) for pause in pauses]
        self.pauses = pauses

    def counts(self, day: date) -> bool:
        return self._measures(day) and not (self._spans and self._paused(day))

    def end(self, length: int) -> date:
        """The last day counted, before any roll."""
        left = self._days_in(length)
        day = self.first - _ONE_DAY
        while left:
            day += _ONE_DAY
            left -= self.counts(day)
        return day

    def rolled(self, day: date) -> date:
        """The last day counted, rolled off rest days; a day rolled to is not inside a pause."""
        if self.limit.roll is Roll.NONE:
            return day
        due = self.calendar.roll(day, Direction(self.limit.roll)).day
        while due > day and self._paused(due):
            due = self.calendar.roll(due + _ONE_DAY, Direction.FORWARD).day
        return due

    def days(self, *, due: date, until: date) -> list[date]:
        """Every counted day from the first to `until`; after `due` no pause helps any more."""
        span = (until - self.first).days + 1
        candidates = (self.first + timedelta(days=offset) for offset in range(max(span, 0)))
        return [day for day in candidates if (self.counts(day) if day <= due else self._measures(day))]

    def rests_on_unpublished(self, *, end: date, due: date, today: date) -> bool:
        """Whether some day that decided the answer is beyond the published notices."""
        if self.limit.measure is Measure.WORKING_DAY:
            return self.calendar.count_working_days(self.first, max(due, today)).provisional
        if self.limit.roll is Roll.NONE:
            return False
        return self.calendar.count_working_days(min(end, due), max(end, due)).provisional

    def _days_in(self, length: int) -> int:
        months = {Measure.MONTH: 1, Measure.YEAR: 12}.get(self.limit.measure)
        if months is None:
            return length
        return (corresponding_day(self.start, length * months) - self.start).days

    def _measures(self, day: date) -> bool:
        return self._every_day or self.calendar.day(day).working

    def _paused(self, day: date) -> bool:
        return any(begin <= day <= end for begin, end in self._spans)


def _by_holder(used: list[date], holders: Sequence[tuple[str, date]]) -> dict[str, int]:
    if not holders:
        return {}
    in_order = sorted(holders, key=lambda holder: holder[1])
    spells = [*pairwise([(NOBODY, date.min), *in_order]), (in_order[-1], ("", date.max))]
    held = Counter({office: 0 for office, _ in in_order})
    for (office, since), (_, until) in spells:
        held[office] += sum(since <= day < until for day in used)
    return {office: number for office, number in held.items() if number or office != NOBODY}


def _require_forward(pause: Pause) -> None:
    if pause.end is not None and pause.end < pause.start:
        raise Invalid(
            code="timelimit.pause_backwards",
            about="pause",
            what=say(
                "暂停的结束日{end}早于开始日{start}", end=in_words(pause.end), start=in_words(pause.start)
            ),
            do="请核对暂停的起止日期",
            clause=pause.article,
        )


def _require_lawful(limit: TimeLimit, extension: Extension, *, start: date, due: date) -> None:
    if limit.extension is None:
        raise Invalid(
            code="timelimit.no_extension",
            about="extension",
            what="这项期限不能延长",
            why="所依据的条文没有规定延长",
            do="请在原期限内办结",
            clause=limit.article,
        )
    if not extension.approver.strip():
        raise Invalid(
            code="timelimit.extension_unapproved",
            about="extension",
            what="延长期限没有写明批准人",
            why=say("延长须经{approver}批准", approver=limit.extension.approver),
            do="请先报批，再登记批准人",
            clause=limit.article,
        )
    if not start <= extension.granted_on <= due:
        raise Conflict(
            code="timelimit.extended_too_late",
            what=say("{granted_on}不能批准延长", granted_on=in_words(extension.granted_on)),
            why=say(
                "延长只能在期限内批准，期限自{start}起至{due}止", start=in_words(start), due=in_words(due)
            ),
            do="期限已过的，请尽快办结并说明逾期原因",
            clause=limit.article,
        )
