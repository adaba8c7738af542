"""What the labour officer files with platforms, and what they say of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.kernel.errors import NotFound
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.requests import Request
from huigong.portals.shared.saved import ZIP, saved
from huigong.portals.worker.views.entry import registered_only
from huigong.portals.worker.views.sites import of_officer, sent
from huigong.wages.actions import filings
from huigong.wages.sites import Record


@takes_files
@registered_only
@never_cache
@require_POST
@of_officer()
def site_file(request: Request, project: Record) -> HttpResponse:
    """The files of the platforms that were chosen, as a ZIP."""
    data = filings.file(
        by=request.principal,
        now=timezone.now(),
        project_id=project.public_id.hex,
        profiles=request.POST.getlist("profiles"),
        files=sent(request),
    )
    return saved(data, f"{_('报送')}-{project.project}", ZIP)


@registered_only
@require_POST
@of_officer(NotFound)
def site_filed(request: Request, project: Record, filing_id: str) -> HttpResponse:
    """What a platform says of a filing."""
    filings.answered(
        by=request.principal,
        now=timezone.now(),
        filing_id=filing_id,
        accepted=request.POST.get("answer") == "yes",
        said=request.POST.get("said", ""),
    )
    messages.success(request, _("记下了。"))
    return redirect("worker:site", project.public_id.hex)
