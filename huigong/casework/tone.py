"""How urgent a due day is, said in one word everywhere."""

from __future__ import annotations

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
