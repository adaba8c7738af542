"""My tasks: what is due first comes first."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from huigong.casework.queries import tasks
from huigong.casework.queries.tasks import TaskRow
from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.paging import asked, enough, in_words
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


@officials_only
def mine(request: Request) -> HttpResponse:
    """Where an officer's day begins."""
    viewer = request.principal
    viewer.require(Permission.CASE_READ)
    today = timezone.localdate()
    wanted = request.GET.get("tab", "all")
    chosen = wanted if wanted in dict(TABS) else "all"
    counts = tasks.counts(viewer, today=today, at_most=enough(request.GET))
    pages = asked(request.GET, total=counts[chosen])
    rows = tasks.mine(viewer, today=today, tab=chosen, page=pages.here, size=pages.size)
    context = {
        "tabs": tabs(counts, chosen),
        "lines": [Line(row, *time_left(row.left)) for row in rows],
        "pages": pages,
        "today": today,
        "works": bool(
            viewer.grants_for(Permission.CASE_DECIDE) or viewer.grants_for(Permission.TASK_SUPPORT)
        ),
        "several_offices": len({row.office_id for row in rows}) > 1,
        "chosen": chosen,
    }
    return page(request, "desk/cases/tasks.html", "tasks", context)


def tabs(counts: dict[str, int], chosen: str) -> list[Tab]:
    here = reverse("desk:tasks")
    return [
        Tab(
            address=here if key == "all" else f"{here}?tab={key}",
            title=str(title),
            count=in_words(counts[key]),
            here=key == chosen,
        )
        for key, title in TABS
    ]
