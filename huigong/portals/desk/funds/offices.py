"""What an office sets up: a new line of money, and the accounts into which it pays."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from huigong.casework.accountability import name_of
from huigong.directory.permissions import Permission
from huigong.directory.principals import office_region
from huigong.funds import browsing, listing, queries
from huigong.funds.actions import accounts as accounting
from huigong.funds.actions import lines
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.funds.forms import AccountsForm, NewForm, SheetForm
from huigong.portals.desk.parts.acts import Act, Acts
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.requests import Request

HERE = "funds"


@officials_only
@never_cache
def new(request: Request) -> HttpResponse:
    """A line of money for an office."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.FUND_KEEP)
    today = timezone.localdate(now)
    offices = browsing.offices(viewer, Permission.FUND_KEEP)
    known = {
        id: name
        for office in offices
        for id, name, _nature in browsing.funds(office_region(office), on=today)
    }
    offered = {"office": [(each, name_of(each, today)) for each in offices], "fund": list(known.items())}
    form = partial(NewForm, offered=offered, initial={"year": today.year})

    def open_line(given: Mapping[str, Any]) -> str:
        lines.open_line(by=viewer, now=now, **given)
        return _("设立了，现在里面还没有钱。")

    acts = Acts(request, [Act("open", _("设立资金项目"), form, open_line, _("设立"))] if offices else [])
    if answer := acts.answer(reverse("desk:funds")):
        return answer
    context = {"title": _("设立资金项目"), "told": "", "acts": acts}
    return page(request, "desk/funds/office.html", HERE, context, status=acts.status)


@takes_files
@officials_only
@never_cache
def accounts(request: Request) -> HttpResponse:
    """Accounts of payees: entered by one official, verified by another from the same sheet."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.FUND_READ)
    today = timezone.localdate(now)
    offices = browsing.offices(viewer, Permission.FUND_PREPARE)
    offered = {"office": [(each, name_of(each, today)) for each in offices]}

    def enter(given: Mapping[str, Any]) -> str:
        rows = listing.accounts(given["file"].read())
        accounting.enter(by=viewer, now=now, office=given["office"], given=rows)
        return _("录入 %(count)s 个收款账户，等另一位同事核实。") % {"count": len(rows)}

    def verify(given: Mapping[str, Any]) -> str:
        rows = listing.accounts(given["file"].read())
        known = queries.to_verify(viewer, [(row.payee, row.number) for row in rows])
        for account in known:
            accounting.verify(by=viewer, now=now, account_id=account)
        told = {"count": len(known), "others": len(rows) - len(known)}
        return _("核实 %(count)s 个；%(others)s 个和录入的不一样，或者已经核实。") % told

    listed = []
    if offices:
        form = partial(AccountsForm, offered=offered)
        listed.append(Act("enter", _("录入收款账户"), form, enter, _("读入"), takes_files=True))
    if viewer.can(Permission.FUND_APPROVE):
        help = _("用本人的银行卡或者开户许可证核对过的名单；和录入的一样的才算核实。")
        listed.append(
            Act("verify", _("核实收款账户"), SheetForm, verify, _("读入"), help=help, takes_files=True)
        )
    acts = Acts(request, listed)
    if answer := acts.answer():
        return answer
    told = _("名单要有：证件号码或单位代码、户名、账号，可以有开户行、行号。没有核实的账户不付。")
    context = {"title": _("收款账户"), "told": told, "acts": acts}
    return page(request, "desk/funds/office.html", HERE, context, status=acts.status)
