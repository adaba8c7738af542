"""One deposit: whose it is, what is left of it, and that what it was for has ended."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huigong.casework.accountability import name_of
from huigong.directory.permissions import Permission
from huigong.funds import deciding
from huigong.funds.actions import deposits
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.funds.drawing import money
from huigong.portals.desk.funds.forms import EndForm
from huigong.portals.desk.parts.acts import Act, Acts
from huigong.portals.shared.requests import Request

HERE = "funds"


@officials_only
@never_cache
def show(request: Request, public_id: str) -> HttpResponse:
    """The deposit; of what was sent, the way back to it."""
    viewer, now = request.principal, timezone.now()
    today = timezone.localdate(now)
    view = deciding.deposit(viewer, public_id, on=today)
    acts = []
    if view.left and viewer.can(Permission.FUND_PREPARE, region=view.region, office=view.office):
        about = {"deposit_id": view.deposit_id, "by": viewer, "now": now}
        form = partial(EndForm, initial={"on": view.ended_on or today})
        help = _("记下以后，从那天起欠着要退；再记另一天的，以后记的那天为准。")
        acts.append(Act("end", _("为它交钱的事结束了"), form, partial(_end, about), _("记下"), help=help))
    drawn = Acts(request, acts)
    if answer := drawn.answer():
        return answer
    context = {
        "view": view,
        "office": name_of(view.office, today),
        "amount": money(view.amount),
        "left": money(view.left),
        "acts": drawn,
    }
    return page(request, "desk/funds/deposit.html", HERE, context, status=drawn.status)


def _end(about: dict[str, Any], given: Mapping[str, Any]) -> str:
    deposits.end(**about, on=given["on"])
    return _("记下了，应退的日子写在上面。")
