"""Lists of letters: what the offices still owe, what reached nobody, a day's letters to print, and those of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huigong.casework.queries import cases
from huigong.correspondence import queries
from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.purposes import PurposeForm
from huigong.portals.shared.requests import Request
from huigong.portals.shared.saved import saved


@officials_only
@never_cache
@require_safe
def index(request: Request) -> HttpResponse:
    """`?show=` owed (the first), unserved, day with `?day=` and `?mine=1`."""
    request.principal.require(Permission.CASE_DECIDE)
    return _lists(request, request.GET, show=request.GET.get("show", "owed"), form=PurposeForm())


def _lists(
    request: Request, asked: Mapping[str, str], *, show: str, form: PurposeForm, status: int = 200
) -> HttpResponse:
    viewer, day, mine = request.principal, _day(asked), asked.get("mine") == "1"
    context = {
        "show": show if show in ("unserved", "day") else "owed",
        "form": form,
        "day": day,
        "mine": mine,
        "owed": queries.owed(viewer),
        "unserved": queries.unserved(viewer, on=timezone.localdate()),
        "letters": queries.of_day(viewer, day, mine=mine) if show == "day" else (),
    }
    return page(request, "desk/letters/index.html", "letters", context, status=status)


@officials_only
@never_cache
@require_POST
def print_day(request: Request) -> HttpResponse:
    """The letters of a day in one PDF, for a purpose that is said. Each look at a person stands in the trail.

    The name of the file tells how many were left out because they do not open to the viewer.
    """
    viewer, day, form = request.principal, _day(request.POST), PurposeForm(request.POST)
    viewer.require(Permission.CASE_DECIDE)
    if not form.is_valid():
        return _lists(request, request.POST, show="day", form=form, status=400)
    made, left_out = queries.print_of_day(
        viewer.with_purpose(form.cleaned_data["purpose"]),
        day,
        mine=request.POST.get("mine") == "1",
        now=timezone.now(),
    )
    name = _("文书 %(day)s") % {"day": day.isoformat()}
    if left_out:
        name += _("（%(count)s份不能看全文，没有印）") % {"count": left_out}
    return saved(made, name)


@officials_only
@never_cache
@require_safe
def of_case(request: Request, public_id: str) -> HttpResponse:
    """The letters of one case."""
    viewer, now = request.principal, timezone.now()
    seen = cases.page(viewer, public_id, now=now)
    letters = queries.of_case(viewer, public_id, on=timezone.localdate(now))
    return page(request, "desk/letters/of_case.html", "letters", {"case": seen, "letters": letters})


def _day(asked: Mapping[str, str]) -> date:
    try:
        return date.fromisoformat(asked.get("day", ""))
    except ValueError:
        return timezone.localdate()
