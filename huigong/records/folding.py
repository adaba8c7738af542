"""What a record comes to: a pure fold over its events, on a day, as it was known at a moment.

Three things are different. Something changed in the world: an event that sets fields, or ends the record. Something
was wrong before: a correction, which replaces what an earlier event said, and may move its day. Something never
counted: an annulment, which takes an earlier event, correction or annulment out.

Events count by the day on which they took effect and not by that on which they came in, so that the order of arrival
changes nothing. What two events of one day say differently of a field is UNKNOWN.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from huigong.declarations.changing import as_read
from huigong.forms.types import type_of
from huigong.forms.values import Answered
from huigong.records.kinds import DAY, HAPPENED, RecordKind
from huigong.rules.values import UNKNOWN, Answer


@dataclass(frozen=True)
class Happened:
    """One event of a record as kept.

    Attributes:
        effective_on: the day from which it counts; of a correction the day on which the corrected event counts, None as before.
        says: field → value, UNKNOWN where somebody said so; of a correction only what it replaces.
        target: the event that is corrected or annulled, "" for none.
    """

    id: str
    name: str
    effective_on: date | None
    known_at: datetime
    says: Mapping[str, Answered] = field(default_factory=dict)
    target: str = ""


@dataclass(frozen=True)
class Folded:
    """What a record comes to on a day.

    `values` are those of the fields; `days` the last day of each kind of event up to then; `began` the first day of
    any, None where nothing has taken effect; `ended` the day of its end, None while it lasts; `settled` the last day
    on which any event takes effect, also of those still to come; `counting` the ids of the events that count.
    """

    values: Mapping[str, Answered]
    days: Mapping[str, date]
    began: date | None
    ended: date | None
    settled: date | None
    counting: tuple[str, ...] = ()

    def answers(self, kind: RecordKind) -> dict[str, Answer]:
        """What rules read of it: values by name; what is not known is absent."""
        known = answers_of(kind, self.values)
        for event in kind.events.values():
            if event.of_the_world:
                known[f"{event.name}.{HAPPENED}"] = event.name in self.days
                if event.name in self.days:
                    known[f"{event.name}.{DAY}"] = self.days[event.name]
        return known


def answers_of(kind: RecordKind, values: Mapping[str, Answered]) -> dict[str, Answer]:
    """What rules read of the values of fields; what is not known is absent."""
    answers: dict[str, Answer] = {}
    for name, asked in kind.fields.items():
        answers |= type_of(asked.kind).answers(asked, values.get(name))
    return {name: answer for name, answer in answers.items() if answer is not UNKNOWN}


def fold(
    kind: RecordKind, events: Iterable[Happened], *, on: date, known_at: datetime | None = None
) -> Folded:
    """The record on a day, by what was known at a moment (all, when None)."""
    known = [event for event in events if known_at is None or event.known_at <= known_at]
    counting = corrected(kind, known)
    now = sorted(
        (event for event in counting if event.effective_on is not None and event.effective_on <= on),
        key=lambda event: (event.effective_on, event.name, event.id),
    )
    days = [event.effective_on for event in counting if event.effective_on is not None]
    return Folded(
        values=_values(kind, now, on),
        days={event.name: event.effective_on for event in now if event.effective_on is not None},
        began=now[0].effective_on if now else None,
        ended=_ended(kind, now),
        settled=max(days, default=None),
        counting=tuple(event.id for event in now),
    )


def corrected(kind: RecordKind, events: Sequence[Happened]) -> list[Happened]:
    """The events of the world that count, each as the last correction has it."""
    by_id = {event.id: event for event in events}
    targeting, counts = _targeting(events), standing(kind, events)
    made = []
    for event in by_id.values():
        if event.name in kind.events and kind.events[event.name].of_the_world and event.id in counts:
            corrections = [each for each in _corrections(kind, event, targeting) if each.id in counts]
            for correction in sorted(corrections, key=lambda each: (each.known_at, each.id)):
                event = replace(
                    event,
                    says={**event.says, **correction.says},
                    effective_on=correction.effective_on or event.effective_on,
                )
            made.append(event)
    return made


def standing(kind: RecordKind, events: Sequence[Happened]) -> frozenset[str]:
    """The ids of the events, corrections and annulments that count: which no annulment that counts takes out."""
    annulling = _targeting([event for event in events if _annuls(kind, event)])
    counts: dict[str, bool] = {}
    for event in events:
        path = [event.id]  # of annulments of annulments there may be more than Python calls
        while path:
            those = [each.id for each in annulling.get(path[-1], ())]
            unknown = [id for id in those if id not in counts and id not in path]
            if unknown and path[-1] not in counts:
                path.append(unknown[0])
            else:
                counts.setdefault(path[-1], not any(counts.get(id, False) for id in those))
                path.pop()
    return frozenset(id for id, alive in counts.items() if alive)


def _targeting(events: Sequence[Happened]) -> dict[str, list[Happened]]:
    """Event → the events that are about it."""
    targeting: dict[str, list[Happened]] = {}
    for event in events:
        targeting.setdefault(event.target, []).append(event)
    return targeting


def _corrections(
    kind: RecordKind, event: Happened, targeting: Mapping[str, Sequence[Happened]]
) -> list[Happened]:
    """Those of the event itself, and those of its corrections."""
    waiting, met = [event.id], dict[str, Happened]()
    while waiting:
        for each in targeting.get(waiting.pop(), ()):
            if each.name in kind.events and kind.events[each.name].corrects and each.id not in met:
                met[each.id] = each
                waiting.append(each.id)
    return list(met.values())


def _annuls(kind: RecordKind, event: Happened) -> bool:
    return event.name in kind.events and kind.events[event.name].annuls


def _values(kind: RecordKind, events: Sequence[Happened], on: date) -> dict[str, Answered]:
    """Of each field the last word; of two words of one day that differ, none."""
    values: dict[str, Answered] = {}
    said_on: dict[str, date] = {}
    for event in events:
        day = event.effective_on or on
        for name, value in _as_read(kind, event.says, day, on).items():
            differs = said_on.get(name) == day and values.get(name) != value
            values[name] = UNKNOWN if differs else value
            said_on[name] = day
    return values


def _as_read(kind: RecordKind, says: Mapping[str, Answered], day: date, on: date) -> Mapping[str, Answered]:
    """What was said then, by the ids of today. Only what rules hold is converted; the rest keeps its id."""
    if not kind.changes:
        return says
    plain: dict[str, Any] = {name: value for name, value in says.items() if _is_answer(value)}
    whole: dict[str, Any] = {name: value for name, value in says.items() if name not in plain}
    return whole | as_read(plain, kind.changes, kept_on=day, on=on, lookup=kind.parameters)


def _is_answer(value: Answered) -> bool:
    return value is UNKNOWN or (
        value is not None and not isinstance(value, tuple) and not hasattr(value, "__dict__")
    )


def _ended(kind: RecordKind, events: Sequence[Happened]) -> date | None:
    """The day of the end, where nothing but ends came after it."""
    ends = [event for event in events if kind.events[event.name].ends]
    return ends[0].effective_on if ends else None
