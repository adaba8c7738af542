"""My tasks: what is due first comes first; filtered, kept under a name, taken away as a table."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from huigong.casework.actions import lists as keeping
from huigong.casework.queries import lists, tasks
from huigong.casework.queries.listing import found_by_number
from huigong.casework.queries.tasks import TaskPage, TaskRow
from huigong.directory.actions import exports
from huigong.directory.permissions import Permission
from huigong.kernel import regions
from huigong.kernel.errors import DomainError
from huigong.portals.desk.cases.lists import COLUMNS, ListForm, filtered, said_back
from huigong.portals.desk.cases.sheet import heads, lines
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.paging import MANY, SIZE, in_words
from huigong.portals.desk.parts.sheets import ExportForm, download
from huigong.portals.shared import refusals
from huigong.portals.shared.requests import Request
from huigong.portals.shared.timeleft import time_left

TABS = (
    ("all", gettext_lazy("全部")),
    ("near", gettext_lazy("快到期")),
    ("late", gettext_lazy("已超期")),
    ("support", gettext_lazy("请我协办")),
    ("mine", gettext_lazy("我办的")),
    ("free", gettext_lazy("还没有人办的")),
)


@dataclass(frozen=True)
class Tab:
    """One tab: its address, title, how many tasks it holds in words, and whether it is the one shown."""

    address: str
    title: str
    count: str
    here: bool


@dataclass(frozen=True)
class Line:
    """A task with its urgency in words; `kind` is the chip's shape and colour."""

    task: TaskRow
    kind: str
    words: str

    @property
    def region(self) -> str:
        return regions.find(self.task.region).name


@officials_only
@never_cache
def mine(request: Request) -> HttpResponse:
    """Where an officer's day begins."""
    return _page(request, ExportForm())


@officials_only
@never_cache
@require_POST
def keep(request: Request) -> HttpResponse:
    """Keeps the list that the address asks for under a name, or drops one of those kept."""
    viewer, now = request.principal, timezone.now()
    if dropped := request.POST.get("drop", ""):
        keeping.drop(by=viewer, now=now, list_id=dropped)
    else:
        try:
            keeping.save(by=viewer, now=now, name=request.POST.get("name", ""), query=said_back(request.GET))
        except DomainError as error:
            return _page(request, ExportForm(), refused=refusals.in_words(error, "what", "do"), status=400)
    return redirect(f"{reverse('desk:tasks')}?{said_back(request.GET)}")


@officials_only
@never_cache
@require_POST
def export(request: Request) -> HttpResponseBase:
    """The list as a workbook; without a purpose the page comes back and says so."""
    viewer, now = request.principal, timezone.now()
    viewer.require(Permission.CASE_READ)
    form = ExportForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    today, purpose = timezone.localdate(now), form.cleaned_data["purpose"]
    asked = ListForm.of(request.GET, viewer=viewer, today=today)
    wanted = asked.wanted(request.GET)
    number = tasks.number_of(viewer, today=today, wanted=wanted)
    exports.record_export(
        by=viewer,
        now=now,
        verb="casework.list.exported",
        permission=Permission.CASE_READ,
        purpose=purpose,
        wanted=wanted.told,
        rows=number,
    )
    rows = lines(tasks.in_turn(viewer, today=today, wanted=wanted, sort=asked.order), asked.columns)
    about = {"name": "tasks", "viewer": viewer, "purpose": purpose, "now": now}
    return download(_("任务清单"), heads(asked.columns), rows, **about)


def _page(request: Request, form: ExportForm, *, refused: str = "", status: int = 200) -> HttpResponse:
    viewer = request.principal
    viewer.require(Permission.CASE_READ)
    today = timezone.localdate()
    asked = ListForm.of(request.GET, viewer=viewer, today=today)
    wanted = asked.wanted(request.GET)
    counts = tasks.counts(viewer, today=today, wanted=wanted, at_most=MANY)
    shown = tasks.page_of(
        viewer,
        today=today,
        wanted=wanted,
        size=SIZE,
        sort=asked.order,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = {
        "tabs": tabs(counts, wanted.tab, request),
        "lines": [Line(row, *time_left(row.left)) for row in shown.rows],
        "columns": asked.columns,
        "heads": [COLUMNS[name] for name in asked.columns],
        "pages": _neighbours(shown, request),
        "total": in_words(counts[wanted.tab]),
        "today": today,
        "works": bool(
            viewer.grants_for(Permission.CASE_DECIDE) or viewer.grants_for(Permission.TASK_SUPPORT)
        ),
        "chosen": wanted.tab,
        "filters": asked,
        "filtered": filtered(wanted),
        "elsewhere": found_by_number(viewer, wanted.number) if wanted.number and not shown.rows else "",
        "kept": [(row, row.query == said_back(request.GET)) for row in lists.kept(viewer)],
        "asked": said_back(request.GET),
        "export": form,
        "export_to": reverse("desk:tasks-export"),
        "refused": refused,
    }
    return page(request, "desk/cases/tasks.html", "tasks", context, status=status)


def _neighbours(shown: TaskPage, request: Request) -> dict[str, str]:
    """The addresses of the pages beside this one."""
    return {
        "before": f"?{said_back(request.GET, before=shown.before)}" if shown.before else "",
        "after": f"?{said_back(request.GET, after=shown.after)}" if shown.after else "",
    }


def tabs(counts: dict[str, int], chosen: str, request: Request) -> list[Tab]:
    here = reverse("desk:tasks")
    return [
        Tab(
            address=f"{here}?{query}" if (query := _tab_query(request, key)) else here,
            title=str(title),
            count=in_words(counts[key]),
            here=key == chosen,
        )
        for key, title in TABS
    ]


def _tab_query(request: Request, key: str) -> str:
    return said_back(request.GET, tab="" if key == "all" else key)
