"""Lists of letters: what the offices still owe, what reached nobody, a day's letters to print, and those of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huigong.casework.queries import cases
from huigong.correspondence import lists, queries
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.paging import asked, enough, in_words
from huigong.portals.desk.parts.purposes import PurposeForm
from huigong.portals.desk.parts.watching import reason_first
from huigong.portals.shared.requests import Request
from huigong.portals.shared.saved import saved


@officials_only
@never_cache
@require_safe
def index(request: Request) -> HttpResponse:
    """`?show=` owed (the first), unserved, day with `?day=` and `?mine=1`; each in pages."""
    request.principal.require(Permission.CASE_DECIDE)
    return _shown(request, request.GET, PurposeForm())


def _shown(
    request: Request, given: Mapping[str, str], form: PurposeForm, *, status: int = 200
) -> HttpResponse:
    shown = given.get("show", "owed")
    counts = lists.counts(request.principal, at_most=enough(given))
    context = {
        "show": shown if shown in ("unserved", "day") else "owed",
        "day": _day(given),
        "mine": given.get("mine") == "1",
        "form": form,
        "counts": {name: in_words(count) for name, count in counts.items()},
    }
    rows = {"unserved": _unserved, "day": _of_day}.get(shown, _owed)
    context |= rows(request.principal, given, counts)
    return page(request, "desk/letters/index.html", "letters", context, status=status)


@officials_only
@never_cache
@require_POST
def print_day(request: Request) -> HttpResponse:
    """A `portion` of a day's letters in one PDF, for a purpose that is said. Each look at a person stands in the trail.

    The name of the file tells how many were left out because they do not open to the viewer.
    """
    viewer, day, form = request.principal, _day(request.POST), PurposeForm(request.POST)
    viewer.require(Permission.CASE_DECIDE)
    mine = request.POST.get("mine") == "1"
    if not form.is_valid():
        given = {"show": "day", "day": day.isoformat()} | ({"mine": "1"} if mine else {})
        return _shown(request, given, form, status=400)
    document, left_out = lists.print_of_day(
        viewer.with_purpose(form.cleaned_data["purpose"]),
        day,
        mine=mine,
        portion=_portion(request.POST.get("portion", "")),
        now=timezone.now(),
    )
    name = _("文书 %(day)s") % {"day": day.isoformat()}
    if left_out:
        name += _("（%(count)s份不能看全文，没有印）") % {"count": left_out}
    return saved(document, name)


@officials_only
@never_cache
@require_safe
@reason_first
def of_case(request: Request, public_id: str) -> HttpResponse:
    """The letters of one case."""
    viewer, now = request.principal, timezone.now()
    seen = cases.page(viewer, public_id, now=now)
    letters = queries.of_case(viewer, public_id, on=timezone.localdate(now))
    return page(request, "desk/letters/of_case.html", "letters", {"case": seen, "letters": letters})


def _owed(viewer: Principal, given: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, Any]:
    pages = asked(given, total=counts["owed"])
    return {"pages": pages, "owed": lists.owed(viewer, page=pages.here, size=pages.size)}


def _unserved(viewer: Principal, given: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, Any]:
    pages, today = asked(given, total=counts["unserved"]), timezone.localdate()
    rows = lists.unserved(viewer, on=today, page=pages.here, size=pages.size)
    return {"pages": pages, "letters": rows}


def _of_day(viewer: Principal, given: Mapping[str, str], counts: Mapping[str, int]) -> dict[str, Any]:
    day, mine = _day(given), given.get("mine") == "1"
    total = lists.count_of_day(viewer, day, mine=mine)
    pages = asked(given, total=total)
    rows = lists.of_day(viewer, day, mine=mine, page=pages.here, size=pages.size)
    return {"pages": pages, "letters": rows, "portions": lists.portions(total), "total": total}


def _portion(written: str) -> int:
    """Which portion was asked for; the first for anything that is no number."""
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 5 else 1
    return max(number, 1)


def _day(given: Mapping[str, str]) -> date:
    try:
        return date.fromisoformat(given.get("day", ""))
    except ValueError:
        return timezone.localdate()
