"""What became of an attempt, from all that banks have said of it: the same in whatever order the files came.

Only the newest day counts, since a bank takes back what it said. What it says of a day twice and differently is unclear, and
what it does not know is no news beside what it knows. What an
official heard of it counts where the bank's own files are silent, or contradict themselves no later than that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huigong.funds.terms import Outcome

_KNOWN = (Outcome.CREDITED, Outcome.RETURNED)


@dataclass(frozen=True, order=True)
class Told:
    """One line of a return file, or what an official heard: the day that it speaks of, and what it says of the attempt."""

    on: date
    outcome: Outcome
    by_bank: bool = True


def settled(told: Iterable[Told]) -> Outcome:
    """What all of these come to; `OPEN` where there are none."""
    lines = set(told)
    if not lines:
        return Outcome.OPEN
    day, said = _newest(line for line in lines if line.by_bank)
    if len(said) != 1:
        heard_on, heard = _newest(line for line in lines if not line.by_bank)
        said = heard if heard_on >= day else said
    return said.pop() if len(said) == 1 else Outcome.UNCLEAR


def _newest(lines: Iterable[Told]) -> tuple[date, set[Outcome]]:
    """The newest day of which something is known, and all that is said of it."""
    known = [line for line in lines if line.outcome in _KNOWN]
    day = max((line.on for line in known), default=date.min)
    return day, {line.outcome for line in known if line.on == day}
