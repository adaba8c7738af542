"""The notice of rights of a site: for its labour officer to look at and print, and where the code on it leads."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from huigong.portals.shared.dear import dear_where
from huigong.portals.shared.requests import Request
from huigong.portals.worker import wages
from huigong.portals.worker.keeping import keep
from huigong.portals.worker.views.entry import registered_only
from huigong.safeguards.rightsnotice.filling import filled
from huigong.safeguards.rightsnotice.printing import printed
from huigong.wages import complaining, sites


def _prints(request: HttpRequest) -> bool:
    return True


@registered_only
@never_cache
@require_safe
def site_notice(request: Request, site_id: str) -> HttpResponse:
    """What stands on the notice of an own project, and what it still lacks."""
    on = timezone.localdate()
    project = sites.require_officer(request.principal, site_id, now=timezone.now())
    [site] = sites.sites([project], on=on)
    return render(request, "worker/site_notice.html", {"site": site, "notice": filled(project, on=on)})


@dear_where(_prints)
@registered_only
@never_cache
@require_safe
def site_notice_pdf(request: Request, site_id: str) -> HttpResponse:
    """The same to be printed."""
    project = sites.require_officer(request.principal, site_id, now=timezone.now())
    address = request.build_absolute_uri(reverse("worker:at-site", args=[site_id]))
    return HttpResponse(
        printed(filled(project, on=timezone.localdate()), address=address),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="rights-notice-{site_id[:8]}.pdf"'},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def at_site(request: Request, site_id: str) -> HttpResponse:
    """Where the code leads, without a login: what the site is called; POST begins the complaint with it filled in."""
    project, on = sites.project(site_id), timezone.localdate()
    [site] = sites.sites([project], on=on)
    known = complaining.prefill()
    if request.method == "POST" and known is not None:
        told = known.typed_of_site(site)
        keep(request.session, lambda visit: wages.complaint(visit, site, told, known, on=on))
        return redirect("worker:form", known.service)
    status = HTTPStatus.OK if known is not None else HTTPStatus.SERVICE_UNAVAILABLE
    return render(request, "worker/at_site.html", {"site": site, "known": known}, status=status)
