"""Where somebody sits who did something, as the trail keeps it: an office id, or a region code."""

from __future__ import annotations

from datetime import date

from huigong.casework.accountability import name_of
from huigong.kernel import regions


def seat_in_words(office: str, on: date) -> str:
    """The office's name of that day, or the region's; "" where the trail names neither."""
    if regions.known(office):
        return regions.find(office).full_name
    return name_of(office, on) if office else ""
