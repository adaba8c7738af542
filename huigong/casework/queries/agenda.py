"""What is due on which of the coming days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Count

from huigong.casework.access import workable
from huigong.casework.queries.tasks import TaskRow, page_of
from huigong.casework.queries.wanted import TaskFilter, under
from huigong.directory.principals import Principal
from huigong.kernel.calendar import WorkCalendar

MOST_SHOWN = 200


@dataclass(frozen=True)
class Day:
    """One day: whether it is a working day, how many tasks are due, and the first of them."""

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
        """How many are due that are not among `tasks`."""
        return self.due - len(self.tasks)


def days(viewer: Principal, *, today: date, first: date, length: int, wanted: TaskFilter) -> tuple[Day, ...]:
    """`length` days from `first` on with the running clocks that end there; six queries at most, whatever the number.

    What is late stands on no coming day: the list says it. Raises `DomainError` (`day.beyond_calendar`).
    """
    last = first + timedelta(days=length - 1)
    among = replace(wanted, due_from=first, due_until=last)
    due = under(workable(viewer), among, viewer=viewer, today=today).order_by()
    counts = dict(due.values_list("case__due_on").annotate(Count("pk")))
    shown = page_of(viewer, today=today, wanted=among, size=MOST_SHOWN).rows if counts else ()
    calendar = WorkCalendar.published()
    return tuple(
        Day(
            on=on,
            working=calendar.day(on).working,
            due=counts.get(on, 0),
            tasks=tuple(row for row in shown if row.left.due == on),
        )
        for on in (first + timedelta(days=number) for number in range(length))
    )
