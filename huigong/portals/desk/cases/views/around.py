"""Beside the work list: what is due on which day, and how much each colleague has."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from huigong.casework.queries import agenda, load
from huigong.casework.queries.wanted import TaskFilter
from huigong.directory.permissions import Permission
from huigong.kernel import regions
from huigong.portals.desk.cases.lists import read_day
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.bars import bar
from huigong.portals.desk.parts.looking import FIRST_DAY, LAST_DAY
from huigong.portals.desk.parts.paging import in_words
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
        "days": [
            (day, in_words(day.due), in_words(day.more), [(row, *time_left(row.left)) for row in day.tasks])
            for day in shown.days
        ],
        "today": today,
        "late": shown.late,
        "late_in_words": in_words(shown.late),
        "whose": whose,
        "earlier": _within(first - FORTNIGHT),
        "later": _within(first + FORTNIGHT),
    }
    return page(request, "desk/cases/days.html", "tasks", context)


@officials_only
@never_cache
def loads(request: Request) -> HttpResponse:
    """Open, late and due this week, by who has it; where there are too many, first by place, as `?in=` narrows it."""
    today, region = timezone.localdate(), request.GET.get("in", "")
    region = region if regions.known(region) and region != regions.NATION else ""
    places = load.by_place(request.principal, today=today, region=region)
    rows = () if places else load.by_colleague(request.principal, today=today, region=region)
    most = max((row.open for row in rows), default=0)
    context = {
        "places": places,
        "where": regions.find(region).full_name if region else "",
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
