"""A sheet of people on the desk: hand it in, see what would become of every row, take it in, fetch what comes back."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.directory.permissions import Permission
from huigong.files.content.kinds import Kind
from huigong.files.queries import id_of
from huigong.kernel.errors import Conflict, DomainError, NoAccess, TooMany, Unavailable
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.offices import region_name
from huigong.portals.shared.bodies import takes_files
from huigong.portals.shared.fields import PlaceField, beside
from huigong.portals.shared.refusals import status_for
from huigong.portals.shared.requests import Request
from huigong.registry import rosters as known
from huigong.registry.actions import rosters
from huigong.registry.intake.report import template
from huigong.registry.rosters import TakenIn

HERE = "rosters"
SHOWN = 100  # problems on the page; the workbook has them all
COUNTS = (
    ("new", gettext_lazy("新登记"), "yes"),
    ("changed", gettext_lazy("补充登记"), "yes"),
    ("unchanged", gettext_lazy("已经登记，没有改动"), "info"),
    ("duplicates", gettext_lazy("表里重复"), "info"),
    ("skipped", gettext_lazy("跳过：合计、隐藏的行等"), "info"),
    ("warned", gettext_lazy("登记了，有的格没有收"), "near"),
    ("refused", gettext_lazy("退回，一格也没有登记"), "late"),
)


class RosterForm(forms.Form):
    """A sheet, and the region into which its people are registered where a row names none."""

    sheet = forms.FileField(
        label=gettext_lazy("花名册"),
        help_text=gettext_lazy("Excel、WPS、ODS 或 CSV 都行，不用重新排。要有“姓名”和“身份证号”两列。"),
        error_messages={
            "required": gettext_lazy("请选择文件。"),
            "empty": gettext_lazy("这个文件是空的。"),
        },
    )
    region = PlaceField(
        label=gettext_lazy("登记到哪里"),
        help_text=gettext_lazy("没写现居住地、工作地区的行，按这里登记。"),
        max_length=40,
        error_messages={"required": gettext_lazy("请填地区。")},
    )


@takes_files
@officials_only
@never_cache
def index(request: Request) -> HttpResponse:
    """The form, and the sheets of this official that wait."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.PERSON_REGISTER)
    home = next(grant.region for grant in viewer.grants_for(Permission.PERSON_REGISTER))
    form = RosterForm(request.POST or None, request.FILES or None, initial={"region": region_name(home)})
    status = 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            sheet, region = form.cleaned_data["sheet"], form.cleaned_data["region"]
            try:
                file_id = rosters.hand_in(
                    by=viewer, now=now, data=sheet.read(), name=sheet.name, region=region
                )
            except NoAccess as error:
                status = beside(error, form, **{error.about: "region"})
            except DomainError as error:
                status = beside(error, form, **{error.about: "sheet"})
            else:
                return redirect(_address("roster", file_id.hex, region))
    context = {"form": form, "waiting": known.waiting(viewer)}
    return page(request, "desk/people/rosters.html", HERE, context, status=status)


@officials_only
@never_cache
def blank(request: Request) -> HttpResponse:
    """An empty sheet with every column."""
    request.principal.require(Permission.PERSON_REGISTER)
    return _workbook(template(), _("花名册模板"))


@officials_only
@never_cache
def show(request: Request, file_id: str) -> HttpResponse:
    """What would become of each row; sent, the sheet is taken in and the same page tells what became of it."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.PERSON_REGISTER)
    sheet, region = id_of(file_id), request.GET.get("region", "")[:6]
    if request.method == "POST":
        imported = rosters.take(by=viewer, now=now, file_id=sheet, region=region)
        messages.success(request, _taken_in_words(imported.counts))
        return redirect(_address("roster", file_id, region))
    try:
        looked = rosters.look(by=viewer, now=now, file_id=sheet, region=region)
    except NoAccess:
        raise
    except DomainError as error:
        later = isinstance(error, TooMany | Conflict | Unavailable)
        context = {"error": error, "later": later, "file_id": file_id, "region": region}
        return page(request, "desk/people/roster.html", HERE, context, status=status_for(error))
    imported = looked.imported
    counts = imported.counts
    refused = {problem.at for problem in imported.refusals}
    problems = [(problem, problem.at in refused) for problem in imported.problems]
    context = {
        "file_id": file_id,
        "name": looked.name,
        "region": region,
        "where": region_name(region),
        "report": _address("roster-back", file_id, region),
        "rows": counts["rows"],
        "counts": [(title, counts[key], kind) for key, title, kind in COUNTS if counts[key]],
        "before": _before_in_words(looked.before),
        "has_news": bool(counts["new"] + counts["changed"]),
        "mended": sum(len(entry.mended) for entry in imported.file.entries),
        "unread": [(each.sheet.name, each.unread) for each in imported.file.sheets if each.unread],
        "problems": problems[:SHOWN],
        "more": max(0, len(problems) - SHOWN),
        "several": len(imported.file.sheets) > 1,
    }
    return page(request, "desk/people/roster.html", HERE, context)


@officials_only
@never_cache
def back(request: Request, file_id: str) -> HttpResponse:
    """The rows that do not go in as they are, as a workbook to mend and hand in again."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.PERSON_REGISTER)
    region = request.GET.get("region", "")[:6]
    name, data = rosters.returned(by=viewer, now=now, file_id=id_of(file_id), region=region)
    return _workbook(data, _("%(name)s 退回") % {"name": name})


@officials_only
@never_cache
@require_POST
def away(request: Request, file_id: str) -> HttpResponse:
    """Removes the sheet now."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.PERSON_REGISTER)
    rosters.throw_away(by=viewer, now=now, file_id=id_of(file_id), region=request.POST.get("region", ""))
    messages.success(request, _("表格已删除，登记过的人还在。"))
    return redirect("desk:rosters")


def _taken_in_words(counts: dict[str, int]) -> str:
    return _("新登记 %(new)s 行，补充登记 %(changed)s 行，退回 %(refused)s 行。") % counts


def _before_in_words(before: TakenIn | None) -> str:
    if before is None:
        return ""
    when = f"{timezone.localtime(before.taken_at):%Y-%m-%d %H:%M}"
    return _("这个表格 %(when)s 登记过：") % {"when": when} + _taken_in_words(before.counts)


def _address(name: str, file_id: str, region: str) -> str:
    return f"{reverse(f'desk:{name}', args=[file_id])}?{urlencode({'region': region})}"


def _workbook(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=Kind.XLSX.media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{name}.xlsx")
    return answer
