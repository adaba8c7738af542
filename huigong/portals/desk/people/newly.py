"""People who have something new and no login: a clerk tells them, and says so."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.catalogue import actions, news
from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts import paging
from huigong.portals.desk.parts.purposes import remember
from huigong.portals.shared.requests import Request

HERE = "newly"


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """Who waits to be told of what, the longest first."""
    viewer, now = request.principal, timezone.now()
    every = news.untold(viewer)
    pages = paging.asked(request.GET.dict(), total=every.count())
    rows = news.untold_rows(viewer, pages.of(every), now=now)
    remember(request.session, [row.person.public_id for row in rows], news.TELLING, now=now)
    return page(request, "desk/people/newly.html", HERE, {"pages": pages, "rows": rows, "now": now})


@officials_only
@never_cache
@require_POST
def told(request: Request, public_id: str) -> HttpResponse:
    """The clerk has told the person what the page showed; what came since waits on."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.PERSON_REGISTER)
    shown_at = parse_datetime(request.POST.get("shown", "")[:40]) or now
    count = actions.tell(
        by=viewer.with_purpose(news.TELLING), now=now, person_id=public_id, shown_at=shown_at
    )
    messages.success(request, _("已记下：告知了本人。") if count else _("已经有人告知过本人。"))
    return redirect("desk:newly")
