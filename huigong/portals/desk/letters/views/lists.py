"""Lists of letters: what the offices still owe, what reached nobody, a day's letters to print, and those of a case."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huigong.casework.queries import cases
from huigong.correspondence import queries
from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.shared.requests import Request
from huigong.portals.shared.saved import saved


@officials_only
@never_cache
@require_safe
def index(request: Request) -> HttpResponse:
    """`?show=` owed (the first), unserved, day with `?day=` and `?mine=1`."""
    viewer = request.principal
    viewer.require(Permission.CASE_DECIDE)
    shown, day, mine = request.GET.get("show", "owed"), _day(request), request.GET.get("mine") == "1"
    context = {
        "show": shown if shown in ("unserved", "day") else "owed",
        "day": day,
        "mine": mine,
        "owed": queries.owed(viewer),
        "unserved": queries.unserved(viewer, on=timezone.localdate()),
        "letters": queries.of_day(viewer, day, mine=mine) if shown == "day" else (),
    }
    return page(request, "desk/letters/index.html", "letters", context)


@officials_only
@never_cache
@require_safe
def print_day(request: Request) -> HttpResponse:
    """The letters of a day in one PDF. Each look at a person stands in the trail."""
    viewer, day = request.principal, _day(request)
    viewer.require(Permission.CASE_DECIDE)
    made = queries.print_of_day(viewer, day, mine=request.GET.get("mine") == "1", now=timezone.now())
    return saved(made, _("文书 %(day)s") % {"day": day.isoformat()})


@officials_only
@never_cache
@require_safe
def of_case(request: Request, public_id: str) -> HttpResponse:
    """The letters of one case."""
    viewer, now = request.principal, timezone.now()
    seen = cases.page(viewer, public_id, now=now)
    letters = queries.of_case(viewer, public_id, on=timezone.localdate(now))
    return page(request, "desk/letters/of_case.html", "letters", {"case": seen, "letters": letters})


def _day(request: Request) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return timezone.localdate()
