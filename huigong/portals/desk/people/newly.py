"""People who have something new and no login: a clerk tells them, and says so, or takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.casework.queries.counting import how_many
from huigong.casework.queries.keyset import START, Key, Place, turned
from huigong.catalogue import actions, news
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, covers
from huigong.kernel import regions
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts import paging
from huigong.portals.desk.parts.offices import region_name
from huigong.portals.desk.parts.purposes import remember
from huigong.portals.shared.requests import Request

HERE = "newly"
MOST, MOST_OF_A_PLACE = 200, 100  # as many are counted: more says no more, and pages go on behind it
ORDER = (Key("region"), Key("since", date), Key("person_id", int))
_TOLD = "newly.told"  # in the session: whom the clerk told last, and when
_CODE = 6  # digits of a region, before the blank and the service


@dataclass(frozen=True)
class Waiting:
    """A place below the viewer's with people to tell: how many, in words."""

    region: str
    name: str
    number: str


@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """Who waits to be told of what, of a place: county by county, the longest first."""
    viewer, now = request.principal, timezone.now()
    region = _region(viewer, request.GET.get("in", ""))
    every = news.untold(viewer, region=region)
    place = _place(request)
    shown = turned(every.select_related("person"), ORDER, place, size=paging.SIZE)
    if not shown.rows and place is not START:
        # The last person of a later page was told: others may wait before them.
        return redirect(f"{reverse('desk:newly')}{_address(region)}")
    rows = news.untold_rows(viewer, shown.rows, now=now)
    remember(request.session, [row.person.public_id for row in rows], news.TELLING, now=now)
    first, last = (shown.rows[end].person.public_id.hex if shown.rows else "" for end in (0, -1))
    number = every[: MOST + 1].count() if place is START else 0  # said once, where the list begins
    context = {
        "number": number,
        "total_in_words": _in_words(number, MOST),
        "places": _places(viewer, region),
        "wider": _wider(viewer, region),
        "where": region_name(region),
        "rows": rows,
        "before": _address(region, before=first) if shown.ahead else "",
        "after": _address(region, after=last) if shown.behind else "",
        "kept": _kept(request),
        "told": request.session.get(_TOLD),
    }
    return page(request, "desk/people/newly.html", HERE, context)


def _region(viewer: Principal, asked: str) -> str:
    """The place that is asked for, where the viewer registers people; else the widest that holds all of theirs."""
    viewer.require(Permission.PERSON_REGISTER)
    if regions.known(asked) and viewer.can(Permission.PERSON_REGISTER, region=asked):
        return asked
    held = [grant.region for grant in viewer.grants_for(Permission.PERSON_REGISTER)]
    return next(code for code in regions.lineage(held[0]) if all(covers(code, each) for each in held))


def _place(request: Request) -> Place:
    """Behind the person whom the address names, or in front of them; the start for somebody who never stood there."""
    before, after = (request.GET.get(name, "") for name in ("before", "after"))
    values = news.where_in_list(before or after) if before or after else None
    return Place(values, before=bool(before)) if values else START


def _places(viewer: Principal, region: str) -> list[Waiting]:
    """The places right below, by code, in which somebody waits; one question."""
    below = regions.children(region)
    waiting = {place.code: news.untold(viewer, region=place.code) for place in below}
    numbers = how_many(waiting, at_most=MOST_OF_A_PLACE)
    return [
        Waiting(place.code, place.name, _in_words(numbers[place.code], MOST_OF_A_PLACE))
        for place in below
        if numbers[place.code]
    ]


def _in_words(number: int, most: int) -> str:
    return f"{most}+" if number > most else str(number)


def _wider(viewer: Principal, region: str) -> str:
    """The place above, where the viewer registers people there too; "" at the top."""
    above = next(iter(regions.lineage(region)[1:]), "")
    return above if above and viewer.can(Permission.PERSON_REGISTER, region=above) else ""


def _address(region: str, **given: str) -> str:
    return "?" + urlencode({"in": region, **given})


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
    return _back_to_list(request)


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
    return _back_to_list(request)


def _back_to_list(request: Request) -> HttpResponse:
    """The page of the list from which it was sent: nobody turns pages again."""
    return redirect(f"{reverse('desk:newly')}{_kept(request)}")


def _kept(request: Request) -> str:
    """What the address says of place and page, to go on with."""
    kept = {name: request.GET[name] for name in ("in", "after", "before") if request.GET.get(name)}
    return f"?{urlencode(kept)}" if kept else ""
