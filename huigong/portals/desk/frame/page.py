"""The sidebar, and the one way to render a desk page: nobody sees an entry they may not open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from huigong.portals.desk.frame.sections import sections
from huigong.portals.shared.requests import Request


@dataclass(frozen=True)
class Line:
    """One line of the sidebar; `here` marks the section of the page being shown."""

    address: str
    icon: str
    title: str
    here: bool


def menu(request: Request, here: str) -> tuple[Line, ...]:
    return tuple(
        Line(address=entry.address, icon=entry.icon, title=str(entry.title), here=entry.name == here)
        for entry in sections.entries_for(request.principal)
    )


def page(
    request: Request, template: str, here: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Renders `template` inside the desk's frame with the menu's page `here` marked.

    `opens` names the pages of the menu that this viewer may open: a link to any other would end in a refusal.
    """
    return render(request, template, {**context, **around(request, here)}, status=status)


def around(request: Request, here: str) -> dict[str, Any]:
    """What the desk's frame needs around any page."""
    opens = {entry.name for entry in sections.entries_for(request.principal)}
    return {"menu": menu(request, here), "opens": opens}
