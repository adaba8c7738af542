"""My wages: days, pay, what is missing and who may owe it; yes or no to the payroll; a complaint in one tap."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.kernel.errors import DomainError, NotFound
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request
from huigong.portals.worker import wages as showing
from huigong.portals.worker.keeping import keep
from huigong.portals.worker.views.entry import registered_only
from huigong.wages import complaining, contracts, sites
from huigong.wages.actions import claims, hearing, months
from huigong.wages.own import is_sure, own_month, own_wages, under_another_name


@registered_only
@never_cache
def wages(request: Request) -> HttpResponse:
    """Every own month, the newest first."""
    return _page(request)


@registered_only
@require_POST
def wage_answer(request: Request, wage_id: str) -> HttpResponse:
    """Whether what the payroll says is right."""
    agrees, now = request.POST.get("answer") == "yes", timezone.now()
    try:
        months.answer(
            by=request.principal,
            now=now,
            worker_month_id=wage_id,
            agrees=agrees,
            said=request.POST.get("said", ""),
            may_tell=request.POST.get("may_tell") == "yes",
        )
    except NotFound:
        raise
    except DomainError as refused:
        return _page(request, error=refused)
    told = _("记下了，管这个项目的劳动部门看得到您写的话。单位只看得到有几个人不认可。")
    messages.success(request, _("记下了。") if agrees else told)
    return redirect("worker:wages")


@registered_only
@require_POST
def wage_respond(request: Request, wage_id: str, warning_id: str) -> HttpResponse:
    """Whether what the employer explained is so."""
    try:
        hearing.respond(
            by=request.principal,
            now=timezone.now(),
            warning_id=warning_id,
            worker_month_id=wage_id,
            agrees=request.POST.get("answer") == "yes",
        )
    except NotFound:
        raise
    except DomainError as refused:
        return _page(request, error=refused)
    messages.success(request, _("记下了。"))
    return redirect("worker:wages")


@registered_only
@require_POST
def wage_claim(request: Request, wage_id: str) -> HttpResponse:
    """Whether a row with the own number and another name is the own one."""
    mine = request.POST.get("answer") == "yes"
    claims.claim(by=request.principal, now=timezone.now(), worker_month_id=wage_id, mine=mine)
    told = _("记下了，下面就是。") if mine else _("记下了，管这个项目的劳动部门看得到。")
    messages.success(request, told)
    return redirect("worker:wages")


@registered_only
@require_POST
def wage_complain(request: Request, wage_id: str) -> HttpResponse:
    """The complaint about a month, begun with what the month says."""
    today = timezone.localdate()
    row = own_month(request.principal, wage_id)
    own = next(each for each in own_wages(request.principal, on=today) if each.id == row.public_id.hex)
    known = complaining.prefill()
    if known is None:
        return redirect("worker:services")
    told = known.typed(own)
    keep(request.session, lambda visit: showing.complaint(visit, own.site, told, known, on=today))
    return redirect("worker:form", known.service)


def _page(request: Request, error: DomainError | None = None) -> HttpResponse:
    viewer, now = request.principal, timezone.now()
    to_prove = f"{reverse('worker:prove')}?{urlencode({'next': reverse('worker:wages')})}"
    context = {
        "rows": [showing.shown(each) for each in own_wages(viewer, on=timezone.localdate(now))],
        "other_names": under_another_name(viewer),
        "contracts": contracts.own_contracts(viewer, on=timezone.localdate(now)),
        "to_prove": "" if is_sure(viewer) else to_prove,
        "keeps_site": bool(sites.of_officer(viewer, now=now)),
        "most": months.MOST_SAID,
        "error": error,
    }
    return render(request, "worker/wages.html", context, status=status_for(error) if error else 200)
