"""The labour officer's files for the bank, and what the bank gives back."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.kernel.errors import DomainError, NoAccess
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.requests import Request
from huigong.portals.shared.saved import ZIP, saved
from huigong.portals.worker.views.entry import registered_only
from huigong.portals.worker.views.sites import sent, site_page
from huigong.wages import sites
from huigong.wages.actions import paying


@takes_files
@registered_only
@never_cache
@require_POST
def site_pay(request: Request, site_id: str) -> HttpResponse:
    """The files by which a payroll is paid, as a ZIP."""
    viewer, now = request.principal, timezone.now()
    project = sites.require_officer(viewer, site_id, now=now)
    month = request.POST.get("month", "")
    try:
        told, data = paying.make(
            by=viewer,
            now=now,
            project_id=site_id,
            month=month,
            profile=request.POST.get("profile", ""),
            files=sent(request),
        )
    except NoAccess:
        raise
    except DomainError as refused:
        return site_page(request, project, error=refused)
    return saved(data, f"{_('代发')}-{told.project}-{told.month.text}", ZIP)


@takes_files
@registered_only
@never_cache
@require_POST
def site_paid(request: Request, site_id: str) -> HttpResponse:
    """The table of the bank from what the bank says of each payment, and what fits none, as a ZIP."""
    viewer, now = request.principal, timezone.now()
    project = sites.require_officer(viewer, site_id, now=now)
    orders, answer = (request.FILES.get(name) for name in ("orders", "answer"))
    try:
        data = paying.take_answer(
            by=viewer,
            now=now,
            project_id=site_id,
            profile=request.POST.get("profile", ""),
            orders=orders.read() if orders else b"",
            answer=answer.read() if answer else b"",
        )
    except NoAccess:
        raise
    except DomainError as refused:
        return site_page(request, project, error=refused)
    return saved(data, f"{_('银行流水')}-{project.project}", ZIP)
