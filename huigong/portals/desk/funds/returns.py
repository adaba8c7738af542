"""What banks give back: files read line by line, payments that are unclear, and what people have to pay back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huigong.casework.accountability import name_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import office_region
from huigong.funds import browsing, queries
from huigong.funds.actions import returns
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.funds.drawing import money
from huigong.portals.desk.funds.forms import ReturnForm
from huigong.portals.desk.funds.lists import PAYMENTS
from huigong.portals.desk.parts.acts import Act, Acts
from huigong.portals.desk.parts.paging import asked, enough
from huigong.portals.desk.parts.tables import drawn, heads
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.requests import Request

HERE = "funds"


@takes_files
@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """Files that came back, the form for another, and the payments that wait for a word of the bank."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.FUND_READ)
    today, given = timezone.localdate(now), request.GET.dict()
    taken: list[str] = []

    def take(given: Mapping[str, Any]) -> str:
        row = returns.take(
            by=viewer,
            now=now,
            office=given["office"],
            profile=given["profile"],
            data=given["file"].read(),
            on=given["on"],
        )
        taken.append(row.public_id.hex)
        told = {"lines": row.lines, "refused": len(row.refused)}
        return _("共 %(lines)s 行，%(refused)s 行没有算数。") % told

    offices = browsing.offices(viewer, Permission.FUND_PREPARE)
    kinds = {
        id: name for office in offices for id, name in browsing.bank_files(office_region(office), back=True)
    }
    offered = {"office": [(each, name_of(each, today)) for each in offices], "profile": list(kinds.items())}
    act = Act("take", _("读入回单"), partial(ReturnForm, offered=offered), take, takes_files=True)
    acts = Acts(request, [act] if offices and kinds else [])
    if answer := acts.answer():
        return redirect("desk:fund-return", public_id=taken[0]) if taken else answer
    rows = browsing.to_settle(viewer)
    pages = asked(given, total=rows[: enough(given) + 1].count())
    context = {
        "title": _("等银行说清的付款"),
        "files": [(each, name_of(each.office, today)) for each in browsing.returned(viewer)],
        "heads": heads(PAYMENTS),
        "lines": drawn(PAYMENTS, browsing.rows(pages.of(rows))),
        "pages": pages,
        "acts": acts,
    }
    return page(request, "desk/funds/returns.html", HERE, context, status=acts.status)


@officials_only
@never_cache
@require_safe
def show(request: Request, public_id: str) -> HttpResponse:
    """One file: which of its lines did not count, and why."""
    request.principal.require(Permission.FUND_READ)
    view = browsing.returned_file(request.principal, public_id)
    context = {"view": view, "office": name_of(view.office, timezone.localdate())}
    return page(request, "desk/funds/return.html", HERE, context)


@officials_only
@never_cache
@require_safe
def owed(request: Request) -> HttpResponse:
    """What people have to pay back, the oldest first."""
    viewer, today = request.principal, timezone.localdate()
    viewer.require(Permission.FUND_READ)
    rows = [
        (each, money(each.owed), reverse("desk:fund-payment", args=[each.payment_id]))
        for each in queries.owed_back(viewer, on=today)
    ]
    return page(request, "desk/funds/owed.html", HERE, {"rows": rows})
