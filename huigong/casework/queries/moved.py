"""Which cases would end on another day if the place had a day off, or worked, on one: before it is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice

from huigong.casework.accountability import name_of
from huigong.casework.timekeeping import moved_by
from huigong.directory.keeping import require_keeps_all
from huigong.directory.localdays import in_use
from huigong.directory.principals import Principal
from huigong.kernel.data.calendar_tables import Override

MOST_COUNTED = 20_000  # some seconds of a processor; what is beyond moves as well
MOST_SHOWN = 50


@dataclass(frozen=True)
class MovedCase:
    """One case by number and office; nothing of whom it is about."""

    number: str
    office: str
    clock: str
    before: date
    after: date


@dataclass(frozen=True)
class Moved:
    """How many last days would move later and earlier, and the first of them; `more` where counting ended before."""

    later: int
    earlier: int
    cases: tuple[MovedCase, ...]
    more: bool

    @property
    def total(self) -> int:
        """How many would move, as far as they were counted."""
        return self.later + self.earlier


def would_move(viewer: Principal, *, day: date, working: bool | None, today: date) -> Moved:
    """What would move; `working` None is what taking the place's word back would do.

    Raises `DomainError` (`access.denied`).
    """
    require_keeps_all(viewer)
    word = None if working is None else Override(working, "")
    calendar = in_use([(day, word)])
    moved = list(islice(moved_by(day, calendar=calendar, today=today), MOST_COUNTED + 1))
    cases = tuple(
        MovedCase(
            number=clock.case.number,
            office=name_of(clock.case.accountable_office, today),
            clock=clock.get_kind_display(),
            before=clock.due_on,
            after=seen.due,
        )
        for clock, seen in moved[:MOST_SHOWN]
    )
    later = sum(seen.due > clock.due_on for clock, seen in moved)
    return Moved(later, len(moved) - later, cases, more=len(moved) > MOST_COUNTED)
