"""What became of an attempt, from all that banks have said of it: the same in whatever order the files came.

Only the newest day counts, since a bank takes back what it said. What it says of a day twice and differently is unclear, and
what it does not know is no news beside what it knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huigong.funds.terms import Outcome

_KNOWN = (Outcome.CREDITED, Outcome.RETURNED)


@dataclass(frozen=True, order=True)
class Told:
    """One line of a return file: the day that it speaks of, and what it says of the attempt."""

    on: date
    outcome: Outcome


def settled(told: Iterable[Told]) -> Outcome:
    """What all of these come to; `OPEN` where there are none."""
    lines = set(told)
    if not lines:
        return Outcome.OPEN
    known = [line for line in lines if line.outcome in _KNOWN]
    newest = max((line.on for line in known), default=None)
    said = {line.outcome for line in known if line.on == newest}
    return said.pop() if len(said) == 1 else Outcome.UNCLEAR
