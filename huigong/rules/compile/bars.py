"""Time bars over one table of people, for any engine that has columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol

from huigong.rules.bars import Period
from huigong.rules.compile.pieces import Made, Piece, Writer
from huigong.rules.values import UNKNOWN, Answer, Type


class Making(Protocol[Made]):
    """What a program offers to those who write parts of it."""

    writer: Writer[Made]

    def once(self, piece: Piece[Made]) -> Piece[Made]: ...

    def literal(self, value: Answer, kind: Type) -> Piece[Made]: ...

    def span(self, counted: str, start: Piece[Made], end: Piece[Made]) -> Piece[Made]: ...


@dataclass(frozen=True)
class BarWriter(Generic[Made]):
    """Writes one period; a bound on its last day is written as a bound on its start wherever that is fixed."""

    program: Making[Made]
    period: Period

    def bar(
        self, start: Piece[Made], renewed: Piece[Made] | None, suspended: Piece[Made] | None
    ) -> Piece[Made]:
        """As `Period.answer`: it runs, or it runs anew and began anew in time (or nobody knows)."""
        if suspended is not None:
            suspended = self.program.once(suspended)
        start = self.program.once(start)
        first = self._runs(start, suspended)
        if renewed is None:
            return first
        renewed = self.program.once(renewed)
        in_time = self._began_in_time(start, renewed, None if suspended else self.period.surely_over)
        writer, unknown = self.program.writer, self.program.literal(UNKNOWN, Type.BOOL)
        again = self._runs(renewed, suspended)
        perhaps = writer.linked([in_time.made, unknown.made], every=False)
        expression = writer.linked(
            [first.made, writer.linked([again.made, perhaps], every=True)], every=False
        )
        return self._answer(expression, first, in_time, again)

    def claimed(self, start: Piece[Made], day: Piece[Made]) -> Piece[Made]:
        """As `Period.claimed_in_time`."""
        start, day = self.program.once(start), self.program.once(day)
        return self._began_before(start, day, self.period.moved_claims(None, until=date.max))

    def _runs(self, start: Piece[Made], suspended: Piece[Made] | None) -> Piece[Made]:
        as_it_is = self._seen(lambda day: self._not_over(start, day))
        if suspended is None:
            return as_it_is
        longer = self._seen(lambda day: self._not_over_after(start, day, suspended))
        expression = self.program.writer.linked([as_it_is.made, longer.made], every=False)
        return self._answer(expression, as_it_is, longer)

    def _seen(self, not_over: Callable[[date | None], Piece[Made]]) -> Piece[Made]:
        """Yes where a period is not over, no where it surely is."""
        surely = not_over(self.period.over)
        if self.period.over == self.period.surely_over:
            return surely
        perhaps, unknown = not_over(self.period.surely_over), self.program.literal(UNKNOWN, Type.BOOL)
        writer = self.program.writer
        expression = writer.linked([perhaps.made, unknown.made], every=True)
        return self._answer(writer.linked([surely.made, expression], every=False), surely, perhaps)

    def _not_over(self, start: Piece[Made], day: date | None) -> Piece[Made]:
        latest = self.period.latest_over(day)
        # No start is early enough: yes where there is one, else unknown.
        sign, limit = ("≥", date.min) if latest is None else (">", latest)
        expression = self.program.writer.compared(sign, start, self.program.literal(limit, Type.DATE))
        return self._answer(expression, start)

    def _not_over_after(self, start: Piece[Made], day: date | None, suspended: Piece[Made]) -> Piece[Made]:
        if day is None:
            return self._not_over(start, day)
        program, room = self.program, (day - date.min).days
        none, all_of_it = (program.literal(days, Type.INT) for days in (0, room))
        days = program.once(program.writer.extreme("greatest", [suspended, none]))
        days = program.once(program.writer.extreme("least", [days, all_of_it]))
        fixed = program.literal(day, Type.DATE)
        expression = program.writer.days_earlier(fixed.made, days.made)
        return self._shorter(start, Piece(expression, Type.DATE, days.level))

    def _began_in_time(self, start: Piece[Made], renewed: Piece[Made], since: date | None) -> Piece[Made]:
        """Whether the period had not run out before the rest days that end at the interruption."""
        since = None if since is None else self.period.latest_over(since)
        return self._began_before(start, renewed, self.period.moved_claims(since))

    def _began_before(
        self, start: Piece[Made], renewed: Piece[Made], moved: Mapping[date, int]
    ) -> Piece[Made]:
        writer = self.program.writer
        back = writer.looked_up(renewed.made, moved, 1)
        expression = writer.days_earlier(renewed.made, back)
        return self._shorter(start, Piece(expression, Type.DATE, renewed.level))

    def _shorter(self, start: Piece[Made], end: Piece[Made]) -> Piece[Made]:
        program, counted = self.program, "满天数" if self.period.in_days else "满月数"
        span = program.span(counted, start, end)
        length = program.literal(self.period.count, Type.INT)
        return self._answer(program.writer.compared("<", span, length), span)

    def _answer(self, made: Made, *parts: Piece[Made]) -> Piece[Made]:
        return Piece(made, Type.BOOL, max(part.level for part in parts))
