"""Lists of letters: what the offices still owe, what reached nobody, a day's letters to print, and those of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huigong.casework.queries import cases
from huigong.correspondence import lists, queries
from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.paging import asked, enough, in_words
from huigong.portals.shared.requests import Request
from huigong.portals.shared.saved import saved


@officials_only
@never_cache
@require_safe
def index(request: Request) -> HttpResponse:
    """`?show=` owed (the first), unserved, day with `?day=` and `?mine=1`; each in pages."""
    viewer = request.principal
    viewer.require(Permission.CASE_DECIDE)
    shown, day, mine = request.GET.get("show", "owed"), _day(request), request.GET.get("mine") == "1"
    counts = lists.counts(viewer, at_most=enough(request.GET))
    context = {
        "show": shown if shown in ("unserved", "day") else "owed",
        "day": day,
        "mine": mine,
        "counts": {name: in_words(count) for name, count in counts.items()},
    }
    rows = {"unserved": _unserved, "day": _of_day}.get(shown, _owed)
    return page(request, "desk/letters/index.html", "letters", context | rows(request, counts))


@officials_only
@never_cache
@require_safe
def print_day(request: Request) -> HttpResponse:
    """A portion of a day's letters in one PDF, `?portion=`. Each look at a person stands in the trail."""
    viewer, day = request.principal, _day(request)
    viewer.require(Permission.CASE_DECIDE)
    given = request.GET.get("portion", "")
    portion = int(given) if given.isascii() and given.isdigit() and len(given) < 5 else 1
    mine = request.GET.get("mine") == "1"
    made = lists.print_of_day(viewer, day, mine=mine, portion=max(portion, 1), now=timezone.now())
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


def _owed(request: Request, counts: Mapping[str, int]) -> dict[str, Any]:
    pages = asked(request.GET, total=counts["owed"])
    return {"pages": pages, "owed": lists.owed(request.principal, page=pages.here, size=pages.size)}


def _unserved(request: Request, counts: Mapping[str, int]) -> dict[str, Any]:
    pages, today = asked(request.GET, total=counts["unserved"]), timezone.localdate()
    rows = lists.unserved(request.principal, on=today, page=pages.here, size=pages.size)
    return {"pages": pages, "letters": rows}


def _of_day(request: Request, counts: Mapping[str, int]) -> dict[str, Any]:
    viewer, day, mine = request.principal, _day(request), request.GET.get("mine") == "1"
    total = lists.count_of_day(viewer, day, mine=mine)
    pages = asked(request.GET, total=total)
    rows = lists.of_day(viewer, day, mine=mine, page=pages.here, size=pages.size)
    return {"pages": pages, "letters": rows, "portions": lists.portions(total), "total": total}


def _day(request: Request) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return timezone.localdate()
