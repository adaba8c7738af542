"""Looking at records: lists by kind and state, what somebody has, one with its history."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.paging import asked, enough
from huigong.portals.desk.parts.purposes import PurposeForm, purpose_for, remember
from huigong.portals.shared.requests import Request
from huigong.records import listing, queries

HERE = "records"


@officials_only
@never_cache
@require_safe
def index(request: Request) -> HttpResponse:
    """The kinds that the viewer may read, and the records of one of them by state; a key leads to its record."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.RECORD_READ)
    kinds = listing.kinds(viewer, now=now)
    kind = next(
        (each for each in kinds if each.id == request.GET.get("kind", "")), kinds[0] if kinds else None
    )
    state = request.GET.get("state", "")
    rows = listing.listed(viewer, kind.id, state=state, now=now) if kind else None
    pages = asked(request.GET.dict(), total=_counted(request, rows)) if rows is not None else None
    context = {
        "kinds": kinds,
        "kind": kind,
        "begins": listing.projects_to_begin(viewer, now=now),
        "state": state,
        "rows": listing.rows(pages.of(rows)) if pages and rows is not None else (),
        "pages": pages,
    }
    return page(request, "desk/records/index.html", HERE, context)


@officials_only
@never_cache
def of_person(request: Request, public_id: str) -> HttpResponse:
    """Everything that registers say of somebody and the viewer may read; the purpose is asked first."""
    if answer := ask_why(request, public_id):
        return answer
    viewer, now = looking(request, public_id), timezone.now()
    context = {
        "person_id": public_id,
        "views": queries.of_person(viewer, public_id, now=now),
        "begins": listing.to_begin(viewer, public_id, now=now),
    }
    return page(request, "desk/records/person.html", HERE, context)


@officials_only
@never_cache
def show(request: Request, public_id: str) -> HttpResponse:
    """One record with its history; the purpose is asked first where it is about a person."""
    if answer := ask_why(request, public_id):
        return answer
    view = queries.record(looking(request, public_id), public_id, now=timezone.now())
    return page(request, "desk/records/record.html", HERE, {"view": view})


def _counted(request: Request, rows: QuerySet[Any]) -> int:
    """How many rows there are, as far as anybody turns pages."""
    return rows[: enough(request.GET.dict()) + 1].count()


def ask_why(request: Request, id: str) -> HttpResponse | None:
    """The page that asks what for, or the way back from it; None where it was said already."""
    request.principal.require(Permission.RECORD_READ)
    now = timezone.now()
    if purpose_for(request.session, id, now=now):
        return None
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        remember(request.session, [id], form.cleaned_data["purpose"], now=now)
        return redirect(request.path)
    status = 400 if request.method == "POST" else 200
    return page(request, "desk/records/purpose.html", HERE, {"form": form}, status=status)


def looking(request: Request, id: str) -> Principal:
    """The viewer, for the purpose that was said."""
    return request.principal.with_purpose(purpose_for(request.session, id, now=timezone.now()))
