"""People who have something new and no login: a clerk tells them, and says so, or takes it back."""

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
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts import paging
from huigong.portals.desk.parts.purposes import remember
from huigong.portals.shared.requests import Request

HERE = "newly"
MOST = 1000  # people whom pages show: whoever has been told makes room, so nobody turns further
_TOLD = "newly.told"  # in the session: whom the clerk told last, and when
_CODE = 6  # digits of a region, before the blank and the service


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """Who waits to be told of what, the longest first."""
    viewer, now = request.principal, timezone.now()
    every = news.untold(viewer)
    pages = paging.asked(request.GET.dict(), total=every[: MOST + 1].count(), furthest=MOST // paging.SIZE)
    rows = news.untold_rows(viewer, pages.of(every), now=now)
    remember(request.session, [row.person.public_id for row in rows], news.TELLING, now=now)
    context = {"pages": pages, "rows": rows, "told": request.session.get(_TOLD)}
    return page(request, "desk/people/newly.html", HERE, context)


@officials_only
@never_cache
@require_POST
def told(request: Request, public_id: str) -> HttpResponse:
    """The clerk has told the person what the page showed; what came since waits on."""
    viewer, now = request.principal, timezone.now()
    shown = [(text[:_CODE], text[_CODE + 1 :]) for text in request.POST.getlist("shown")]
    count = actions.tell(by=viewer.with_purpose(news.TELLING), now=now, person_id=public_id, shown=shown)
    if count:
        request.session[_TOLD] = {"person": public_id, "at": now.isoformat()}
    messages.success(request, _("已记下：告知了本人。") if count else _("已经有人告知过本人。"))
    return redirect("desk:newly")


@officials_only
@never_cache
@require_POST
def back(request: Request, public_id: str) -> HttpResponse:
    """The last one was noted by a slip: the person is listed again."""
    viewer, now = request.principal.with_purpose(news.TELLING), timezone.now()
    noted = request.session.pop(_TOLD, {})
    told_at = parse_datetime(noted.get("at", "")) if noted.get("person") == public_id else None
    actions.take_back(by=viewer, now=now, person_id=public_id, told_at=told_at or now)
    messages.success(request, _("已撤回，这个人还在下面。"))
    return redirect("desk:newly")
