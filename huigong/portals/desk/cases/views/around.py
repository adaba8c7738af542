"""Beside the work list: what is due on which day, and how much each colleague has."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from huigong.casework.queries import agenda, load, tasks
from huigong.casework.queries.wanted import TaskFilter
from huigong.directory.permissions import Permission
from huigong.portals.desk.cases.lists import read_day
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.bars import bar
from huigong.portals.desk.parts.looking import FIRST_DAY, LAST_DAY
from huigong.portals.shared.requests import Request
from huigong.portals.shared.timeleft import time_left

FORTNIGHT = timedelta(days=14)


@officials_only
@never_cache
def days(request: Request) -> HttpResponse:
    """Fourteen days, from today or from the day that the address names; `whose=mine` for one's own tasks only."""
    viewer = request.principal
    viewer.require(Permission.CASE_READ)
    today = timezone.localdate()
    first = _within(read_day(request.GET.get("from", "")) or today)
    whose = "mine" if request.GET.get("whose") == "mine" else ""
    wanted = TaskFilter(tab=whose or "all")
    shown = agenda.days(viewer, today=today, first=first, length=FORTNIGHT.days, wanted=wanted)
    context = {
        "days": [(day, [(row, *time_left(row.left)) for row in day.tasks]) for day in shown],
        "today": today,
        "late": tasks.number_of(viewer, today=today, wanted=TaskFilter(tab=wanted.tab, due="late")),
        "whose": whose,
        "earlier": _within(first - FORTNIGHT),
        "later": _within(first + FORTNIGHT),
    }
    return page(request, "desk/cases/days.html", "tasks", context)


@officials_only
@never_cache
def loads(request: Request) -> HttpResponse:
    """Open, late and due this week, by who has it."""
    rows = load.by_colleague(request.principal, today=timezone.localdate())
    most = max((row.open for row in rows), default=0)
    context = {
        "loads": [
            (
                row,
                bar(
                    ("bar-late", row.late),
                    ("bar-near", row.week),
                    ("bar-used", row.open - row.late - row.week),
                    whole=most,
                ),
            )
            for row in rows
        ],
        "opens_lists": request.principal.can(Permission.TASK_SUPPORT),
    }
    return page(request, "desk/cases/load.html", "tasks", context)


def _within(day: date) -> date:
    """The days of which a fortnight before and after are days too."""
    return min(max(day, FIRST_DAY + FORTNIGHT), LAST_DAY - 2 * FORTNIGHT)
