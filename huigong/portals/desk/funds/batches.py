"""One batch for the bank: its file, who may check it, what has not come whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.funds import browsing, queries
from huigong.funds.actions import batches
from huigong.funds.browsing import BatchPage
from huigong.funds.packing import digest
from huigong.funds.queries import LineView
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.funds.drawing import money
from huigong.portals.desk.funds.forms import CheckedForm, DropForm
from huigong.portals.desk.funds.lists import PAYMENTS
from huigong.portals.desk.parts.acts import Act, Acts, PlainForm
from huigong.portals.desk.parts.tables import drawn, heads
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.requests import Request

HERE = "funds"


@takes_files
@officials_only
@never_cache
def show(request: Request, public_id: str) -> HttpResponse:
    """The batch; of what was sent, the way back to it."""
    viewer, now = request.principal, timezone.now()
    view = browsing.batch(viewer, public_id)
    line = queries.line(viewer, view.batch.line_id)
    acts = Acts(request, list(acts_on(view, line, viewer, now)))
    if answer := acts.answer():
        return answer
    context = {
        "title": _("还没有结果的付款"),
        "view": view,
        "line": line,
        "total": money(view.batch.total),
        "outcomes": [(outcome.label, count) for outcome, count in view.batch.outcomes.items()],
        "heads": heads(PAYMENTS),
        "lines": drawn(PAYMENTS, view.open),
        "may_fetch": _may(Permission.FUND_PREPARE, line, viewer) and view.status != view.status.DROPPED,
        "acts": acts,
    }
    return page(request, "desk/funds/batch.html", HERE, context, status=acts.status)


@officials_only
@never_cache
@require_POST
def fetch(request: Request, public_id: str) -> HttpResponse:
    """The bytes of the file, the same at every time; that they were given out stands in the trail."""
    name, content = batches.fetch(by=request.principal, now=timezone.now(), batch_id=public_id)
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def acts_on(view: BatchPage, line: LineView, viewer: Principal, now: datetime) -> Iterator[Act]:
    """What the viewer may do: who made it does not check it."""
    about = {"batch_id": view.batch.batch_id, "by": viewer, "now": now}
    made, approved = view.status.MADE, view.status.APPROVED
    if view.status == made and not view.own and _may(Permission.FUND_APPROVE, line, viewer):
        yield Act("approve", _("复核通过"), CheckedForm, partial(_approve, about), takes_files=True)
    if view.status == approved and _may(Permission.FUND_PREPARE, line, viewer):
        yield Act("send", _("已经送给银行"), PlainForm, partial(_send, about))
    if view.status in (made, approved) and _may(Permission.FUND_PREPARE, line, viewer):
        yield Act("drop", _("作废这个批次"), DropForm, partial(_drop, about), danger=True)


def _may(permission: Permission, line: LineView, viewer: Principal) -> bool:
    return viewer.can(permission, region=office_region(line.office), office=line.office)


def _approve(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    batches.approve(**about, seen=digest(given["file"].read()))
    return _("已复核，可以送银行。")


def _send(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    batches.send(**about)
    return _("已记下送出，等银行回单。")


def _drop(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    batches.drop(**about, reason=given["reason"], proof=given["proof"])
    return _("已作废，这些付款等下一批。")
