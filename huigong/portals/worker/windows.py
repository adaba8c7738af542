"""Where somebody can go with their papers: the desks that the county's file lists, else how to ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from huigong.directory import offices
from huigong.directory.offices import Desk
from huigong.kernel import regions


@dataclass(frozen=True)
class Windows:
    """The desks of a county, and the county in words; no desks where nobody has entered any."""

    place: str
    desks: tuple[Desk, ...]


def windows(region: str, *, on: date) -> Windows:
    """The desks of this region on the day, or of the one that this installation serves; no place where neither is known."""
    code = region if region and regions.known(region) else settings.HOME_REGION
    if not code:
        return Windows("", ())
    return Windows(regions.find(code).full_name, offices.book().windows(code, on))
