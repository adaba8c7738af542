"""The labour officer's desk: the own projects, what is due, handing in a month, explaining a warning."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huigong.funds.browsing import bank_files
from huigong.kernel.days import month_before
from huigong.kernel.errors import DomainError, NoAccess, NotFound
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request
from huigong.portals.worker.views.entry import View, registered_only
from huigong.wages import contracts, queries, sites, warned
from huigong.wages.actions import hearing, months
from huigong.wages.filing.declaring import book as filed
from huigong.wages.reconciling.empty import empty_workbook
from huigong.wages.reconciling.refusals import REASONS
from huigong.wages.reconciling.tables import PAYROLL, PROJECTS, ROSTER, TABLES
from huigong.wages.sites import Record

OF_NAME = {table.name: table for table in TABLES}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SAYS = {table.name: table.says for table in TABLES}


@registered_only
@never_cache
def own_sites(request: Request) -> HttpResponse:
    """The projects whose labour officer somebody is."""
    now = timezone.now()
    projects = sites.of_officer(request.principal, now=now)
    shown = sites.sites(projects, on=timezone.localdate(now))
    return render(request, "worker/sites.html", {"sites": shown})


def of_officer(*told_apart: type[DomainError]) -> Callable[[View], View]:
    """Lets the labour officer of the project in, and shows the project's page with what refused them.

    `told_apart`: refusals that have a page of their own, as no access always has. The view is given the project.
    """

    apart: tuple[type[DomainError], ...] = (NoAccess, *told_apart)

    def made(view: View) -> View:
        @wraps(view)
        def entered(request: Request, site_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
            project = sites.require_officer(request.principal, site_id, now=timezone.now())
            try:
                return view(request, project, *args, **kwargs)
            except apart:
                raise
            except DomainError as refused:
                return site_page(request, project, error=refused)

        return entered

    return made


@takes_files
@registered_only
@never_cache
@of_officer()
def own_site(request: Request, project: Record) -> HttpResponse:
    """One project: its warnings, its months; POST hands in a month."""
    if request.method != "POST":
        return site_page(request, project)
    month = months.hand_in(
        by=request.principal,
        now=timezone.now(),
        project_id=project.public_id.hex,
        month=request.POST.get("month", ""),
        files=sent(request),
    )
    refused_lines = sum(sum(reasons.values()) for reasons in month.refused.values())
    if refused_lines:
        messages.warning(request, _("收下了，有 %(count)s 行退回，原因写在下面。") % {"count": refused_lines})
    else:
        messages.success(request, _("收下了，工人在手机上看得到。"))
    return redirect("worker:site", project.public_id.hex)


@registered_only
@require_POST
@of_officer(NotFound)
def site_explain(request: Request, project: Record, warning_id: str) -> HttpResponse:
    """The employer's explanation of a warning."""
    said = request.POST.get("said", "")
    row = hearing.explain(by=request.principal, now=timezone.now(), warning_id=warning_id, said=said)
    asked = warned.asks(row, on=timezone.localdate())
    told = _("记下了。牵涉到的工人会被问是不是这样；没有答复的按没有解决算。")
    messages.success(request, told if asked else _("记下了，管这件事的部门看得到。"))
    return redirect("worker:site", project.public_id.hex)


@registered_only
@require_safe
def empty_tables(request: Request) -> HttpResponse:
    """A workbook with a sheet for each table of a month, its headers only; `table` gives that one alone."""
    table = OF_NAME.get(request.GET.get("table", ""))
    chosen = TABLES if table is None else (table,)
    name = _("空表") if table is None else table.says
    answer = HttpResponse(empty_workbook(chosen), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.xlsx")
    return answer


def sent(request: Request) -> dict[str, tuple[str, bytes]]:
    """Table → name and bytes of the file that was sent for it."""
    return {
        table.name: (sent.name or "", sent.read())
        for table in TABLES
        if (sent := request.FILES.get(table.name)) is not None
    }


def site_page(request: Request, project: Record, error: DomainError | None = None) -> HttpResponse:
    on = timezone.localdate()
    [site] = sites.sites([project], on=on)
    kept = queries.months_of(project)
    context = {
        "site": site,
        "warnings": warned.standing(project, on=on),
        "months": [
            {"view": view, "refused": _refused(view.row.refused)}
            for view in queries.months_shown(kept, on=on)
        ],
        "tables": [
            (
                table.name,
                table.says,
                "、".join(each.name for each in table.columns if each.required),
                "、".join(each.name for each in table.columns if not each.required),
            )
            for table in TABLES
        ],
        "to_pay": [(table.name, table.says) for table in (PROJECTS, ROSTER, PAYROLL)],
        "profiles": bank_files(project.region),
        "filings": queries.filings(project, on=on),
        "platforms": [(each.id, each.head.name) for each in filed().in_region(project.region, on=on)],
        "unsigned": contracts.unsigned_of(project, on=on),
        "month": request.POST.get("month", f"{month_before(on):%Y-%m}"),
        "most": hearing.MOST_SAID,
        "error": error,
    }
    return render(request, "worker/site.html", context, status=status_for(error) if error else 200)


def _refused(reasons: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [
        (_SAYS[table], REASONS[reason], count)
        for table, counts in reasons.items()
        for reason, count in counts.items()
    ]
