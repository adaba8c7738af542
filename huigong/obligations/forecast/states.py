"""Where an occurrence stands, and what a forecast says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """Where an occurrence stands on a day."""

    EXPECTED = "expected"
    OPEN = "open"
    DUE = "due"
    OVERDUE = "overdue"
    LAPSED = "lapsed"
    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    EXCUSED = "excused"
    WITHDRAWN = "withdrawn"
    TO_FIND_OUT = "to_find_out"


OWED = frozenset({State.OPEN, State.DUE, State.OVERDUE, State.LAPSED})


class Why(StrEnum):
    """Why an occurrence ended without being done, or why a proof or excuse does not count."""

    NONE = ""
    ENDED = "ended"
    """`while` no longer holds."""
    ANNULLED = "annulled"
    """What it ran from never was."""
    CHANGED = "changed"
    """New terms dropped it."""
    NOT_KNOWN = "not_known"
    """Nobody knew then whether it was owed."""
    SUPERSEDED = "superseded"
    """A later one took its place."""
    TOO_EARLY = "too_early"
    """Nothing could be done yet on that day."""
    NOT_OWED = "not_owed"
    """It was not owed on that day."""
    NOTHING_DUE = "nothing_due"
    """Nothing fell due in the time that was excused."""
    TO_COME = "to_come"
    """The day is yet to come."""


class Key(NamedTuple):
    """Which occurrence of a subject's obligation: never its due day, which may move."""

    anchor: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that something is owed.

    `late_after` is the last day on which it is in time: the due day, or the day of a correction that moved it there.
    `last_on` is the last day before it lapses. `ended_on` is the day on which it was done, excused, withdrawn or missed
    for good, `by` the proof or excuse, `why` what ended it otherwise.
    """

    key: Key
    state: State
    due_on: date
    opens_on: date
    late_after: date
    last_on: date
    ended_on: date | None = None
    by: str = ""
    why: Why = Why.NONE


@dataclass(frozen=True)
class Forecast:
    """Occurrences by key; proofs and excuses that do not count, by id, with the reason; when this changes by itself.

    A reason is a `Why`, or the words with which the proof was refused. `next_change_on` is None where nothing will
    change without news.
    """

    occurrences: tuple[Occurrence, ...]
    refused: Mapping[str, str]
    next_change_on: date | None
