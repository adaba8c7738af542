"""Who looked at my record, when, of which office and what for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from huigong.audit import queries
from huigong.audit.queries import EventRow
from huigong.portals.shared.requests import Request
from huigong.portals.shared.trail import fields_in_words, seat_in_words
from huigong.portals.worker.views.entry import registered_only


@dataclass(frozen=True)
class Look:
    """One look in words; `office` is empty where the trail does not say."""

    at: datetime
    who: str
    office: str
    purpose: str
    seen: tuple[str, ...]


@registered_only
def looks(request: Request) -> HttpResponse:
    """The looks at one's own record, newest first, a page at a time."""
    viewer = request.principal
    some = queries.looks_at(viewer, viewer.person_id or "", before=_before(request))
    context = {"looks": [_look(row) for row in some.rows], "older": some.older}
    return render(request, "worker/looks.html", context)


def _look(row: EventRow) -> Look:
    return Look(
        at=row.at,
        who=row.actor,
        office=seat_in_words(row.office, timezone.localdate(row.at)),
        purpose=row.purpose or _("没有写明"),
        seen=fields_in_words(row.fields),
    )


def _before(request: Request) -> int | None:
    before = request.GET.get("before", "")
    return int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None
