"""What follows from one anchor: its occurrences, moved on from event to event."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from huigong.obligations.forecast.grids import NEVER, Stretch
from huigong.obligations.forecast.history import Anchoring, Excuse, Proof
from huigong.obligations.forecast.states import Key, Occurrence, State, Why
from huigong.obligations.forecast.terms import CountedFrom, Effect, Missed, OnChange, Terms, Versions

_ONE_DAY = timedelta(days=1)


def begun(versions: Versions, said: Anchoring) -> date:
    """The day from which anything is known of an anchor that was first said so: what is owed once can be done before."""
    known = min(said.day or said.said_on, said.said_on)
    terms = versions.on(known)
    if said.day is None or terms.every is not None:
        return known
    return min(known, Stretch.of_anchor(said.day, terms, said.last_day).opens(1))


class Thread:
    """The occurrences of one anchor.

    `begun` is the day from which anything is known of it, `said_on` that on which it was first said. `ended` are those
    that are over by ordinal, None for one that never was owed. `moves` are triples (first, since, on): from `first` on, what had not lapsed on `since` is in time
    until `on` at least.
    """

    def __init__(self, said: Anchoring, day: date, versions: Versions, asked: Asked) -> None:
        self.anchor, self.asked, self.versions = said.anchor, asked, versions
        terms = versions.on(min(day, said.said_on))
        self.begun, self.said_on = begun(versions, said), said.said_on
        self.stretches = [Stretch.of_anchor(day, terms, said.last_day)]
        self.from_anchor = True
        self.moves = [(1, date.min, said.said_on)]
        self.ended: dict[int, Occurrence | None] = {}
        self.next = 1
        self.annulled = False
        self._skip_before(versions.since)

    # -- reading

    @property
    def terms(self) -> Terms:
        """The terms of what comes next."""
        return self.stretches[-1].terms

    def due(self, ordinal: int) -> date:
        return self._stretch(ordinal).grid.due(ordinal)

    def opens(self, ordinal: int) -> date:
        """The first day on which it can be done; never for what would open after the declaration has ended."""
        day, until = self._stretch(ordinal).opens(ordinal), self.versions.until
        return NEVER if until is not None and day > until else day

    def late_after(self, ordinal: int) -> date:
        """The last day on which it is in time."""
        day, grace = self.due(ordinal), self._stretch(ordinal).terms.grace
        for first, since, on in self.moves:
            if first <= ordinal and grace.after(day) >= since:
                day = max(day, on)
        return day

    def last(self, ordinal: int) -> date:
        """The last day before it lapses."""
        return self._stretch(ordinal).terms.grace.after(self.late_after(ordinal))

    def standing_open(self, day: date) -> list[int]:
        """What could be done on the day, the oldest first."""
        if self.annulled or self.asked.holds is False:
            return []
        if self.terms.missed is Missed.ONE_OPEN:
            return [self.next] if self.opens(self.next) <= day else []
        return [ordinal for ordinal in self._coming(day) if ordinal not in self.ended]

    def occurrences(self, day: date) -> Iterator[Occurrence]:
        """Everything that the day's forecast shows; call `pass_time` first."""
        yield from (occurrence for occurrence in self.ended.values() if occurrence is not None)
        opened = self.standing_open(day)
        if self.asked.holds is None:
            opened = [ordinal for ordinal in opened if not self._found_out_later(ordinal, opened)]
        for ordinal in opened:
            yield self._seen(ordinal, self._state(ordinal, day))
        if self.asked.holds and not self.annulled:
            yield from (self._seen(ordinal, State.EXPECTED) for ordinal in self._expected(day, opened))

    def changes(self, day: date) -> Iterator[date]:
        """The days after this one on which something may change by itself."""
        if self.annulled or self.asked.holds is False:
            return
        opened = self.standing_open(day)
        expected = list(self._expected(day, opened)) if self.asked.holds else []
        following = self._free(max([self.next - 1, *opened, *expected]) + 1)
        for ordinal in (*opened, *expected, *self._after(following, opened)):
            due = self.due(ordinal)
            if NEVER in (due, self.opens(ordinal)):
                continue
            horizon = timedelta(days=self._stretch(ordinal).terms.horizon)
            late, last = self.late_after(ordinal), self.last(ordinal)
            boundaries = {due - horizon, self.opens(ordinal), due, late + _ONE_DAY, last + _ONE_DAY}
            yield from (boundary for boundary in boundaries if boundary > day)

    # -- what time does

    def pass_time(self, day: date) -> None:
        """Ends what a later one has replaced by the day."""
        if self.terms.missed is Missed.ONE_OPEN:
            return
        for ordinal, later in pairwise(self.standing_open(day)):
            if self.asked.silent:
                self._end(ordinal, None)
            elif self.asked.holds is None and self.last(ordinal) >= self.asked.since:
                self._end(ordinal, self._over(ordinal, State.WITHDRAWN, self.opens(later), Why.NOT_KNOWN))
            elif self.terms.missed is Missed.LATEST:
                self._end(ordinal, self._over(ordinal, State.LAPSED, self.opens(later), Why.SUPERSEDED))

    # -- what `while` does

    def stop(self, day: date) -> None:
        """`while` no longer holds: what is open is withdrawn, what had lapsed by then has lapsed for good."""
        for ordinal in self.standing_open(day):
            gone = self.last(ordinal) < self.asked.since
            state = State.LAPSED if gone else State.WITHDRAWN
            self._end(ordinal, self._over(ordinal, state, day, Why.ENDED))

    def resume(self, day: date) -> None:
        """`while` holds from now on: what fell due before was never owed."""
        start = self.stretches[-1].start
        if self.terms.counted_from is CountedFrom.LAST_DONE and day > start:
            self._count_anew(day, self.next)
            return
        self._skip_before(day)

    def find_out(self, day: date) -> None:
        """It turns out to have been owed: nobody is late before that day."""
        self.moves.append((self.next, self.asked.since, day))

    # -- what people do

    def target(self, day: date) -> int | None:
        """What a proof of that day would close."""
        opened = self.standing_open(day)
        return opened[0] if opened else None

    def close(self, ordinal: int, proof: Proof) -> None:
        """One proof closes one occurrence, late or not."""
        lapsed = proof.day > self.last(ordinal)
        state = State.DONE_LATE if proof.day > self.late_after(ordinal) else State.DONE_IN_TIME
        self._end(ordinal, self._over(ordinal, state, proof.day, Why.NONE, by=proof.id))
        if self.terms.missed is not Missed.ONE_OPEN:
            return
        counted = self.terms.counted_from
        if counted is CountedFrom.LAST_DONE or (counted is CountedFrom.LATE_DONE and lapsed):
            self._count_anew(proof.day, ordinal + 1)
            return
        while self.due(self.next) <= proof.day:
            self._end(self.next, None)

    def renew(self, proof: Proof) -> None:
        """A later anchor says another day: this one is done, however early; what was not owed then never was."""
        if self.annulled or self.next in self.ended or self.due(self.next) == NEVER:
            return
        if self.asked.holds is False or self.opens(self.next) == NEVER:
            self._end(self.next, None)
        else:
            self.close(self.next, proof)

    def excusable(self, excuse: Excuse) -> int | None:
        """What falls due in the time that is excused and had not lapsed before."""
        if self.annulled or self.asked.holds is False or self.next in self.ended:
            return None
        for ordinal in (*self.standing_open(excuse.day), self._following(excuse.day)):
            opens = self.opens(ordinal) != NEVER
            if opens and self.due(ordinal) <= excuse.until and self.last(ordinal) >= excuse.day:
                return ordinal
        return None

    def excuse(self, ordinal: int, excuse: Excuse) -> None:
        """Ends it without having been done."""
        self._end(ordinal, self._over(ordinal, State.EXCUSED, excuse.day, Why.NONE, by=excuse.id))
        if self.terms.effect is Effect.SHIFT and self.terms.every:
            self._begin(Stretch.shifted(excuse.day, excuse.until, ordinal + 1, self.terms))
            self.from_anchor = False

    # -- what is corrected

    def move(self, said: Anchoring) -> None:
        """The anchor is said anew; without a day it is annulled, and what it owed with it."""
        day, said_on = said.day, said.said_on
        if day is None:
            for ordinal in self.standing_open(said_on):
                self._end(ordinal, self._over(ordinal, State.WITHDRAWN, said_on, Why.ANNULLED))
            self.annulled = True
            return
        self.annulled = False
        if self.from_anchor:
            self.stretches = [Stretch.of_anchor(day, self.terms, said.last_day)]
            self.moves.append((self.next, date.min, said_on))
            self._skip_before(self.versions.since)

    def change(self, terms: Terms, day: date) -> None:
        """New terms: what is over stays as it was, what is open follows `on_change`."""
        owed = [ordinal for ordinal in self.standing_open(day) if self.last(ordinal) >= day]
        following = self._following(day)
        if owed and terms.on_change is OnChange.MOVE:
            following = owed[0]
        elif terms.on_change is OnChange.DROP:
            for ordinal in owed:
                self._end(ordinal, self._over(ordinal, State.WITHDRAWN, day, Why.CHANGED))
        self.moves.append((following, date.min, day))
        stretch = self._stretch(following)
        self._begin(stretch.under(terms, first=following, start=stretch.start))

    # -- within

    def _stretch(self, ordinal: int) -> Stretch:
        return next(each for each in reversed(self.stretches) if each.first <= ordinal or each.first == 1)

    def _coming(self, day: date) -> Iterator[int]:
        """From the next one on, those that have opened by the day."""
        ordinal = self.next
        while self.opens(ordinal) <= day:
            yield ordinal
            ordinal += 1

    def _following(self, day: date) -> int:
        """The first that has not opened by the day and is not over, as one that was excused ahead is."""
        return self._free(max([self.next - 1, *self.standing_open(day)]) + 1)

    def _free(self, ordinal: int) -> int:
        """From this one on the first that is not over."""
        while ordinal in self.ended:
            ordinal += 1
        return ordinal

    def _after(self, ordinal: int, opened: list[int]) -> tuple[int, ...]:
        """The next one to look at; none while one that is open holds it back."""
        return () if opened and self.terms.missed is Missed.ONE_OPEN else (ordinal,)

    def _expected(self, day: date, opened: list[int]) -> Iterator[int]:
        for ordinal in self._after(self._free(max([self.next - 1, *opened]) + 1), opened):
            until = day + timedelta(days=self._stretch(ordinal).terms.horizon)
            while self.due(ordinal) <= until and self.opens(ordinal) != NEVER:
                yield ordinal
                if self.terms.missed is Missed.ONE_OPEN:
                    return
                ordinal = self._free(ordinal + 1)

    def _state(self, ordinal: int, day: date) -> State:
        if self.asked.holds is None and self.last(ordinal) >= self.asked.since:
            return State.TO_FIND_OUT
        if day < self.due(ordinal):
            return State.OPEN
        if day <= self.late_after(ordinal):
            return State.DUE
        return State.OVERDUE if day <= self.last(ordinal) else State.LAPSED

    def _found_out_later(self, ordinal: int, opened: list[int]) -> bool:
        """Before anything was said, only the latest is asked about."""
        return self.asked.silent and ordinal != opened[-1]

    def _seen(self, ordinal: int, state: State) -> Occurrence:
        return Occurrence(
            Key(self.anchor, ordinal),
            state,
            self.due(ordinal),
            self.opens(ordinal),
            self.late_after(ordinal),
            self.last(ordinal),
        )

    def _over(self, ordinal: int, state: State, on: date, why: Why, *, by: str = "") -> Occurrence:
        return Occurrence(
            Key(self.anchor, ordinal),
            state,
            self.due(ordinal),
            self.opens(ordinal),
            self.late_after(ordinal),
            self.last(ordinal),
            on,
            by,
            why,
        )

    def _skip_before(self, day: date) -> None:
        """What falls due before the day was never owed."""
        while self.due(self.next) < day:
            self._end(self.next, None)

    def _end(self, ordinal: int, occurrence: Occurrence | None) -> None:
        self.ended[ordinal] = occurrence
        while self.next in self.ended:
            self.next += 1

    def _count_anew(self, day: date, first: int) -> None:
        if self.terms.every:
            self._begin(Stretch.anew(day, first, self.terms))
            self.from_anchor = False

    def _begin(self, stretch: Stretch) -> None:
        earlier = [each for each in self.stretches if each.first < stretch.first]
        self.stretches = [*earlier, stretch]


class Asked:
    """What is known of `while`: it `holds`, does not, or None; `since` when it has not held; `silent` before anybody said."""

    def __init__(self, *, conditional: bool) -> None:
        self.holds: bool | None = None if conditional else True
        self.since = date.min
        self.silent = conditional
