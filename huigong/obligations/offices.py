"""Which office performs an obligation where somebody lives."""

from __future__ import annotations

from datetime import date

from huigong.declarations import Address
from huigong.directory import offices


def office_for(address: Address | None, region: str, *, on: date) -> str:
    """The id of the office that is addressed in the region; "" where there is none to name."""
    if address is None or address.level is None:
        return ""
    answering = offices.book().answering(region, address.line, address.level, on)
    return answering.office.id if answering.office else ""
