"""Short messages that reached no phone, and what the office does about each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages as notes
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huigong.casework.queries import subjects
from huigong.directory.permissions import Permission
from huigong.kernel.errors import Invalid
from huigong.messages import queries
from huigong.messages.actions import following
from huigong.messages.queries import FailedRow
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.shared.requests import Request
from huigong.portals.shared.trail import seat_in_words
from huigong.portals.shared.views import before


@dataclass(frozen=True)
class Line:
    """A row with the case that it is about, in words."""

    row: FailedRow
    number: str
    case_id: str
    office: str


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """The list, newest first; a POST deals with one of them."""
    viewer = request.principal
    viewer.require(Permission.CASE_DECIDE)
    if request.method == "POST":
        return _deal(request)
    rows, older = queries.failed(viewer, before=before(request))
    context = {"lines": list(_lines(rows)), "older": older}
    return page(request, "desk/messages/failed.html", "messages", context)


def _deal(request: Request) -> HttpResponse:
    message_id, by, now = request.POST.get("message", ""), request.principal, timezone.now()
    match request.POST.get("do"):
        case "again":
            following.again(message_id=message_id, by=by, now=now)
            notes.success(request, _("会再发。还发不出去，会再出现在这里。"))
        case "taken_over":
            following.take_over(message_id=message_id, by=by, now=now)
            notes.success(request, _("已登记由您通知。"))
        case _:
            raise Invalid(code="message.no_such_step", what=_("没有这一步"), do=_("请刷新页面"))
    return redirect("desk:messages")


def _lines(rows: list[FailedRow]) -> Iterator[Line]:
    numbers = subjects.numbers_of(row.about for row in rows)
    for row in rows:
        yield Line(
            row=row,
            number=numbers.get(row.about, ""),
            case_id=subjects.case_id_of(row.about),
            office=seat_in_words(row.office, timezone.localdate(row.told_at)),
        )
