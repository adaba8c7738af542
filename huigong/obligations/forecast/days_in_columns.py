"""Due days of millions of occurrences as Polars expressions, equal to `grids` to the day.

Of each row: `base` is the day from which is counted, `first` the ordinal that is due `step` after it (`every` after it
where counted `anew`); each later one is due `every` later.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from huigong.obligations.forecast.terms import Span, Terms

BASE, FIRST, ANEW = pl.col("base"), pl.col("first"), pl.col("anew")


def fits(terms: Terms) -> bool:
    """Whether these terms can be counted in columns: an interval is months or days, not both."""
    return terms.every is None or not (terms.every.months and terms.every.days)


def after(day: pl.Expr, span: Span) -> pl.Expr:
    """`Span.after`."""
    return _plus_days(_plus_months(day, pl.lit(span.months)) if span.months else day, span.days)


def before(day: pl.Expr, span: Span) -> pl.Expr:
    """`Span.before`."""
    if not span.months:
        return _plus_days(day, -span.days)
    back = _plus_months(day, pl.lit(-span.months))
    short = (back.dt.day() < day.dt.day()).cast(pl.Int32)
    return (back.cast(pl.Int32) + short - span.days).cast(pl.Date)


@dataclass(frozen=True)
class Days:
    """The days of an occurrence under some terms; `ordinal` is any expression of whole numbers."""

    terms: Terms

    def due(self, ordinal: pl.Expr) -> pl.Expr:
        """The due day; null for one that never comes."""
        step, every = self.terms.step, self.terms.every
        more = ordinal - FIRST
        if self.terms.dated:
            return pl.when(more <= 0).then(pl.col("last_day"))
        if every is None:
            return pl.when(more <= 0).then(after(BASE, step))
        if not (step.months or every.months):
            return (BASE.cast(pl.Int32) + self._offset(step.days, every.days) + more * every.days).cast(
                pl.Date
            )
        day = _plus_months(BASE, self._offset(step.months, every.months) + more * every.months)
        if not (step.days or every.days):
            return day
        return (day.cast(pl.Int32) + self._offset(step.days, every.days) + more * every.days).cast(pl.Date)

    def opens(self, ordinal: pl.Expr, due: pl.Expr | None = None) -> pl.Expr:
        """The first day on which it can be done; null for one that never comes. `due` is a column of the due days."""
        if self.terms.opens is not None:
            due = self.due(ordinal) if due is None else due
            opens = before(due, self.terms.opens)
            if self.terms.every is None:
                return pl.when(due.is_not_null()).then(opens)
            return pl.when(due.is_not_null()).then(pl.max_horizontal(BASE, opens))
        earlier = _plus_days(self.due(ordinal - 1), 1)
        if self.terms.every is None:
            return pl.when(ordinal <= FIRST).then(self._start())
        return pl.when(ordinal <= FIRST).then(BASE).otherwise(earlier)

    def opens_once(self) -> pl.Expr:
        """The first day on which what is owed once can be done, of rows that have a `day` for their anchor."""
        due = pl.col("last_day") if self.terms.dated else after(pl.col("day"), self.terms.step)
        return pl.min_horizontal("day", due) if self.terms.opens is None else before(due, self.terms.opens)

    def late_after(self, ordinal: pl.Expr, due: pl.Expr | None = None) -> pl.Expr:
        """The last day on which it is in time: nobody is late before the anchor was said. `due` as for `opens`."""
        due = self.due(ordinal) if due is None else due
        return pl.when(due.is_not_null()).then(pl.max_horizontal(due, pl.col("said_on")))

    def opened(self, day: pl.Expr) -> pl.Expr:
        """The last ordinal that has opened by the day; one before the first where none has."""
        if self.terms.opens is not None:
            last = self.due_by(after(day, self.terms.opens))
        elif self.terms.every is None:
            last = FIRST
        else:
            last = pl.max_horizontal(self.due_by(_plus_days(day, -1)) + 1, FIRST)
        if self.terms.every is None and self.terms.opens is not None:
            return pl.max_horizontal(last, FIRST - 1)
        return pl.when(day >= self._start()).then(pl.max_horizontal(last, FIRST - 1)).otherwise(FIRST - 1)

    def due_by(self, day: pl.Expr) -> pl.Expr:
        """The last ordinal that is due on the day or before it, which may be any before the first."""
        step, every = self.terms.step, self.terms.every
        if every is None:
            due = pl.col("last_day") if self.terms.dated else after(BASE, step)
            return FIRST - (due > day).cast(pl.Int32)
        offset_days = self._offset(step.days, every.days)
        if every.months:
            until = (day.cast(pl.Int32) - offset_days).cast(pl.Date) if step.days else day
            months = _full_months(BASE, until) - self._offset(step.months, every.months)
            return FIRST + months // every.months
        begun = _plus_months(BASE, self._offset(step.months, 0)) if step.months else BASE
        days = day.cast(pl.Int32) - begun.cast(pl.Int32) - offset_days
        return FIRST + days // every.days

    def _start(self) -> pl.Expr:
        """The earliest day on which the first can be done, where no time before its due day says so."""
        return pl.min_horizontal(BASE, "last_day") if self.terms.dated else BASE

    def _offset(self, of_step: int, of_every: int) -> pl.Expr:
        """What the first ordinal is after the base."""
        if of_step == of_every:
            return pl.lit(of_step, dtype=pl.Int32)
        return pl.when(ANEW).then(pl.lit(of_every, dtype=pl.Int32)).otherwise(pl.lit(of_step, dtype=pl.Int32))


def _plus_days(day: pl.Expr, days: int) -> pl.Expr:
    return (day.cast(pl.Int32) + days).cast(pl.Date) if days else day


def _plus_months(day: pl.Expr, months: pl.Expr) -> pl.Expr:
    index = day.dt.year().cast(pl.Int32) * 12 + day.dt.month().cast(pl.Int32) - 1 + months
    begun = pl.date(index // 12, index % 12 + 1, 1)
    last = begun.dt.days_in_month().cast(pl.Int32)
    return (begun.cast(pl.Int32) + pl.min_horizontal(day.dt.day().cast(pl.Int32), last) - 1).cast(pl.Date)


def _full_months(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Months that are full on `end`, below zero where it comes first; the last day of a month fills it."""
    months = (end.dt.year().cast(pl.Int32) - start.dt.year().cast(pl.Int32)) * 12
    months = months + end.dt.month().cast(pl.Int32) - start.dt.month().cast(pl.Int32)
    due = pl.min_horizontal(start.dt.day(), end.dt.days_in_month())
    return months - (end.dt.day() < due).cast(pl.Int32)
