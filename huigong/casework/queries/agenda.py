"""What is due on which of the coming days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from huigong.casework.access import workable
from huigong.casework.queries.counting import MANY, Counting, compiled
from huigong.casework.queries.keyset import START, ordered
from huigong.casework.queries.tasks import SORTS, TaskRow, page_of
from huigong.casework.queries.wanted import TaskFilter, under
from huigong.directory.principals import Principal
from huigong.kernel.calendar import WorkCalendar

MOST_SHOWN = 200
ON_A_DAY = SORTS["due"][:2]  # the columns by which the index of the list finds a day


@dataclass(frozen=True)
class Day:
    """One day: whether it is a working day, how many tasks are due (`at_most + 1` for more), and the first of them."""

    on: date
    working: bool
    due: int
    tasks: tuple[TaskRow, ...]

    @property
    def query(self) -> str:
        """What the address of the work list says to show this day."""
        return f"from={self.on}&until={self.on}"

    @property
    def more(self) -> int:
        """How many are due that are not among `tasks`, as far as they were counted."""
        return self.due - len(self.tasks)


@dataclass(frozen=True)
class Agenda:
    """Some days, and how many tasks are late (`at_most + 1` for more): what is late stands on no coming day."""

    days: tuple[Day, ...]
    late: int


def days(
    viewer: Principal, *, today: date, first: date, length: int, wanted: TaskFilter, at_most: int = MANY
) -> Agenda:
    """`length` days from `first` on with the running clocks that end there; six queries at most, whatever the number.

    Each day is counted by its stretch of the list's index, and no further than lists are. Raises `DomainError`
    (`day.beyond_calendar`).
    """
    listed = tuple(first + timedelta(days=number) for number in range(length))
    counts = _counting(viewer.rights, today, listed, wanted, at_most).asked()
    among = replace(wanted, due_from=listed[0], due_until=listed[-1])
    anything = any(counts[str(on)] for on in listed)
    shown = page_of(viewer, today=today, wanted=among, size=MOST_SHOWN).rows if anything else ()
    calendar = WorkCalendar.published()
    return Agenda(
        tuple(
            Day(
                on=on,
                working=calendar.day(on).working,
                due=counts[str(on)],
                tasks=tuple(row for row in shown if row.left.due == on),
            )
            for on in listed
        ),
        counts["late"],
    )


@lru_cache(maxsize=64)
def _counting(
    viewer: Principal, today: date, listed: tuple[date, ...], wanted: TaskFilter, at_most: int
) -> Counting:
    """How many are due on each of the days and how many are late; written once a day for an official."""
    narrowed = {str(on): replace(wanted, due_from=on, due_until=on) for on in listed} | {
        "late": replace(wanted, due="late")
    }
    return compiled(
        {
            name: under(workable(viewer), narrow, viewer=viewer, today=today).order_by(
                *ordered(ON_A_DAY, START)
            )
            for name, narrow in narrowed.items()
        },
        at_most=at_most,
    )
