"""An official's open tasks, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from huigong.casework.access import workable
from huigong.casework.accountability import name_of
from huigong.casework.models import Clock, Task
from huigong.casework.queries.assignees import holders
from huigong.casework.shapes import Holder
from huigong.casework.timekeeping import is_paused, reckon
from huigong.casework.tone import Tone, tone_of
from huigong.directory.principals import Principal
from huigong.kernel import timelimits
from huigong.kernel.identity import mask_name


@dataclass(frozen=True)
class TaskRow:
    """A line of the task list. `days_left` is counted as `measure` says, negative when late; the name is masked."""

    task_id: str
    case_id: str
    number: str
    service_id: str
    service: str
    person: str
    region: str
    office_id: str
    office: str
    kind: str
    kind_name: str
    status_name: str
    holder: Holder
    opened_on: date
    clock_name: str
    due: date | None
    days_left: int | None
    measure: str
    tone: Tone
    paused: bool


def mine(viewer: Principal, *, today: date, limit: int | None = None) -> list[TaskRow]:
    """Open tasks of the viewer's offices, late ones first; four questions for any number of rows."""
    running = Clock.objects.filter(stopped_on__isnull=True).select_related("extension")
    rows = list(
        workable(viewer)
        .select_related("case__application__person", "assignee")
        .prefetch_related(Prefetch("case__clocks", queryset=running.prefetch_related("pauses")))
        .order_by("case__due_on", "case_id", "pk")
    )
    held = holders(viewer, rows, today=today)
    found = [_row(task, holder=held[task.pk], today=today) for task in rows]
    found.sort(key=lambda row: (row.due is None or row.paused, row.due or date.max, row.number))
    return found if limit is None else found[:limit]


def _row(task: Task, *, holder: Holder, today: date) -> TaskRow:
    case = task.case
    clock, seen, paused = _nearest(list(case.clocks.all()), today=today)
    due = seen.due if seen else None
    return TaskRow(
        task_id=task.public_id.hex,
        case_id=case.public_id.hex,
        number=case.number,
        service_id=case.service_id,
        service=case.service_name,
        person=mask_name(case.application.person.name),
        region=case.region,
        office_id=task.office,
        office=name_of(task.office, today),
        kind=task.kind,
        kind_name=task.get_kind_display(),
        status_name=case.get_status_display(),
        holder=holder,
        opened_on=case.opened_on,
        clock_name=clock.get_kind_display() if clock else "",
        due=due,
        days_left=seen.left if seen else None,
        measure=seen.limit.measure.value if seen else "",
        tone=tone_of(due, today, paused=paused),
        paused=paused,
    )


def _nearest(clocks: list[Clock], *, today: date) -> tuple[Clock | None, timelimits.Clock | None, bool]:
    """Of the running clocks (only those were fetched), the one that is due first, as the kernel sees it today."""
    if not clocks:
        return None, None, False
    seen = [(clock, reckon(clock, on=today)) for clock in clocks]
    clock, reckoned = min(seen, key=lambda pair: (pair[1].due, pair[0].pk))
    return clock, reckoned, is_paused(clock)
