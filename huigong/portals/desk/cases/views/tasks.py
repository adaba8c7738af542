"""My tasks: what is due first comes first."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huigong.casework.queries import tasks
from huigong.casework.queries.tasks import TaskRow
from huigong.directory.permissions import Permission
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.parts.paging import asked, enough, in_words
from huigong.portals.shared.requests import Request

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
        "lines": [Line(row, *urgency(row)) for row in rows],
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


def urgency(row: TaskRow) -> tuple[str, str]:
    """The chip's kind and words: late, near and fine differ in word, shape and colour."""
    if row.paused:
        return "paused", _("暂停计时")
    if row.due is None or row.days_left is None:
        return "no", _("没有期限")
    if row.tone == "late":
        return "late", _("超期 %(days)s") % {"days": spell_days(-row.days_left, row.measure)}
    words = (
        _("今天到期")
        if row.days_left == 0
        else _("剩 %(days)s") % {"days": spell_days(row.days_left, row.measure)}
    )
    return ("near" if row.tone == "near" else "ok"), words


def spell_days(days: int, measure: str) -> str:
    """`3 天`, `3 个工作日`."""
    return (_("%(n)s 个工作日") if measure == "working_day" else _("%(n)s 天")) % {"n": days}
