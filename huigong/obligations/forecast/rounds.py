"""Plain histories, everybody's k-th proof at a time. See `columns` for what is plain."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import polars as pl

from huigong.obligations.forecast.days_in_columns import BASE, FIRST, Days, after
from huigong.obligations.forecast.states import State, Why
from huigong.obligations.forecast.terms import CountedFrom, Missed, Terms

STATES, WHYS = pl.Enum([each.value for each in State]), pl.Enum([each.value for each in Why])
ROW = {
    "subject": pl.Int64(),
    "anchor": pl.String(),
    "ordinal": pl.Int32(),
    "state": STATES,
    "due_on": pl.Date(),
    "opens_on": pl.Date(),
    "late_after": pl.Date(),
    "last_on": pl.Date(),
    "ended_on": pl.Date(),
    "by": pl.String(),
    "why": WHYS,
}
NEXT, SINCE, HOLDS, AT = pl.col("next"), pl.col("since"), pl.col("holds"), pl.col("at")
_NOTHING = pl.lit(None, dtype=pl.Date)


class Told(NamedTuple):
    """What the rounds gave: occurrences, proofs that do not count, and the next change of each subject."""

    occurrences: pl.DataFrame
    refused: pl.DataFrame
    changes: pl.DataFrame


class Rounds:
    """The plain histories of one obligation until a day."""

    def __init__(self, terms: Terms, day: date) -> None:
        self.terms, self.day, self.days = terms, day, Days(terms)
        self.made: list[pl.DataFrame] = []
        self.refused: list[pl.DataFrame] = []
        self.one_open = terms.missed is Missed.ONE_OPEN

    def run(self, threads: pl.DataFrame) -> Told:
        """`threads` has subject, anchor, day, said_on, last_day, begun, since, holds, renewed, proof_days and proof_ids.

        Where `renewed`, its one proof is the anchor that came after it.
        """
        waiting = self._begun(threads)
        settled: list[pl.DataFrame] = []
        for number in range(_most(threads)):
            over = pl.col("proof_days").list.len().fill_null(0) <= number
            settled.append(waiting.filter(over))
            waiting = self._prove(waiting.filter(~over), number)
        settled.append(waiting)
        last = self._resume(pl.concat(settled), pl.lit(self.day))
        changes = self._today(last.drop("proof_days", "proof_ids"))
        return Told(pl.concat(self.made), _concat_refused(self.refused), changes)

    def _begun(self, threads: pl.DataFrame) -> pl.DataFrame:
        """Each at its anchor. `silent` until `while` was answered, which may have been before the anchor was said."""
        always = not self.terms.conditional
        silent = pl.lit(False) if always else SINCE.is_null() | (pl.col("begun") <= SINCE)
        return threads.rename({"day": "base"}).with_columns(
            first=pl.lit(1, dtype=pl.Int32),
            next=pl.lit(1, dtype=pl.Int32),
            anew=pl.lit(False),
            silent=silent,
            **({"holds": pl.lit(True), "since": _NOTHING} if always else {}),
        )

    def _resume(self, threads: pl.DataFrame, day: pl.Expr, *, before_proofs: bool = False) -> pl.DataFrame:
        """What the answer to `while` does, where it was given by the day: what fell due before was never owed.

        `before_proofs` of that day only a yes counts: what was done on the last day was done.
        """
        if not self.terms.conditional:
            return threads
        given = (
            pl.when(HOLDS.fill_null(False)).then(day >= SINCE).otherwise(day > SINCE)
            if before_proofs
            else day >= SINCE
        )
        now = pl.col("silent") & given.fill_null(False)
        begins = now & HOLDS.fill_null(True)
        if self.terms.counted_from is CountedFrom.LAST_DONE:
            anew = begins & (SINCE > BASE)
            return threads.with_columns(
                base=pl.when(anew).then(SINCE).otherwise(BASE),
                first=pl.when(anew).then(NEXT).otherwise(FIRST),
                anew=pl.col("anew") | anew,
                silent=pl.col("silent") & ~now,
            )
        if not self.one_open:
            # Of several that were open when the answer came, only the latest is asked for.
            asked = self.days.opened(SINCE)
            threads = threads.with_columns(
                next=pl.when(now & (asked > NEXT)).then(asked).otherwise(NEXT).cast(pl.Int32)
            )
        owed = self.days.due_by((SINCE.cast(pl.Int32) - 1).cast(pl.Date)) + 1
        return threads.with_columns(
            next=pl.when(begins).then(pl.max_horizontal(NEXT, owed)).otherwise(NEXT).cast(pl.Int32),
            silent=pl.col("silent") & ~now,
        )

    def _prove(self, threads: pl.DataFrame, number: int) -> pl.DataFrame:
        """Everybody's proof of that number."""
        threads = threads.with_columns(
            at=pl.col("proof_days").list.get(number), id=pl.col("proof_ids").list.get(number)
        )
        threads = self._resume(threads, AT, before_proofs=True)
        threads = self._replace(threads, AT)
        owed = (pl.col("begun") <= AT) & (pl.col("silent") | HOLDS.fill_null(True) | (SINCE >= AT))
        threads = threads.with_columns(owed=owed.fill_null(False)).with_columns(
            counts=pl.col("owed")
            & (pl.col("renewed") | (self.days.opened(AT) >= NEXT))
            & self.days.due(NEXT).is_not_null()
        )
        unowed = threads.filter(~pl.col("counts") & ~pl.col("renewed"))
        why = pl.when("owed").then(pl.lit(Why.TOO_EARLY.value)).otherwise(pl.lit(Why.NOT_OWED.value))
        self.refused.append(unowed.select("subject", "id", why=why))
        late = pl.when(self.days.late_after(NEXT) < AT).then(pl.lit(State.DONE_LATE.value))
        state = late.otherwise(pl.lit(State.DONE_IN_TIME.value))
        self._make(threads.filter("counts"), NEXT, state, ended_on=AT, by=pl.col("id"))
        return self._close(threads).drop("at", "id", "owed", "counts")

    def _close(self, threads: pl.DataFrame) -> pl.DataFrame:
        """Moves on to the next one where the proof counted."""
        counts, counted = pl.col("counts"), self.terms.counted_from
        if not self.one_open:
            return threads.with_columns(next=NEXT + counts.cast(pl.Int32))
        planned = pl.max_horizontal(NEXT + 1, self.days.due_by(AT) + 1)
        if self.terms.every is None:
            planned = NEXT + 1
        if counted is CountedFrom.PLAN:
            return threads.with_columns(next=pl.when(counts).then(planned).otherwise(NEXT).cast(pl.Int32))
        anew = counts
        if counted is CountedFrom.LATE_DONE:
            anew = counts & (after(self.days.late_after(NEXT), self.terms.grace) < AT)
        return threads.with_columns(
            base=pl.when(anew).then(AT).otherwise(BASE),
            first=pl.when(anew).then(NEXT + 1).otherwise(FIRST).cast(pl.Int32),
            anew=pl.col("anew") | anew,
            next=pl.when(anew).then(NEXT + 1).when(counts).then(planned).otherwise(NEXT).cast(pl.Int32),
        )

    def _replace(self, threads: pl.DataFrame, day: pl.Expr) -> pl.DataFrame:
        """Ends what a later one has replaced by the day."""
        if self.one_open:
            return threads
        last = self.days.opened(day)
        unsure, silent = HOLDS.is_null(), pl.col("silent")
        owed = silent | HOLDS.fill_null(True)
        replaced = owed & (last > NEXT) & (day >= pl.col("begun"))
        if self.terms.missed is Missed.EACH:
            replaced = replaced & (silent | unsure)
        threads = threads.with_columns(last=last, replaced=replaced)
        told = threads.filter(pl.col("replaced") & ~silent)
        if told.height:
            several = told.with_columns(ordinal=pl.int_ranges(NEXT, pl.col("last"), dtype=pl.Int32)).explode(
                "ordinal"
            )
            state = pl.when(unsure).then(pl.lit(State.WITHDRAWN.value)).otherwise(pl.lit(State.LAPSED.value))
            why = pl.when(unsure).then(pl.lit(Why.NOT_KNOWN.value)).otherwise(pl.lit(Why.SUPERSEDED.value))
            ordinal = pl.col("ordinal")
            self._make(several, ordinal, state, ended_on=self.days.opens(ordinal + 1), why=why)
        moved = pl.when("replaced").then("last").otherwise(NEXT).cast(pl.Int32)
        return threads.with_columns(next=moved).drop("last", "replaced")

    def _today(self, threads: pl.DataFrame) -> pl.DataFrame:
        """What is open and what is expected on the day, and when that changes by itself."""
        day = pl.lit(self.day)
        threads = self._replace(threads, day)
        if self.terms.conditional:
            threads = threads.filter(pl.col("silent") | HOLDS.fill_null(True))
        last = NEXT if self.one_open else self.days.opened(day)
        threads = threads.with_columns(last=pl.max_horizontal(last, NEXT - 1).cast(pl.Int32))
        if self.one_open:
            opened = (self.days.opens(NEXT) <= day).fill_null(False)
            threads = threads.with_columns(last=NEXT - (~opened).cast(pl.Int32))
        return self._upcoming(threads)

    def _upcoming(self, threads: pl.DataFrame) -> pl.DataFrame:
        horizon, sure = pl.lit(self.day) + pl.duration(days=self.terms.horizon), self._sure()
        last, held_back = pl.col("last"), (pl.col("last") >= NEXT) if self.one_open else pl.lit(False)
        if self.one_open or self.terms.every is None:
            expected = last + (self.days.due(last + 1) <= horizon).fill_null(False).cast(pl.Int32)
        else:
            expected = pl.max_horizontal(last, self.days.due_by(horizon))
        until = pl.when(held_back | ~sure).then(last).otherwise(expected).cast(pl.Int32)
        threads = threads.with_columns(until=until, held_back=held_back)
        following = threads.filter(~pl.col("held_back"))
        beyond = self._with_days(following, pl.col("until") + 1).select(
            "subject", next_change_on=self._next_change()
        )
        shown = threads.filter(pl.col("until") >= NEXT)
        single = shown.filter(pl.col("until") == NEXT).with_columns(ordinal=NEXT)
        several = shown.filter(pl.col("until") > NEXT).with_columns(
            ordinal=pl.int_ranges(NEXT, pl.col("until") + 1, dtype=pl.Int32)
        )
        rows = self._with_days(pl.concat([single, several.explode("ordinal")]), pl.col("ordinal"))
        self.made.append(_row(rows, self._state(), ended_on=_NOTHING))
        changes = pl.concat([rows.select("subject", next_change_on=self._next_change()), beyond])
        return changes.drop_nulls().group_by("subject").agg(pl.col("next_change_on").min())

    def _sure(self) -> pl.Expr:
        """Whether it is known to be owed."""
        return (~pl.col("silent") & HOLDS.fill_null(False)) if self.terms.conditional else pl.lit(True)

    def _state(self) -> pl.Expr:
        day = pl.lit(self.day)
        words = {state: pl.lit(state.value) for state in State}
        return (
            pl.when(pl.col("ordinal") > pl.col("last"))
            .then(words[State.EXPECTED])
            .when(~self._sure())
            .then(words[State.TO_FIND_OUT])
            .when(day < pl.col("due_on"))
            .then(words[State.OPEN])
            .when(day <= pl.col("late_after"))
            .then(words[State.DUE])
            .when(day <= pl.col("last_on"))
            .then(words[State.OVERDUE])
            .otherwise(words[State.LAPSED])
        )

    def _next_change(self) -> pl.Expr:
        """The first day after today on which a row with its days changes."""
        due = pl.col("due_on")
        ahead = due - pl.duration(days=self.terms.horizon)
        day = pl.duration(days=1)
        boundaries = [ahead, pl.col("opens_on"), due, pl.col("late_after") + day, pl.col("last_on") + day]
        return pl.min_horizontal(pl.when(boundary > self.day).then(boundary) for boundary in boundaries)

    def _with_days(self, rows: pl.DataFrame, ordinal: pl.Expr) -> pl.DataFrame:
        """The rows with the days of an ordinal, each worked out once: what hangs on another day reads its column."""
        due, late = pl.col("due_on"), pl.col("late_after")
        rows = rows.with_columns(due_on=self.days.due(ordinal))
        rows = rows.with_columns(
            opens_on=self.days.opens(ordinal, due), late_after=self.days.late_after(ordinal, due)
        )
        return rows.with_columns(last_on=after(late, self.terms.grace))

    def _make(
        self,
        threads: pl.DataFrame,
        ordinal: pl.Expr,
        state: pl.Expr,
        *,
        ended_on: pl.Expr,
        by: pl.Expr | None = None,
        why: pl.Expr | None = None,
    ) -> None:
        rows = self._with_days(threads.with_columns(ordinal=ordinal), pl.col("ordinal"))
        self.made.append(_row(rows, state, ended_on=ended_on, by=by, why=why))


def _row(
    rows: pl.DataFrame,
    state: pl.Expr,
    *,
    ended_on: pl.Expr,
    by: pl.Expr | None = None,
    why: pl.Expr | None = None,
) -> pl.DataFrame:
    made = rows.with_columns(
        state=state.cast(STATES),
        ended_on=ended_on,
        by=pl.lit("") if by is None else by,
        why=(pl.lit("") if why is None else why).cast(WHYS),
    )
    return made.select(pl.col(name).cast(kind) for name, kind in ROW.items())


def _most(threads: pl.DataFrame) -> int:
    """How many proofs somebody has at most."""
    most: int | None = threads.select(pl.col("proof_days").list.len().max()).item()
    return most or 0


def _concat_refused(parts: list[pl.DataFrame]) -> pl.DataFrame:
    schema = pl.Schema({"subject": pl.Int64(), "id": pl.String(), "why": pl.String()})
    return pl.concat([part.cast(schema) for part in parts]) if parts else pl.DataFrame(schema=schema)
