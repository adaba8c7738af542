"""Approvals of looks: listed, given and taken back by whoever answers for them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.casework.queries.counting import how_many
from huigong.directory import approvals
from huigong.directory.actions import approvals as actions
from huigong.directory.permissions import Permission
from huigong.kernel.errors import DomainError
from huigong.portals.desk.approvals.forms import ApprovalForm
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts import paging
from huigong.portals.desk.parts.offices import office_or_region, region_name, where_of
from huigong.portals.shared.fields import beside
from huigong.portals.shared.requests import Request

HERE = "approvals"


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """What is approved in the viewer's regions, what has ended after it."""
    today, every = timezone.localdate(), approvals.approvals(request.principal)
    counted = how_many({"all": every.order_by()}, at_most=paging.enough(request.GET))["all"]
    pages = paging.asked(request.GET.dict(), total=counted)
    listed = approvals.rows(pages.of(every), on=today)
    context = {
        "pages": pages,
        "approvals": [(row, office_or_region(row.office, row.region, today)) for row in listed],
    }
    return page(request, "desk/approvals/index.html", HERE, context)


@officials_only
@never_cache
def new(request: Request) -> HttpResponse:
    """A new approval: first the region, then the post, what for and until when."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.LOOK_APPROVE)
    where, region = where_of(request, Permission.LOOK_APPROVE)
    form = ApprovalForm(request.POST or None, region=region, on=timezone.localdate(now))
    status = 400 if where.errors else 200
    if request.method == "POST":
        status = 400
        if where.is_valid() and form.is_valid():
            said = {
                name: form.cleaned_data[name] for name in ("purpose", "minors", "own_cases", "valid_until")
            }
            try:
                actions.approve(by=viewer, now=now, post=form.post, **said)
            except DomainError as error:
                status = beside(error, form)
            else:
                messages.success(request, _("已批准，从今天起有效。"))
                return redirect("desk:approvals")
    context = {"where": where, "region": region, "region_name": region_name(region), "form": form}
    return page(request, "desk/approvals/new.html", HERE, context, status=status)


@officials_only
@never_cache
@require_POST
def end(request: Request, public_id: str) -> HttpResponse:
    """Takes an approval back at once."""
    approval = approvals.approval(request.principal, public_id)
    actions.end(by=request.principal, now=timezone.now(), approval=approval)
    messages.success(request, _("已收回，现在起不能再凭它查看。"))
    return redirect("desk:approvals")
