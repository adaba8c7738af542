"""Letters that go out after the move: still owed, or asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huigong.correspondence.actions import letters
from huigong.correspondence.actions.following import Order
from huigong.kernel.errors import DomainError, NoAccess
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.letters.forms import LetterForm, letter_form
from huigong.portals.desk.letters.showing import sheet
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request

Show = Callable[[dict[str, Any]], Order]
Issue = Callable[[dict[str, Any], str], Any]


@officials_only
@never_cache
def owed(request: Request, public_id: str) -> HttpResponse:
    """An owed letter as it would go out; a POST with `do=issue` sends it."""
    by, now = request.principal, timezone.now()
    return _fill_in(
        request,
        show=lambda given: letters.show_owed(owed_id=public_id, given=given, by=by, now=now),
        issue=lambda given, _paper: letters.issue_owed(owed_id=public_id, given=given, by=by, now=now),
    )


@officials_only
@never_cache
def asked(request: Request, public_id: str, template_id: str) -> HttpResponse:
    """A letter that somebody asks for, such as the receipt at the counter."""
    by, now = request.principal, timezone.now()
    wanted: dict[str, Any] = {"case_id": public_id, "template_id": template_id, "by": by, "now": now}
    return _fill_in(
        request,
        show=lambda given: letters.show_asked(given=given, **wanted),
        issue=lambda given, paper: letters.issue_asked(given=given, paper=paper, **wanted),
    )


def _fill_in(request: Request, *, show: Show, issue: Issue) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    order = show({})
    form = letter_form(order.asked, order.values, data)
    error = None
    if form.is_bound and form.is_valid():
        order = show(form.given())
    sends = data is not None and data.get("do") == "issue" and not order.lacking
    if sends and (not form.is_bound or form.is_valid()):
        try:
            notice = issue(form.given() if form.is_bound else {}, request.POST.get("paper", ""))
        except NoAccess:
            raise
        except DomainError as refused:
            error = refused
        else:
            messages.success(request, _("文书已经发出。"))
            return redirect("desk:letter", public_id=notice.public_id)
    return _page(request, order, form, error)


def _page(request: Request, order: Order, form: LetterForm, error: DomainError | None) -> HttpResponse:
    template = order.template
    assert template is not None
    context = {
        "name": template.name,
        "letter_form": form,
        "sheet": sheet(order.letter) if order.letter else None,
        "lacking": [row.id for row in order.lacking],
        "papers": [paper.value for paper in template.paper],
        "error": error,
    }
    status = status_for(error) if error else 200
    return page(request, "desk/letters/owed.html", "letters", context, status=status)
