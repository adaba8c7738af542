"""Offices of a place: the list, one with its history, changed from a day on, closed with an heir, opened again."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.casework.actions import succession
from huigong.casework.queries import posts
from huigong.directory import localoffices, offices
from huigong.directory.actions import localoffices as actions
from huigong.directory.localoffices import OfficeLine
from huigong.directory.permissions import Permission
from huigong.directory.principals import NATION
from huigong.kernel.errors import DomainError
from huigong.kernel.regions import lineage
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.offices.forms import CloseForm, ReopenForm, contact_form
from huigong.portals.desk.parts import paging
from huigong.portals.desk.parts.offices import region_name, where_of
from huigong.portals.shared.fields import beside
from huigong.portals.shared.requests import Request

HERE = "offices"


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """The offices of a region; `named` looks among them."""
    viewer, today = request.principal, timezone.localdate()
    viewer.require(Permission.PLACE_MANAGE)
    where, region = where_of(request, Permission.PLACE_MANAGE, label=_("哪个地区"))
    named = " ".join(request.GET.get("named", "").split())[:40]
    lines = localoffices.offices_in(viewer, region, on=today, named=named)
    pages = paging.asked(request.GET.dict(), total=len(lines))
    context = {
        "where": where,
        "region": region,
        "region_name": region_name(region),
        "named": named,
        "pages": pages,
        "lines": lines[(pages.here - 1) * pages.size : pages.here * pages.size],
    }
    return page(request, "desk/offices/index.html", HERE, context, status=400 if where.errors else 200)


@officials_only
@never_cache
def show(request: Request, region: str, line: str) -> HttpResponse:
    """One office: what people are told of it, since when, who said so, and what it has in hand."""
    return _office_page(request, f"{region}/{line}")


@officials_only
@never_cache
def change(request: Request, region: str, line: str) -> HttpResponse:
    """Another name or contact from a day on."""
    viewer, now, office_id = request.principal, timezone.now(), f"{region}/{line}"
    today = timezone.localdate(now)
    here = localoffices.office_of(viewer, office_id, on=today)
    office, seen = here.office, localoffices.newest_of(viewer, office_id)
    form = contact_form(request.POST or None, name=office.name, contact=office.contact, seen=seen, on=today)
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                actions.change(by=viewer, now=now, office_id=office_id, **form.said)
            except DomainError as error:
                status = beside(error, form, day="valid_from")
            else:
                messages.success(request, _("已保存，从那一天起办事的人看到的就是新的。"))
                return redirect("desk:office", region=region, line=line)
    versions = offices.book().versions(office_id)
    later = [version for version in versions if version.valid_from and version.valid_from > today]
    context = {**_address(here), "form": form, "later": later}
    return page(request, "desk/offices/change.html", HERE, context, status=status)


@officials_only
@never_cache
def close(request: Request, region: str, line: str) -> HttpResponse:
    """The last day and the heir, beside what is still open there."""
    viewer, now, office_id = request.principal, timezone.now(), f"{region}/{line}"
    today = timezone.localdate(now)
    here = localoffices.office_of(viewer, office_id, on=today)
    form = CloseForm(
        request.POST or None, by=viewer, office=here.office, proposed=_proposed(here, today), on=today
    )
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                moved = succession.close_office(by=viewer, now=now, office_id=office_id, **form.cleaned_data)
            except DomainError as error:
                status = beside(error, form, day="last_day")
            else:
                left = sum(post.tasks for post in posts.open_at(viewer, office_id, today=today))
                messages.success(request, _done(moved, left))
                return redirect("desk:office", region=region, line=line)
    context = {
        **_address(here),
        "form": form,
        "posts": posts.open_at(viewer, office_id, today=today),
        "staff": localoffices.staff_of(viewer, office_id, on=today),
    }
    return page(request, "desk/offices/close.html", HERE, context, status=status)


@officials_only
@never_cache
@require_POST
def reopen(request: Request, region: str, line: str) -> HttpResponse:
    """An office that was closed works again."""
    office_id, form = f"{region}/{line}", ReopenForm(request.POST)
    if not form.is_valid():
        return _office_page(request, office_id, reopening=form, status=400)
    try:
        actions.reopen(by=request.principal, now=timezone.now(), office_id=office_id, **form.cleaned_data)
    except DomainError as error:
        status = beside(error, form, day="valid_from")
        return _office_page(request, office_id, reopening=form, status=status)
    messages.success(request, _("已恢复。以前转走的件仍在承接的部门，要转回的由它转办。"))
    return redirect("desk:office", region=region, line=line)


def _office_page(
    request: Request, office_id: str, *, reopening: ReopenForm | None = None, status: int = 200
) -> HttpResponse:
    viewer, today = request.principal, timezone.localdate()
    here = localoffices.office_of(viewer, office_id, on=today)
    successor = offices.book().standing(office_id, today).successor
    context = {
        **_address(here),
        "versions": tuple(reversed(offices.book().versions(office_id))),
        "entries": localoffices.history(viewer, office_id, on=today),
        "posts": posts.open_at(viewer, office_id, today=today),
        "staff": localoffices.staff_of(viewer, office_id, on=today),
        "successor": localoffices.line_of(successor, on=today).office.marked if successor else "",
        "reopening": reopening or ReopenForm(initial={"valid_from": today}),
    }
    return page(request, "desk/offices/office.html", HERE, context, status=status)


def _address(here: OfficeLine) -> dict[str, object]:
    """The office with the two parts of its address, and its region in words."""
    region, _slash, line = here.office.id.partition("/")
    return {"here": here, "office": here.office, "region": region, "line": line, "place": region_name(region)}


def _proposed(here: OfficeLine, on: date) -> str:
    """The same line one level up: what is proposed where nobody has chosen."""
    book, office = offices.book(), here.office
    for region in lineage(office.region)[1:]:
        above = book.for_line(region, office.line, on)
        if above is not None and region != NATION and not above.generic:
            return above.id
    return ""


def _done(moved: int, left: int) -> str:
    if not moved:
        return _("已记下。没办完的件在最后一天过后的夜里自动转给承接的部门。")
    if left:
        return _("已撤并，先转了 {n} 项，还有 {left} 项每分钟接着转。").format(n=moved, left=left)
    return _("已撤并，{n} 项没办完的已经转给承接的部门。").format(n=moved)
