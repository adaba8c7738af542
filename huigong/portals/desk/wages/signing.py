"""The rates at which contracts are signed, by project and by general contractor."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.tables import Cell, Column, drawn, heads
from huigong.portals.shared.requests import Request
from huigong.wages import contracts, rates
from huigong.wages.rates import Rate


def percent(value: int | None) -> str:
    """`95%`, or a dash where nobody worked."""
    return "—" if value is None else f"{value}%"


def named(row: Rate) -> Cell:
    return Cell(row.name, to=reverse("desk:wage-site", args=[row.site_id]) if row.site_id else "")


FIGURES = (
    Column[Rate](_("月份"), lambda row: f"{row.month:%Y-%m}" if row.month else "—", kind="number"),
    Column[Rate](_("出勤人数"), lambda row: str(row.attended), kind="number"),
    Column[Rate](_("出勤的人里有合同的"), lambda row: str(row.contracted), kind="number"),
    Column[Rate](_("合同签订率"), lambda row: percent(row.signed), kind="number"),
    Column[Rate](_("实名登记率"), lambda row: percent(row.enrolled), kind="number"),
)
PROJECTS = (Column[Rate](_("项目"), named), *FIGURES)
EMPLOYERS = (Column[Rate](_("总包单位"), named), *FIGURES[1:])


@officials_only
@never_cache
@require_safe
def show(request: Request) -> HttpResponse:
    """The newest month of each project, and what the register of contracts says of the whole place."""
    viewer = request.principal
    viewer.require(Permission.CASE_DECIDE)
    projects, employers = rates.by_project(viewer, now=timezone.now())
    context = {
        "tables": [
            (_("按项目"), heads(PROJECTS), drawn(PROJECTS, projects)),
            (_("按总包单位"), heads(EMPLOYERS), drawn(EMPLOYERS, employers)),
        ],
        "register": contracts.signing(viewer),
    }
    return page(request, "desk/wages/signing.html", "wages", context)
