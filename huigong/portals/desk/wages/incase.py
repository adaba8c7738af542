"""What the page of a case shows of the warnings that it was opened from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from huigong.directory.principals import Principal
from huigong.portals.desk.parts.casesections import CaseSection
from huigong.wages import warned


def _draw(viewer: Principal, case_id: str, now: datetime) -> tuple[str, Any] | None:
    rows = warned.of_case(viewer, case_id, on=localdate(now))
    return ("desk/wages/in_case.html", rows) if rows else None


IN_CASE = CaseSection("wages", _draw)
