"""What somebody says of a result: one tap, then a line if they want."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huigong.casework.queries import own
from huigong.feedback import actions, queries
from huigong.feedback.actions import MOST_NOTE
from huigong.kernel.errors import DomainError
from huigong.portals.shared.grades import in_words
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request
from huigong.portals.worker.views.entry import registered_only


@registered_only
@never_cache
def rate(request: Request, public_id: str) -> HttpResponse:
    """POST keeps the grade; the page then asks for a line and says what follows a bad one."""
    viewer, now = request.principal, timezone.now()
    error, status = None, 200
    if request.method == "POST":
        grade, note = request.POST.get("grade", ""), request.POST.get("note", "")
        try:
            actions.rate(case_id=public_id, grade=grade, note=note, by=viewer, now=now)
        except DomainError as refused:
            if refused.code == "case.not_found":
                raise
            error, status = refused, status_for(refused)
        else:
            if "note" in request.POST:
                messages.success(request, _("记下了，谢谢您。"))
                return redirect("worker:case", public_id)
            return redirect("worker:rate", public_id)
    rating = queries.own(viewer, public_id, now=now)
    if rating is None:
        raise Http404
    page = own.own_page(viewer, public_id, today=timezone.localdate(now))
    context = {
        "row": page.row,
        "rating": rating,
        "grades": in_words(),
        "note": request.POST.get("note", rating.note),
        "most": MOST_NOTE,
        "error": error,
    }
    return render(request, "worker/rate.html", context, status=status)
