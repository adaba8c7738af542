"""The forecast: every event of a subject in its order, and where that leaves each occurrence on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property

from huigong.obligations.forecast.history import Anchoring, Excuse, History, Proof, Standing
from huigong.obligations.forecast.states import Forecast, Why
from huigong.obligations.forecast.terms import Terms, Versions
from huigong.obligations.forecast.threads import Asked, Thread, begun

Event = Anchoring | tuple[date, Terms] | Standing | Excuse | Proof
_ANCHORED, _CHANGED, _HOLDS, _EXCUSED, _PROVED, _HOLDS_NOT = range(6)


def forecast(versions: Versions, history: History, day: date) -> Forecast:
    """What is owed on the day and before it, and what is expected within the horizon."""
    return _Course(versions, history, day).told()


class _Course:
    """One obligation of one subject, event by event until a day."""

    def __init__(self, versions: Versions, history: History, day: date) -> None:
        self.versions, self.history, self.day = versions, history, day
        self.conditional = versions.listed[0][1].conditional
        self.asked = Asked(conditional=self.conditional)
        self.threads: dict[str, Thread] = {}
        self.refused: dict[str, str] = {}
        self.counted: set[str] = set()
        self.never_were = {anchor for anchor, said in history.anchors(day) if said[-1].day is None}

    def told(self) -> Forecast:
        for at, _, _, event in self._events:
            if at <= self.day:
                for thread in self.threads.values():
                    thread.pass_time(at)
                self._meet(event)
            elif isinstance(event, Proof):
                self.refused.setdefault(event.id, event.refused or Why.TO_COME)
        for thread in self.threads.values():
            thread.pass_time(self.day)
        shown = (each for thread in self.threads.values() for each in thread.occurrences(self.day))
        return Forecast(
            occurrences=tuple(sorted(shown, key=lambda each: each.key)),
            refused=self.refused,
            next_change_on=min(self._changes(), default=None),
        )

    def _changes(self) -> Iterator[date]:
        yield from (at for at, _, _, _ in self._events if at > self.day)
        yield from (said.said_on for said in self.history.anchorings if said.said_on > self.day)
        for thread in self.threads.values():
            yield from thread.changes(self.day)

    @cached_property
    def _events(self) -> list[tuple[date, int, str, Event]]:
        """Each with its day, its turn on that day and its id, in order."""
        events: list[tuple[date, int, str, Event]] = []
        for anchor, said in self.history.anchors(self.day):
            first = self._first(said)
            order = f"{first.last_day or date.min} {anchor}"  # of two cards of one day the one that lasts longer renews
            events.append((begun(self.versions, first), _ANCHORED, order, first))
            events += [(each.said_on, _ANCHORED, order, each) for each in said[1:]]
        events += [(since, _CHANGED, "", (since, terms)) for since, terms in self.versions.changes]
        for each in self.history.standings if self.conditional else ():
            events.append((each.day, _HOLDS if each.holds else _HOLDS_NOT, str(each.holds), each))
        events += [(each.day, _EXCUSED, f"{each.id} {each.until}", each) for each in self.history.excuses]
        events += [(each.day, _PROVED, f"{each.id} {each.refused}", each) for each in self.history.proofs]
        return sorted(events, key=lambda event: event[:3])

    def _first(self, said: list[Anchoring]) -> Anchoring:
        """What was first said of an anchor. One that says its last day renews another on the day that is known now."""
        first, known = said[0], said[-1].day
        return replace(first, day=known) if known and first.day and self.versions.on(known).dated else first

    def _meet(self, event: Event) -> None:
        match event:
            case Anchoring():
                self._anchor(event)
            case Standing():
                self._stand(event)
            case Excuse():
                self._excuse(event)
            case Proof():
                self._prove(event)
            case (since, terms):
                for thread in self.threads.values():
                    if thread.begun < since:
                        thread.change(terms, since)

    def _anchor(self, said: Anchoring) -> None:
        thread = self.threads.get(said.anchor)
        if thread is not None:
            thread.move(said)
        elif said.day is not None:
            new = Thread(said, said.day, self.versions, self.asked)
            if new.terms.dated and said.anchor not in self.never_were:
                for other in self.threads.values():
                    if other.anchor not in self.never_were:
                        other.renew(Proof(said.day, said.anchor))
            self.threads[said.anchor] = new

    def _stand(self, said: Standing) -> None:
        asked, before = self.asked, self.asked.holds
        if said.holds is before and not asked.silent:
            return
        began = asked.silent or before is False
        if said.holds is not True and before is True:
            asked.since = said.day
        for thread in self.threads.values():
            if said.holds is False and not asked.silent:
                thread.stop(said.day)
            elif said.holds is not False and began:
                thread.resume(said.day)
            elif said.holds is True:
                thread.find_out(said.day)
        if said.holds is None and began:
            asked.since = said.day
        asked.holds, asked.silent = said.holds, False

    def _excuse(self, excuse: Excuse) -> None:
        if excuse.id in self.counted:
            return
        due = [
            (thread.said_on > excuse.day, thread.due(ordinal), thread.anchor, ordinal)
            for thread in self.threads.values()
            if (ordinal := thread.excusable(excuse)) is not None
        ]
        if not due:
            self.refused[excuse.id] = Why.NOTHING_DUE
            return
        _, _, anchor, ordinal = min(due)  # what was said later takes nothing from what was known then
        self.threads[anchor].excuse(ordinal, excuse)
        self.counted.add(excuse.id)

    def _prove(self, proof: Proof) -> None:
        if proof.id in self.counted:
            return
        opened = [
            (thread.said_on > proof.day, thread.due(ordinal), thread.anchor, ordinal)
            for thread in self.threads.values()
            if (ordinal := thread.target(proof.day)) is not None
        ]
        if proof.refused or not opened:
            owed = self.asked.holds is not False and any(not each.annulled for each in self.threads.values())
            self.refused[proof.id] = proof.refused or (Why.TOO_EARLY if owed else Why.NOT_OWED)
            return
        _, _, anchor, ordinal = min(opened)
        self.threads[anchor].close(ordinal, proof)
        self.counted.add(proof.id)
