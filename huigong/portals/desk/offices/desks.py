"""Desks below the county where people go in person: real ones take the place of those that packs invent."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huigong.directory import localoffices, offices
from huigong.directory.actions import localdesks as actions
from huigong.directory.permissions import Permission
from huigong.kernel.errors import DomainError
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.offices.forms import CloseDeskForm, DeskForm
from huigong.portals.desk.parts.offices import region_name, where_of
from huigong.portals.shared.fields import beside
from huigong.portals.shared.requests import Request

HERE = "offices"


def _list() -> str:
    return reverse("desk:office-desks")


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """The desks of a region, invented ones marked."""
    viewer, today = request.principal, timezone.localdate()
    viewer.require(Permission.PLACE_MANAGE)
    where, region = where_of(request, Permission.PLACE_MANAGE, label=_("哪个地区"))
    book = offices.book()
    context = {
        "where": where,
        "region": region,
        "region_name": region_name(region),
        "desks": [
            (desk, line.title if (line := book.line(desk.line)) else desk.line)
            for desk in localoffices.desks_in(viewer, region, on=today)
        ],
        "today": today,
    }
    return page(request, "desk/offices/desks.html", HERE, context, status=400 if where.errors else 200)


@officials_only
@never_cache
def new(request: Request) -> HttpResponse:
    """A desk of a region: the region comes first."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.PLACE_MANAGE)
    where, region = where_of(request, Permission.PLACE_MANAGE, label=_("哪个地区"))
    form = DeskForm(request.POST or None, on=timezone.localdate(now))
    status = 400 if where.errors else 200
    if request.method == "POST":
        status = 400
        if where.is_valid() and form.is_valid():
            try:
                actions.put(by=viewer, now=now, region=region, **form.desk)
            except DomainError as error:
                status = beside(error, form, day="valid_from")
            else:
                messages.success(request, _("窗口已登记，办事的人现在就能看到。"))
                return redirect(f"{_list()}?region={region}")
    context = {"where": where, "region": region, "region_name": region_name(region), "form": form}
    return page(request, "desk/offices/desk_new.html", HERE, context, status=status)


@officials_only
@never_cache
def change(request: Request, desk_id: str) -> HttpResponse:
    """Another name or contact of a desk from a day on."""
    viewer, now = request.principal, timezone.now()
    row = localoffices.desk_of(viewer, desk_id)
    words = {name: getattr(row, name) for name in ("name", "serves", "street", "telephone", "hours")}
    form = DeskForm(request.POST or None, on=timezone.localdate(now), known=True, seen=row.pk, **words)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                actions.put(by=viewer, now=now, region=row.region, desk_id=desk_id, **form.desk)
            except DomainError as error:
                status = beside(error, form, day="valid_from")
            else:
                messages.success(request, _("已保存。"))
                return redirect(f"{_list()}?region={row.region}")
    context = {"row": row, "form": form, "region_name": region_name(row.region)}
    return page(request, "desk/offices/desk.html", HERE, context, status=status)


@officials_only
@never_cache
def close(request: Request, desk_id: str) -> HttpResponse:
    """The last day of a desk."""
    viewer, now = request.principal, timezone.now()
    row = localoffices.desk_of(viewer, desk_id)
    form = CloseDeskForm(request.POST or None, initial={"last_day": timezone.localdate(now)})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                actions.close(by=viewer, now=now, desk_id=desk_id, **form.cleaned_data)
            except DomainError as error:
                status = beside(error, form, day="last_day")
            else:
                messages.success(request, _("已撤销，最后一天过后就不再显示。"))
                return redirect(f"{_list()}?region={row.region}")
    context = {"row": row, "form": form, "region_name": region_name(row.region)}
    return page(request, "desk/offices/desk_close.html", HERE, context, status=status)
