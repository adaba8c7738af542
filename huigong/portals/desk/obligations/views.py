"""One obligation with its times and its history, and what may be noted about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.files import queries as files
from huigong.kernel import regions
from huigong.obligations import listing
from huigong.obligations.actions import entries, moving, photos
from huigong.obligations.listing import ObligationView
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.obligations.forms import (
    DoneForm,
    ExcuseForm,
    HandOverForm,
    MissedForm,
    today_first,
)
from huigong.portals.desk.obligations.lists import CHIPS, COLUMNS
from huigong.portals.desk.parts.acts import Act, Acts
from huigong.portals.desk.parts.clauses import link
from huigong.portals.desk.parts.moveforms import offices_serving
from huigong.portals.desk.parts.tables import drawn, heads
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.requests import Request

HERE, DESK = "obligations", "desk"


@takes_files
@officials_only
@never_cache
def show(request: Request, public_id: str) -> HttpResponse:
    """One obligation; of what was sent, the way back to it."""
    viewer, now = request.principal, timezone.now()
    view = listing.obligation(viewer, public_id, now=now)
    acts = Acts(request, list(acts_on(view, viewer, now)))
    if answer := acts.answer(_handed_over(request, view)):
        return answer
    context = {
        "view": view,
        "times": [(each, CHIPS[each.state]) for each in view.times],
        "clauses": [link(clause) for clause in view.clauses],
        "region": regions.find(view.region).full_name,
        "photos": _photos(viewer, view),
        "acts": acts,
    }
    return page(request, "desk/obligations/obligation.html", HERE, context, status=acts.status)


@officials_only
@never_cache
@require_safe
def of_person(request: Request, public_id: str) -> HttpResponse:
    """What somebody owes that the viewer's offices have to do with."""
    viewer = request.principal
    viewer.require(Permission.TASK_SUPPORT)
    rows = listing.of_person(viewer, public_id, on=timezone.localdate())
    context = {
        "title": _("到期的事"),
        "person_id": public_id,
        "heads": heads(COLUMNS),
        "lines": drawn(COLUMNS, rows),
    }
    return page(request, "desk/obligations/person.html", HERE, context)


def acts_on(view: ObligationView, viewer: Principal, now: datetime) -> Iterator[Act]:
    """What the viewer may note; nothing in an own matter."""
    if view.own_matter:
        return
    today, about = timezone.localdate(now), {"obligation_id": view.id, "by": viewer, "now": now}
    if view.may_prove and not view.renewed_by:
        yield Act(
            "done",
            _("办了"),
            today_first(DoneForm, today),
            partial(_prove, about),
            _("登记"),
            takes_files=True,
        )
    if view.may_prove:
        yield Act(
            "missed", _("去了没办成"), today_first(MissedForm, today), partial(_prove, about), _("登记")
        )
    if view.may_excuse and view.reasons:
        yield Act(
            "excuse",
            _("批准免办一次"),
            partial(ExcuseForm, reasons=view.reasons, initial={"day": today}),
            partial(_excuse, about),
            _("批准"),
        )
    if view.may_prove and (offices := offices_serving(view.region, on=today, except_=view.office)):
        yield Act(
            "hand-over",
            _("转给别的部门"),
            partial(HandOverForm, offices=offices),
            partial(_hand_over, about),
            _("转出"),
            danger=True,
        )


def _prove(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    photo, day = given.get("photo"), given["day"]
    if photo is None:
        entries.prove(**about, day=day, refused=given.get("refused", ""), text=given["text"])
    else:
        photos.prove(**about, day=day, text=given["text"], device=DESK, data=photo.read(), name=photo.name)
    return _("登记了。")


def _excuse(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    entries.excuse(**about, day=given["day"], until=given["until"], reason=given["reason"])
    return _("免办登记了。")


def _hand_over(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    moving.hand_over(**about, office=given["office"], reason=given["reason"])
    return _("转出了，由那个部门接着办。")


def _handed_over(request: Request, view: ObligationView) -> str:
    """Where to go on: what was handed over may be out of sight."""
    return reverse("desk:obligations") if request.POST.get("act") == "hand-over" else ""


def _photos(viewer: Principal, view: ObligationView) -> list[Any]:
    if not view.may_prove:
        return []
    by_field = files.by_field(viewer, purpose=photos.PURPOSE, holder=view.id)
    return [file for listed in by_field.values() for file in listed]
