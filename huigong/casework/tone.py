"""How much time is left and how urgent that is, reckoned alike for every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

NEAR_DAYS = 3  # a reminder to officers, not law: this many natural days before the due day


class Tone(StrEnum):
    """Late, near, fine; paused and clockless cases have no urgency."""

    LATE = "late"
    NEAR = "near"
    OK = "ok"
    NONE = "none"


def tone_of(due: date | None, today: date, *, paused: bool = False) -> Tone:
    """The tone of a due day seen on `today`; the due day itself is still in time."""
    if due is None or paused:
        return Tone.NONE
    if due < today:
        return Tone.LATE
    return Tone.NEAR if due <= near_until(today) else Tone.OK


def near_until(today: date) -> date:
    """The last due day that counts as near on `today`."""
    return today + timedelta(days=NEAR_DAYS)


@dataclass(frozen=True)
class TimeLeft:
    """What is left until a due day; nothing runs where `due` is None.

    `days` are counted as `measure` says (a `Measure`), negative when late. `clock` is what officers
    call the time limit. While it is `paused` the due day moves and there is no urgency.
    """

    due: date | None = None
    days: int = 0
    measure: str = ""
    clock: str = ""
    paused: bool = False
    tone: Tone = Tone.NONE
