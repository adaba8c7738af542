"""The form that was filled in for a case, in full: for a purpose, and on this one page only."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from huigong.casework.queries import cases
from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.purposes import PurposeForm
from huigong.portals.desk.parts.watching import reason_first
from huigong.portals.shared.requests import Request


@officials_only
@never_cache
@reason_first
def reveal(request: Request, public_id: str) -> HttpResponse:
    """Asks what for, and shows it; a reload asks again."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.PERSON_REVEAL)
    seen = cases.page(viewer, public_id, now=now)
    initial = {"why": "核实申请材料", "more": seen.number}
    form = PurposeForm(request.POST or None, initial=initial)
    context = {"case_id": seen.case_id, "form": form}
    if form.is_valid():
        purpose = form.cleaned_data["purpose"]
        shown = cases.reveal_form(viewer.with_purpose(purpose), public_id, now=now)
        context |= {"shown": shown, "purpose": purpose}
    status = 400 if form.errors else 200
    return page(request, "desk/cases/reveal.html", "tasks", context, status=status)
