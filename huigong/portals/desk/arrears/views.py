"""A matter of arrears: what was found, who must pay, what was paid; and the file that goes along to court or police."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huigong.arrears import filling, queries
from huigong.arrears.actions import findings, payments
from huigong.arrears.queries import View
from huigong.casework.access import case_not_found
from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal
from huigong.kernel.money import Fen, format_yuan
from huigong.portals.desk.arrears.forms import FindingForm, PaymentForm, StrikeForm, found, sums
from huigong.portals.desk.arrears.shown import shown
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.acts import Act, Acts
from huigong.portals.shared.requests import Request

HERE = "tasks"


@officials_only
@never_cache
def show(request: Request, public_id: str) -> HttpResponse:
    """Who must pay and what was paid, with the forms by which that is found out and noted."""
    viewer, now = request.principal, timezone.now()
    view = _view(viewer, public_id, now)
    acts = Acts(request, list(acts_on(view, viewer, public_id, now)), folded=True)
    if answer := acts.answer():
        return answer
    context = {"view": shown(view, public_id), "case_id": public_id, "acts": acts}
    return page(request, "desk/arrears/matter.html", HERE, context, status=acts.status)


@officials_only
@never_cache
@require_safe
def file(request: Request, public_id: str) -> HttpResponse:
    """The list of what shows the case, to be printed and put on top of the file for court or police."""
    viewer, now = request.principal, timezone.now()
    view = _view(viewer, public_id, now)
    context = {
        "view": shown(view, public_id),
        "case_id": public_id,
        "evidence": filling.evidence_of(view.stand),
    }
    return page(request, "desk/arrears/file.html", HERE, context)


def acts_on(view: View, viewer: Principal, case_id: str, now: datetime) -> Iterator[Act]:
    """What the viewer may do about a matter."""
    sheet = queries.sheet(viewer, case_id, now=now)

    def establish(given: Mapping[str, Any]) -> str:
        findings.establish(
            by=viewer,
            now=now,
            case_id=case_id,
            on=given["on"],
            said=found(given),
            unable=given["unable"],
            seen=sheet.finding,
        )
        return _("案情记下了，由谁付照它重新算。")

    def note(given: Mapping[str, Any]) -> str:
        payments.note(
            by=viewer,
            now=now,
            case_id=case_id,
            role=given["role"],
            on=given["on"],
            paper=given["paper"],
            sums=sums(given),
            key=given["key"],
        )
        return _("付款记下了。")

    def strike(given: Mapping[str, Any]) -> str:
        payments.strike(by=viewer, now=now, payment_id=given["payment"], reason=given["reason"])
        return _("划掉了，不再算。")

    form = partial(FindingForm, sheet=sheet)
    yield Act("establish", _("认定案情"), form, establish, _("记下案情"), seen=sheet.finding)
    yield Act(
        "note",
        _("登记付了多少"),
        partial(PaymentForm, sheet=sheet, left=view.stand.left),
        note,
        _("记下付款"),
        makes=True,
    )
    noted = [
        (row.id, f"{row.on} {view.labels[row.worker]} {format_yuan(Fen(row.amount))}")
        for row in view.stand.paid
        if row.id
    ]
    if noted:
        yield Act("strike", _("划掉登记错的付款"), partial(StrikeForm, rows=noted), strike, danger=True)


def _view(viewer: Principal, public_id: str, now: datetime) -> View:
    viewer.require(Permission.CASE_DECIDE)
    view = queries.of_case(viewer, public_id, now=now)
    if view is None or not view.may_act:
        raise case_not_found()
    return view
