"""The labour officer's files for the bank, and what the bank gives back."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.requests import Request
from huigong.portals.shared.saved import ZIP, saved
from huigong.portals.worker.views.entry import registered_only
from huigong.portals.worker.views.sites import of_officer, sent
from huigong.wages.actions import paying
from huigong.wages.sites import Record


@takes_files
@registered_only
@never_cache
@require_POST
@of_officer()
def site_pay(request: Request, project: Record) -> HttpResponse:
    """The files by which a payroll is paid, as a ZIP."""
    told, data = paying.make(
        by=request.principal,
        now=timezone.now(),
        project_id=project.public_id.hex,
        month=request.POST.get("month", ""),
        profile=request.POST.get("profile", ""),
        files=sent(request),
    )
    return saved(data, f"{_('代发')}-{told.project}-{told.month.text}", ZIP)


@takes_files
@registered_only
@never_cache
@require_POST
@of_officer()
def site_paid(request: Request, project: Record) -> HttpResponse:
    """The table of the bank from what the bank says of each payment, and what fits none, as a ZIP."""
    orders, answer = (request.FILES.get(name) for name in ("orders", "answer"))
    data = paying.take_answer(
        by=request.principal,
        now=timezone.now(),
        project_id=project.public_id.hex,
        profile=request.POST.get("profile", ""),
        orders=orders.read() if orders else b"",
        answer=answer.read() if answer else b"",
    )
    return saved(data, f"{_('银行流水')}-{project.project}", ZIP)
