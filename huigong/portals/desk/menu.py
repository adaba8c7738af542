"""The sidebar, and the one way to render a desk page: nobody sees an entry they may not open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huigong.directory.permissions import Permission

ENTRIES = (
    ("tasks", "list", _("我的任务"), Permission.CASE_READ),
    ("duty-board", "board", _("职责看板"), Permission.DUTY_BOARD_READ),
    ("person-find", "people", _("查找人员"), Permission.PERSON_FIND),
    ("library", "library", _("政策库"), Permission.LIBRARY_READ),
    ("services", "paper", _("事项目录"), Permission.LIBRARY_READ),
    ("coverage", "yes", _("覆盖"), Permission.LIBRARY_READ),
    ("compare", "compare", _("地区比较"), Permission.LIBRARY_READ),
    ("lineage", "lineage", _("文件脉络"), Permission.LIBRARY_READ),
)


@dataclass(frozen=True)
class Entry:
    """One line of the sidebar; `here` marks the section of the page being shown."""

    address: str
    icon: str
    title: str
    here: bool


def menu(request: HttpRequest, here: str) -> tuple[Entry, ...]:
    viewer = request.principal  # type: ignore[attr-defined]
    return tuple(
        Entry(address=reverse(f"desk:{name}"), icon=icon, title=str(title), here=name == here)
        for name, icon, title, permission in ENTRIES
        if viewer.can(permission)
    )


def page(
    request: HttpRequest, template: str, here: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Renders `template` inside the desk's frame with section `here` marked."""
    return render(request, template, {**context, "menu": menu(request, here)}, status=status)
