"""What the labour officer files with platforms, and what they say of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.kernel.errors import DomainError, NoAccess, NotFound
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.requests import Request
from huigong.portals.shared.saved import ZIP, saved
from huigong.portals.worker.views.entry import registered_only
from huigong.portals.worker.views.sites import sent, site_page
from huigong.wages import sites
from huigong.wages.actions import filings


@takes_files
@registered_only
@never_cache
@require_POST
def site_file(request: Request, site_id: str) -> HttpResponse:
    """The files of the platforms that were chosen, as a ZIP."""
    viewer, now = request.principal, timezone.now()
    project = sites.require_officer(viewer, site_id, now=now)
    try:
        data = filings.file(
            by=viewer,
            now=now,
            project_id=site_id,
            profiles=request.POST.getlist("profiles"),
            files=sent(request),
        )
    except NoAccess:
        raise
    except DomainError as refused:
        return site_page(request, project, error=refused)
    return saved(data, f"{_('报送')}-{project.project}", ZIP)


@registered_only
@require_POST
def site_filed(request: Request, site_id: str, filing_id: str) -> HttpResponse:
    """What a platform says of a filing."""
    viewer, now = request.principal, timezone.now()
    project = sites.require_officer(viewer, site_id, now=now)
    try:
        filings.answered(
            by=viewer,
            now=now,
            filing_id=filing_id,
            accepted=request.POST.get("answer") == "yes",
            said=request.POST.get("said", ""),
        )
    except (NoAccess, NotFound):
        raise
    except DomainError as refused:
        return site_page(request, project, error=refused)
    messages.success(request, _("记下了。"))
    return redirect("worker:site", site_id)
