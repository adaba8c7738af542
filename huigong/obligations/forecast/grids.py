"""On which days occurrences fall due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from huigong.obligations.forecast.terms import Span, Terms

NEVER = date.max
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Grid:
    """Due days counted from one day, so that the 31st comes back after a month of thirty.

    The occurrence `ordinal` is due `offset` after `day`, and each later one `every` later.
    """

    day: date
    ordinal: int
    offset: Span
    every: Span | None

    def offset_of(self, ordinal: int) -> Span:
        """How long after `day` the occurrence is due."""
        more = (self.every or Span()).times(ordinal - self.ordinal)
        return Span(self.offset.months + more.months, self.offset.days + more.days)

    def due(self, ordinal: int) -> date:
        """The due day; the last day of the calendar for one that never comes."""
        if ordinal > self.ordinal and not self.every:
            return NEVER
        return self.offset_of(ordinal).after(self.day)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Occurrences from `first` on, under the same terms; the first of them can be done from `start` on at the earliest."""

    first: int
    start: date
    grid: Grid
    terms: Terms

    @classmethod
    def of_anchor(cls, day: date, terms: Terms, last_day: date | None = None) -> Stretch:
        """From the anchor on; `last_day` is the due day where the terms go by what the anchor says."""
        counted = last_day if terms.dated and last_day else day
        return cls(1, min(day, counted), Grid(counted, 1, terms.step, terms.every), terms)

    @classmethod
    def anew(cls, day: date, first: int, terms: Terms) -> Stretch:
        """Counted anew from a day: the next is due one interval later."""
        return cls(first, day, Grid(day, first, terms.every or Span(), terms.every), terms)

    @classmethod
    def shifted(cls, day: date, until: date, first: int, terms: Terms) -> Stretch:
        """After an excuse: the next is due when it ends."""
        return cls(first, day, Grid(until, first, Span(), terms.every), terms)

    def under(self, terms: Terms, *, first: int, start: date) -> Stretch:
        """From `first` on under other terms, counted from where its own interval begins.

        By terms under which it is owed once nothing follows what has been owed.
        """
        if first == 1:
            return Stretch(1, self.start, Grid(self.grid.day, 1, terms.step, terms.every), terms)
        begun, step = self.grid.offset_of(first - 1), terms.every
        if step is None:
            return Stretch(first, start, Grid(self.grid.day, first - 1, begun, None), terms)
        offset = Span(begun.months + step.months, begun.days + step.days)
        return Stretch(first, start, Grid(self.grid.day, first, offset, terms.every), terms)

    def opens(self, ordinal: int) -> date:
        """The first day on which it can be done; what is owed once may be opened before that from which it runs."""
        due = self.grid.due(ordinal)
        if due == NEVER:
            return NEVER
        if self.terms.opens is not None:
            opens = self.terms.opens.before(due)
            return max(self.start, opens) if self.terms.every else opens
        return self.start if ordinal == self.first else self.grid.due(ordinal - 1) + _ONE_DAY
