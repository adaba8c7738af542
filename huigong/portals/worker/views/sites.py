"""The labour officer's desk: the own projects, what is due, handing in a month, explaining a warning."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.kernel.errors import DomainError, NoAccess, NotFound
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request
from huigong.portals.worker.views.entry import registered_only
from huigong.wages import queries, sites
from huigong.wages.actions import months, warnings
from huigong.wages.reconciling.refusals import REASONS
from huigong.wages.reconciling.tables import TABLES
from huigong.wages.sites import Record

_SAYS = {table.name: table.says for table in TABLES}


@registered_only
@never_cache
def own_sites(request: Request) -> HttpResponse:
    """The projects whose labour officer somebody is."""
    now = timezone.now()
    projects = sites.of_officer(request.principal, now=now)
    shown = sites.sites(projects, on=timezone.localdate(now))
    return render(request, "worker/sites.html", {"sites": shown})


@takes_files
@registered_only
@never_cache
def own_site(request: Request, site_id: str) -> HttpResponse:
    """One project: its warnings, its months; POST hands in a month."""
    viewer, now = request.principal, timezone.now()
    project = sites.require_officer(viewer, site_id, now=now)
    if request.method != "POST":
        return _page(request, project)
    files = {
        table.name: (sent.name or "", sent.read())
        for table in TABLES
        if (sent := request.FILES.get(table.name)) is not None
    }
    try:
        month = months.hand_in(
            by=viewer, now=now, project_id=site_id, month=request.POST.get("month", ""), files=files
        )
    except NoAccess:
        raise
    except DomainError as refused:
        return _page(request, project, error=refused)
    refused_lines = sum(sum(reasons.values()) for reasons in month.refused.values())
    if refused_lines:
        messages.warning(request, _("收下了，有 %(count)s 行退回，原因写在下面。") % {"count": refused_lines})
    else:
        messages.success(request, _("收下了，工人在手机上看得到。"))
    return redirect("worker:site", site_id)


@registered_only
@require_POST
def site_explain(request: Request, site_id: str, warning_id: str) -> HttpResponse:
    """The employer's explanation of a warning."""
    viewer, now = request.principal, timezone.now()
    project = sites.require_officer(viewer, site_id, now=now)
    try:
        warnings.explain(by=viewer, now=now, warning_id=warning_id, said=request.POST.get("said", ""))
    except (NoAccess, NotFound):
        raise
    except DomainError as refused:
        return _page(request, project, error=refused)
    messages.success(request, _("记下了。牵涉到的工人会被问是不是这样；没有答复的按没有解决算。"))
    return redirect("worker:site", site_id)


def _page(request: Request, project: Record, error: DomainError | None = None) -> HttpResponse:
    on = timezone.localdate()
    [site] = sites.sites([project], on=on)
    kept = queries.months_of(project)
    context = {
        "site": site,
        "warnings": queries.standing(project, on=on),
        "months": [
            {"view": view, "refused": _refused(view.row.refused)}
            for view in queries.months_shown(kept, on=on)
        ],
        "tables": [
            (table.name, table.says, "、".join(each.name for each in table.columns if each.required))
            for table in TABLES
        ],
        "month": request.POST.get("month", f"{on:%Y-%m}"),
        "most": warnings.MOST_SAID,
        "error": error,
    }
    return render(request, "worker/site.html", context, status=status_for(error) if error else 200)


def _refused(reasons: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [
        (_SAYS[table], REASONS[reason], count)
        for table, counts in reasons.items()
        for reason, count in counts.items()
    ]
