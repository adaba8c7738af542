"""The first pages after logging in: the waiting work, or a page that says what one's roles do here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from huigong.directory import offices
from huigong.directory.principals import NATION, Grant
from huigong.directory.roles import ROLES
from huigong.kernel import regions
from huigong.kernel.errors import DomainError
from huigong.portals.desk.frame.entry import officials_only
from huigong.portals.desk.frame.page import page
from huigong.portals.desk.frame.sections import sections, start_of
from huigong.portals.shared.requests import Request


@dataclass(frozen=True)
class Held:
    """A role as its holder reads it: `where` is the region, and the office if the role is for one."""

    name: str
    where: str
    does: str


@officials_only
def start(request: Request) -> HttpResponse:
    """The first page after logging in."""
    entry = start_of(request.principal)
    return redirect(entry.address if entry else "desk:home")


@officials_only
def home(request: Request) -> HttpResponse:
    """What the viewer's roles do here, and the way to each of their pages."""
    viewer, today = request.principal, timezone.localdate()
    context = {
        "held": [held(grant, on=today) for grant in viewer.grants if grant.role in ROLES],
        "entries": sections.entries_for(viewer),
    }
    return page(request, "desk/home.html", "home", context)


def held(grant: Grant, *, on: date) -> Held:
    role = ROLES[grant.role]
    region = _("全国") if grant.region == NATION else regions.find(grant.region).full_name
    return Held(role.name, f"{region}　{_office(grant.office, on)}".strip(), role.does)


def _office(office: str | None, on: date) -> str:
    if not office:
        return ""
    try:
        return offices.book().get(office, on).marked
    except DomainError:  # the role outlived the office's entry in the book
        return office
