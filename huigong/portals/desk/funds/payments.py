"""One payment: where its money went, what the bank said, and what has to come back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huigong.directory.permissions import Permission
from huigong.directory.principals import Principal, office_region
from huigong.funds import browsing, queries
from huigong.funds.actions import payments, recoveries, returns
from huigong.funds.browsing import TO_SETTLE, PaymentPage
from huigong.funds.queries import LineView
from huigong.funds.terms import Outcome, Standing
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.funds.drawing import chip, money
from huigong.portals.desk.funds.forms import ReasonForm, ReceiveForm, RecoverForm, ResolveForm
from huigong.portals.desk.parts.acts import Act, Acts
from huigong.portals.shared.requests import Request

HERE = "funds"
_MAY_BE_RELEASED = (Standing.RESERVED, Standing.COMMITTED, Standing.RETURNED)
_MAY_BE_ASKED = (*TO_SETTLE, Standing.COMMITTED, Standing.RETURNED)


@officials_only
@never_cache
def show(request: Request, public_id: str) -> HttpResponse:
    """The payment; of what was sent, the way back to it."""
    viewer, now = request.principal, timezone.now()
    view = browsing.payment(viewer, public_id)
    line = queries.line(viewer, view.row.line_id)
    acts = Acts(request, list(acts_on(view, line, viewer, now)))
    if answer := acts.answer():
        return answer
    context = {
        "view": view,
        "line": line,
        "amount": money(view.row.amount),
        "recovered": money(view.row.recovered) if view.row.recovered else "",
        "chip": chip(view.row),
        "moved": [(each, money(each.amount), _paper(each.about)) for each in view.moved],
        "recoveries": [
            (
                each,
                money(each.left),
                [(part, money(part.amount), money(part.received)) for part in each.parts],
            )
            for each in view.recoveries
        ],
        "acts": acts,
    }
    return page(request, "desk/funds/payment.html", HERE, context, status=acts.status)


def acts_on(view: PaymentPage, line: LineView, viewer: Principal, now: datetime) -> Iterator[Act]:
    """What the viewer may do with the payment as it stands."""
    about = {"payment_id": view.row.payment_id, "by": viewer, "now": now}
    where = {"region": office_region(line.office), "office": line.office}
    today, standing = timezone.localdate(now), view.row.standing
    if viewer.can(Permission.FUND_APPROVE, **where):
        if standing in _MAY_BE_ASKED and view.row.attempt:
            form = partial(ResolveForm, initial={"on": today})
            yield Act("resolve", _("记下银行怎么说"), form, partial(_resolve, about), _("记下"))
        if standing in _MAY_BE_RELEASED:
            yield Act("release", _("取消这笔付款"), ReasonForm, partial(_release, about), danger=True)
        if standing is Standing.CREDITED:
            recover = partial(_recover, about)
            yield Act("recover", _("决定收回"), RecoverForm, recover, danger=True, makes=True)
    if viewer.can(Permission.FUND_PREPARE, **where) and standing is Standing.CREDITED:
        for each in view.recoveries:
            if each.left:
                title = _("收到收回的钱（还差 %(left)s）") % {"left": money(each.left)}
                received = partial(_receive, {"by": viewer, "now": now, "recovery_id": each.recovery_id})
                yield Act(f"receive-{each.recovery_id}", title, ReceiveForm, received, _("记下"))


def _paper(about: str) -> str:
    """What a posting rests on, in words; the platform's own names of rows say nothing to people."""
    kind, colon, name = about.partition(":")
    if not colon:
        return about
    return {"batch": _("批次 %(number)s") % {"number": name}, "proof": name}.get(kind, "")


def _resolve(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    outcome = Outcome(given["outcome"])
    payment = returns.resolve(**about, outcome=outcome, on=given["on"], proof=given["proof"])
    return _("这笔付款现在%(standing)s。") % {"standing": payment.get_standing_display()}


def _release(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    payments.release(**about, reason=given["reason"])
    return _("已取消，钱回到可用。")


def _recover(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    told = {name: given[name] for name in ("reason", "instalments", "key")}
    row = recoveries.decide(**about, **told)
    return _("要收回 %(sum)s。") % {"sum": money(row.amount)}


def _receive(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    recoveries.receive(**about, amount=given["amount"], paper=given["paper"])
    return _("记下了。")
