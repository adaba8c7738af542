"""Where an occurrence stands, and what a forecast says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from huigong.kernel.labelled import Labelled


class State(Labelled):
    """Where an occurrence stands on a day."""

    EXPECTED = "expected", "将要到期"
    OPEN = "open", "可以办了"
    DUE = "due", "到期"
    OVERDUE = "overdue", "逾期"
    LAPSED = "lapsed", "过期未办"
    DONE_IN_TIME = "done_in_time", "按期办了"
    DONE_LATE = "done_late", "逾期办了"
    EXCUSED = "excused", "免办"
    WITHDRAWN = "withdrawn", "不用办了"
    TO_FIND_OUT = "to_find_out", "要不要办待查明"


OWED = frozenset({State.OPEN, State.DUE, State.OVERDUE, State.LAPSED})
TO_DO = OWED | {State.TO_FIND_OUT}
"""What an office has to do or to look after, until it has ended."""


class Why(Labelled):
    """Why an occurrence ended without being done, or why a proof or excuse does not count."""

    NONE = "", "没有缘由"
    ENDED = "ended", "不再有这项义务"
    ANNULLED = "annulled", "起算的事已撤销"
    CHANGED = "changed", "规定改了"
    NOT_KNOWN = "not_known", "当时不知道要不要办"
    SUPERSEDED = "superseded", "已由后一次代替"
    TOO_EARLY = "too_early", "那天还不能办"
    NOT_OWED = "not_owed", "那天没有这项义务"
    NOTHING_DUE = "nothing_due", "那段时间没有要办的"
    TO_COME = "to_come", "日子还没有到"


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
