"""What the section of arrears adds to the desk: pages that are reached from a case, and a section of that case's page."""

from __future__ import annotations

from datetime import datetime

from huigong.arrears import queries
from huigong.directory.principals import Principal
from huigong.portals.desk.arrears.shown import Shown, shown
from huigong.portals.desk.frame.sections import Section
from huigong.portals.desk.parts.casesections import CaseSection

SECTION = Section(id="arrears", urls="huigong.portals.desk.arrears.urls", order=15)


def draw(viewer: Principal, case_id: str, now: datetime) -> tuple[str, Shown] | None:
    """Who must pay, on the page of a case that is about arrears, for who decides it: sums are of people, and others who may
    open the page see them masked."""
    view = queries.of_case(viewer, case_id, now=now)
    return ("desk/arrears/in_case.html", shown(view, case_id)) if view and view.may_act else None


CASE = CaseSection("arrears", draw)
