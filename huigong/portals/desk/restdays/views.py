"""The days of a year that are otherwise; one of the place's own is said, and taken back, after a look at what moves."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huigong.casework.actions import restdays
from huigong.casework.actions.restdays import Reckoned
from huigong.casework.queries import moved
from huigong.directory import localdays
from huigong.directory.keeping import keeps_all
from huigong.directory.permissions import Permission
from huigong.kernel.errors import DomainError
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.restdays.forms import DayForm, SourceForm, WordForm
from huigong.portals.shared.fields import beside
from huigong.portals.shared.requests import Request

HERE = "restdays"
_NEAR = 10  # years before and after this one that somebody may turn to


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """The year's days off and make-up days, the place's own marked, and all that it has ever said."""
    viewer, today = request.principal, timezone.localdate()
    viewer.require(Permission.PLACE_MANAGE)
    year = _year(request.GET.get("year", ""), today)
    context = {
        "year": year,
        "earlier": year - 1 if year > today.year - _NEAR else None,
        "later": year + 1 if year < today.year + 1 else None,
        "rows": localdays.days_of(viewer, year),
        "history": localdays.history(viewer),
        "may": keeps_all(viewer),
        "unreckoned": localdays.unreckoned(),
        "today": today,
    }
    return page(request, "desk/restdays/index.html", HERE, context)


@officials_only
@never_cache
def new(request: Request) -> HttpResponse:
    """First which day; then which last days would move, and the paper."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.PLACE_MANAGE)
    if request.method == "POST":
        form, status = WordForm(request.POST), 400
        if form.is_valid():
            try:
                reckoned = restdays.set_day(by=viewer, now=now, **form.said)
            except DomainError as error:
                status = beside(error, form, working="kind")
            else:
                messages.success(request, _done(reckoned))
                return redirect("desk:restdays")
        return _new_page(request, form, status=status)
    return _new_page(request, WordForm(initial=request.GET.dict()))


@officials_only
@never_cache
def withdraw(request: Request, written: str) -> HttpResponse:
    """What taking a word back would move, and taking it back."""
    viewer, now, day = request.principal, timezone.now(), _day(written)
    viewer.require(Permission.PLACE_MANAGE)
    form, status = SourceForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                reckoned = restdays.withdraw_day(by=viewer, now=now, day=day, **form.cleaned_data)
            except DomainError as error:
                status = beside(error, form)
            else:
                messages.success(request, _done(reckoned))
                return redirect("desk:restdays")
    if day not in localdays.standing():
        raise Http404
    context = {
        "form": form,
        "day": day,
        "moved": moved.would_move(viewer, day=day, working=None, today=timezone.localdate(now)),
    }
    return page(request, "desk/restdays/back.html", HERE, context, status=status)


def _new_page(request: Request, form: WordForm, *, status: int = 200) -> HttpResponse:
    """`chosen` is what would move once a day and its kind are known, None before."""
    which = DayForm(request.POST if form.is_bound else request.GET or None)
    chosen, today = None, timezone.localdate()
    if which.is_bound and which.is_valid():
        chosen = moved.would_move(
            request.principal, day=which.cleaned_data["day"], working=which.working, today=today
        )
    elif which.is_bound:
        status = 400
    context = {"form": form, "which": which, "moved": chosen}
    return page(request, "desk/restdays/new.html", HERE, context, status=status)


def _year(written: str, today: date) -> int:
    year = int(written) if written.isascii() and written.isdigit() and len(written) == 4 else today.year
    return min(max(year, today.year - _NEAR), today.year + 1)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Http404 from None


def _done(reckoned: Reckoned) -> str:
    if reckoned.more:
        return _("已经生效。期限很多，先改了 {n} 个，其余的几分钟内自动改完。").format(n=reckoned.moved)
    if not reckoned.moved:
        return _("已经生效，没有办件的期限因此改变。")
    return _("已经生效，{n} 个期限的最后一天变了，每件的办理记录里都写了。").format(n=reckoned.moved)
